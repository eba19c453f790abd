import { Command } from 'commander';
import type { Contract } from '../contract/contract.ts';
import { type PageStyleName, pageStyleOf } from '../contract/page-parameters.ts';
import { loadNamedContracts } from './contract-files.ts';
import { EXIT_CODES } from './exit-codes.ts';
import type { Terminal } from './terminal.ts';
import { createPaint, formatTable, PAGE_STYLES } from './text.ts';

const EXAMPLES = `
Examples:
  pagewright contracts                 list the built-in contracts
  pagewright contracts my-api.yaml     list those of your own file
  pagewright contracts --json          print JSON for scripts
`;

interface Listing {
  readonly id: string;
  readonly title: string;
  readonly style: PageStyleName;
  readonly path: string;
  readonly file: string;
  readonly scenarios: readonly string[];
}

export function createContractsCommand(terminal: Terminal, finish: (exitCode: number) => void): Command {
  return new Command('contracts')
    .description('list contracts: id, title, page style, path, scenarios')
    .argument('[contract...]', 'ids or files (default: all built-in contracts)')
    .option('--json', 'print JSON')
    .addHelpText('after', EXAMPLES)
    .action(async (names: readonly string[], { json }: { json?: boolean }) => {
      const listings = await listContracts(loadNamedContracts(names, terminal.cwd));
      terminal.stdout.write(json ? `${JSON.stringify(listings, undefined, 2)}\n` : formatListings(listings, terminal));
      finish(EXIT_CODES.success);
    });
}

async function listContracts(contracts: readonly Contract[]): Promise<readonly Listing[]> {
  const { listScenarios } = await import('../dataset/scenarios/load-scenario.ts');
  return contracts.map((contract) => {
    const { id, title, page, path, file } = contract;
    return {
      id,
      title,
      style: pageStyleOf(page),
      path,
      file,
      scenarios: listScenarios(contract).map(({ name }) => name),
    };
  });
}

function formatListings(listings: readonly Listing[], { stdout, env }: Terminal): string {
  const paint = createPaint({ stdout, env });
  const lines = formatTable(listings.map(({ id, title, style, path }) => [id, title, PAGE_STYLES[style], path]));
  return listings
    .map(({ id, scenarios }, index) => {
      const rest = (lines[index] ?? '').slice(id.length);
      return `${paint.bold(paint.accent(id))}${rest}\n  ${paint.dim(`scenarios: ${scenarios.join(', ')}`)}\n`;
    })
    .join('');
}
