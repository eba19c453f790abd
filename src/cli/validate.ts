import { Command } from 'commander';
import { PagewrightError } from '../contract/error.ts';
import { loadContracts } from '../contract/load-contracts.ts';
import { resolveContract } from './contract-files.ts';
import { EXIT_CODES } from './errors.ts';
import type { Terminal } from './terminal.ts';
import { PAGE_STYLES } from './text.ts';

const EXAMPLES = `
Prints every problem as file:line:column. The exit code is 1 if there are any.

Examples:
  pagewright validate openapi/orders.yaml
  pagewright validate openapi/*.yaml
`;

export function createValidateCommand(terminal: Terminal, finish: (exitCode: number) => void): Command {
  return new Command('validate')
    .description('validate contract files')
    .argument('<file...>', 'contract files')
    .addHelpText('after', EXAMPLES)
    .action((files: readonly string[]) => {
      const paths = files.map((file) => resolveContract(file, terminal.cwd));
      const areValid = paths.map((path, index) => validate(files[index] ?? path, path, terminal));
      finish(areValid.every(Boolean) ? EXIT_CODES.success : EXIT_CODES.failure);
    });
}

function validate(name: string, path: string, { stdout }: Terminal): boolean {
  try {
    const contracts = loadContracts(path);
    const lists = contracts.map(({ id, page }) => `${id} (${PAGE_STYLES[page.style]})`);
    stdout.write(`${name}: valid. Lists: ${lists.join(', ')}\n`);
    return true;
  } catch (error) {
    if (!(error instanceof PagewrightError && error.code === 'invalid-contract')) throw error;
    for (const { line, column, message } of error.problems) stdout.write(`${name}:${line}:${column} ${message}\n`);
    return false;
  }
}
