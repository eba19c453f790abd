import { relative, resolve } from 'node:path';
import { Command } from 'commander';
import { PagewrightError, type Problem } from '../contract/error.ts';
import { loadContracts } from '../contract/load-contracts.ts';
import { resolveContract } from './contract-files.ts';
import { EXIT_CODES } from './errors.ts';
import { collectText } from './flags.ts';
import type { Terminal } from './terminal.ts';
import { PAGE_STYLES } from './text.ts';

const EXAMPLES = `
Prints every problem as file:line:column, and warnings of what is wrong in the file and no list needs. The exit code is 1 if there
are problems.

Examples:
  pagewright validate openapi/orders.yaml
  pagewright validate openapi/*.yaml
`;

export function createValidateCommand(terminal: Terminal, finish: (exitCode: number) => void): Command {
  return new Command('validate')
    .description('validate contract files')
    .argument('<file...>', 'contract files')
    .option('--allow <folder>', 'folder outside its own that a file may refer to; repeatable', collectText)
    .addHelpText('after', EXAMPLES)
    .action((files: readonly string[], { allow = [] }: { readonly allow?: readonly string[] }) => {
      const folders = allow.map((folder) => resolve(terminal.cwd, folder));
      const paths = files.map((file) => resolveContract(file, terminal.cwd));
      const areValid = paths.map((path, index) => validate(files[index] ?? path, path, folders, terminal));
      finish(areValid.every(Boolean) ? EXIT_CODES.success : EXIT_CODES.failure);
    });
}

function validate(name: string, path: string, allow: readonly string[], { stdout, cwd }: Terminal): boolean {
  const write = ({ file, line, column, message }: Problem, kind = ''): void => {
    // The file that was named, by that name; another one that it refers to, as seen from here.
    const shown = file === path ? name : relative(cwd, file) || file;
    stdout.write(`${shown}:${line}:${column} ${kind}${message}\n`);
  };
  try {
    const warnings: Problem[] = [];
    const contracts = loadContracts(path, { allow, warn: (problem) => warnings.push(problem) });
    for (const warning of warnings) write(warning, 'Warning: ');
    const lists = contracts.map(({ id, page }) => `${id} (${PAGE_STYLES[page.style]})`);
    stdout.write(`${name}: valid. Lists: ${lists.join(', ')}\n`);
    return true;
  } catch (error) {
    if (!(error instanceof PagewrightError && error.code === 'invalid-contract')) throw error;
    for (const problem of error.problems) write(problem);
    return false;
  }
}
