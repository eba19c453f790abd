import { Command } from 'commander';
import type { Contract, Provenance } from '../contract/contract.ts';

import { loadNamedContracts } from './contract-files.ts';
import { EXIT_CODES } from './exit-codes.ts';
import type { Terminal } from './terminal.ts';
import { createPaint, formatTable } from './text.ts';

const EXAMPLES = `
A deviation is a bug in a list, or a variation that its contract allows. A suite should find the bugs and accept the variations.
The word after a contract says how binding the rule is that the bug breaks.

Examples:
  pagewright deviations                  list those of the built-in contracts
  pagewright deviations my-api.yaml      list those of your own contract
  pagewright deviations --json           print JSON for scripts
  pagewright serve my-api.yaml --deviation ties-lost   serve a list with a bug
`;

interface Listing {
  readonly name: string;
  readonly area: string;
  readonly summary: string;
  /** How binding the broken rule is, by the id of each contract that the deviation applies to. */
  readonly breaks: Readonly<Record<string, Provenance | 'nothing'>>;
}

export function createDeviationsCommand(terminal: Terminal, finish: (exitCode: number) => void): Command {
  return new Command('deviations')
    .description('list deviations: bugs and variations for "serve --deviation", to test a suite or a client')
    .argument('[contract...]', 'ids or files (default: all built-in contracts)')
    .option('--json', 'print JSON')
    .addHelpText('after', EXAMPLES)
    .action(async (names: readonly string[], { json }: { json?: boolean }) => {
      const listings = await listDeviations(loadNamedContracts(names, terminal.cwd));
      terminal.stdout.write(json ? `${JSON.stringify(listings, undefined, 2)}\n` : formatListings(listings, terminal));
      finish(EXIT_CODES.success);
    });
}

async function listDeviations(contracts: readonly Contract[]): Promise<readonly Listing[]> {
  const { DEVIATIONS } = await import('../alter/deviations/catalogue.ts');
  return DEVIATIONS.flatMap((deviation) => {
    const { name, area, summary } = deviation;
    const concerned = contracts.filter((contract) => deviation.appliesTo(contract));
    const breaks = concerned.map((contract) => [contract.id, deviation.breaks?.(contract) ?? 'nothing'] as const);
    return breaks.length === 0 ? [] : [{ name, area, summary, breaks: Object.fromEntries(breaks) }];
  });
}

function formatListings(listings: readonly Listing[], { stdout, env }: Terminal): string {
  const paint = createPaint({ stdout, env });
  const isVariation = ({ breaks }: Listing): boolean => Object.values(breaks).every((mark) => mark === 'nothing');
  const areas = [...new Set(listings.map(({ area }) => area))];
  const groups = [
    ...areas.map((area) => ({
      title: area,
      members: listings.filter((one) => one.area === area && !isVariation(one)),
    })),
    { title: 'variations (allowed by contracts)', members: listings.filter(isVariation) },
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
