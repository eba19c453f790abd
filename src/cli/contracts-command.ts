import { Command } from 'commander';
import { builtInContracts, loadContracts } from '../contract/load-contracts.ts';
import { EXIT_CODES } from './cli-error.ts';
import { resolveContract } from './serve/resolve-files.ts';
import type { Terminal } from './terminal.ts';
import { createPaint } from './text/create-paint.ts';
import { formatTable } from './text/format-table.ts';

const EXAMPLES = `
Examples:
  pagewright contracts                 what comes with pagewright
  pagewright contracts my-api.yaml     what a file of your own describes
  pagewright contracts --json          the same for scripts
`;

/** One contract, as it is listed. */
interface Listing {
  readonly id: string;
  readonly title: string;
  readonly style: string;
  readonly path: string;
  readonly file: string;
  readonly scenarios: readonly string[];
}

/** The command that lists contracts and their scenarios. */
export function createContractsCommand(terminal: Terminal, finish: (exitCode: number) => void): Command {
  return new Command('contracts')
    .description('list contracts: id, title, page style, path, scenarios')
    .argument('[contract...]', 'ids or files; all that come with pagewright by default')
    .option('--json', 'print them as JSON')
    .addHelpText('after', EXAMPLES)
    .action(async (names: readonly string[], { json }: { json?: boolean }) => {
      const chosen = names.length === 0 ? builtInContracts() : names.map((name) => resolveContract(name, terminal.cwd));
      const listings = await listContracts(chosen);
      terminal.stdout.write(json ? `${JSON.stringify(listings, undefined, 2)}\n` : formatListings(listings, terminal));
      finish(EXIT_CODES.ok);
    });
}

async function listContracts(names: readonly string[]): Promise<readonly Listing[]> {
  const { listScenarios } = await import('../dataset/list-scenarios.ts');
  return names.flatMap(loadContracts).map((contract) => {
    const { id, title, page, path, file } = contract;
    return { id, title, style: page.style, path, file, scenarios: listScenarios(contract).map(({ name }) => name) };
  });
}

function formatListings(listings: readonly Listing[], { stdout, env }: Terminal): string {
  const paint = createPaint(stdout, env);
  const lines = formatTable(listings.map(({ id, title, style, path }) => [id, title, `${style} pages`, path]));
  return listings
    .map(({ id, scenarios }, index) => {
      const rest = (lines[index] ?? '').slice(id.length);
      return `${paint.bold(paint.accent(id))}${rest}\n  ${paint.dim(`scenarios: ${scenarios.join(', ')}`)}\n`;
    })
    .join('');
}
