import { Command } from 'commander';
import type { Contract } from '../contract/contract.ts';
import { builtInContracts, loadContracts } from '../contract/load-contracts.ts';
import type { Provenance } from '../contract/provenance.ts';
import { EXIT_CODES } from './cli-error.ts';
import { resolveContract } from './serve/resolve-files.ts';
import type { Terminal } from './terminal.ts';
import { createPaint } from './text/create-paint.ts';
import { formatTable } from './text/format-table.ts';

const EXAMPLES = `
A deviation is a bug that a list can have on purpose, or a variation that its contract allows. A suite should notice the bugs
and hold nothing against the variations. The word behind each contract says how binding the rule is that a bug breaks there.

Examples:
  pagewright deviations                  what there is for the contracts that come with pagewright
  pagewright deviations my-api.yaml      what there is for a contract of your own
  pagewright deviations --json           the same for scripts
  pagewright serve my-api.yaml --deviation ties-lost   serve one
`;

/** One deviation, as it is listed. */
interface Listing {
  readonly name: string;
  readonly area: string;
  readonly summary: string;
  /** By the id of each contract that it applies to. */
  readonly breaks: Readonly<Record<string, Provenance | 'nothing'>>;
}

/** The command that lists deviations. */
export function createDeviationsCommand(terminal: Terminal, finish: (exitCode: number) => void): Command {
  return new Command('deviations')
    .description(
      'list deviations: bugs and variations that "serve --deviation" can serve, to try a suite or a client with',
    )
    .argument('[contract...]', 'ids or files; all that come with pagewright by default')
    .option('--json', 'print them as JSON')
    .addHelpText('after', EXAMPLES)
    .action(async (names: readonly string[], { json }: { json?: boolean }) => {
      const chosen = names.length === 0 ? builtInContracts() : names.map((name) => resolveContract(name, terminal.cwd));
      const listings = await listDeviations(chosen.flatMap(loadContracts));
      terminal.stdout.write(json ? `${JSON.stringify(listings, undefined, 2)}\n` : formatListings(listings, terminal));
      finish(EXIT_CODES.ok);
    });
}

async function listDeviations(contracts: readonly Contract[]): Promise<readonly Listing[]> {
  const { DEVIATIONS } = await import('../deviation/deviations.ts');
  return DEVIATIONS.flatMap((deviation) => {
    const { name, area, summary } = deviation;
    const concerned = contracts.filter((contract) => deviation.appliesTo(contract));
    const breaks = concerned.map((contract) => [contract.id, deviation.breaks?.(contract) ?? 'nothing'] as const);
    return breaks.length === 0 ? [] : [{ name, area, summary, breaks: Object.fromEntries(breaks) }];
  });
}

function formatListings(listings: readonly Listing[], { stdout, env }: Terminal): string {
  const paint = createPaint(stdout, env);
  const isLawful = ({ breaks }: Listing): boolean => Object.values(breaks).every((mark) => mark === 'nothing');
  const areas = [...new Set(listings.map(({ area }) => area))];
  const groups = [
    ...areas.map((area) => ({ title: area, members: listings.filter((one) => one.area === area && !isLawful(one)) })),
    { title: 'variations, which contracts allow', members: listings.filter(isLawful) },
  ];
  return groups
    .filter(({ members }) => members.length > 0)
    .map(({ title, members }) => {
      const lines = formatTable(members.map((one) => [one.name, describeBreaks(one)]));
      const blocks = members.map((one, index) => {
        return `  ${paint.accent(one.name)}${(lines[index] ?? '').slice(one.name.length)}\n    ${paint.dim(one.summary)}\n`;
      });
      return `${paint.bold(title)}\n${blocks.join('')}`;
    })
    .join('\n');
}

function describeBreaks({ breaks }: Listing): string {
  return Object.entries(breaks)
    .map(([id, mark]) => (mark === 'nothing' ? id : `${id} ${mark}`))
    .join(', ');
}
