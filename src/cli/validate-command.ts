import { Command } from 'commander';
import { ContractError } from '../contract/contract-error.ts';
import { loadContracts } from '../contract/load-contracts.ts';
import { EXIT_CODES } from './cli-error.ts';
import { resolveContract } from './serve/resolve-files.ts';
import type { Terminal } from './terminal.ts';

const EXAMPLES = `
Every mistake is printed as file:line:column with what was expected; the exit code is 1 if there are any.

Examples:
  pagewright validate openapi/orders.yaml
  pagewright validate openapi/*.yaml
`;

/** The command that looks for mistakes in contract files. */
export function createValidateCommand(terminal: Terminal, finish: (exitCode: number) => void): Command {
  return new Command('validate')
    .description('look for mistakes in contract files')
    .argument('<file...>', 'contract files')
    .addHelpText('after', EXAMPLES)
    .action((files: readonly string[]) => {
      const paths = files.map((file) => resolveContract(file, terminal.cwd));
      const areRight = paths.map((path, index) => validate(files[index] ?? path, path, terminal));
      finish(areRight.every(Boolean) ? EXIT_CODES.ok : EXIT_CODES.problems);
    });
}

function validate(name: string, path: string, { stdout }: Terminal): boolean {
  try {
    const contracts = loadContracts(path);
    stdout.write(
      `${name}: no mistakes; it describes ${contracts.map(({ id, page }) => `${id} (${page.style} pages)`).join(', ')}\n`,
    );
    return true;
  } catch (error) {
    if (!(error instanceof ContractError)) throw error;
    for (const { line, column, message } of error.problems) stdout.write(`${name}:${line}:${column} ${message}\n`);
    return false;
  }
}
