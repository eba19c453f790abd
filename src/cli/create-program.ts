import { Command } from 'commander';
import { readVersion } from '../server/read-version.ts';
import { createCheckCommand } from './check-command.ts';
import { createContractsCommand } from './contracts-command.ts';
import { createDeviationsCommand } from './deviations-command.ts';
import { createDiffCommand } from './diff-command.ts';
import { createRequirementsCommand } from './requirements-command.ts';
import { createServeCommand } from './serve-command.ts';
import type { Terminal } from './terminal.ts';
import { createValidateCommand } from './validate-command.ts';

const EXAMPLES = `
Examples:
  pagewright                          serve every contract that comes with pagewright, on port 4010
  pagewright serve my-api.yaml -p 0   serve a contract of your own on a free port
  pagewright check my-api.yaml --base-url https://staging.example   find out what a server breaks
  pagewright contracts                list what comes with pagewright
  pagewright validate my-api.yaml     look for mistakes in a contract file

Exit codes: 0 well, 1 problems in files or violations of a contract, 2 wrong use, 3 the port cannot be had or the target
not be read, 130 interrupted.
`;

/**
 * Builds the command line.
 *
 * @param finish - gets the exit code of the command that ran
 */
export function createProgram(terminal: Terminal, finish: (exitCode: number) => void): Command {
  const program = new Command('pagewright')
    .description(
      'A mock server and a conformance suite for paginated list APIs: what contract files describe, served and checked.',
    )
    .version(readVersion(), '-V, --version', 'print the version')
    .helpOption('--help', 'print this help')
    .helpCommand('help [command]', 'print the help of a command')
    .addHelpText('after', EXAMPLES)
    .showSuggestionAfterError(true);
  const commands = [
    createServeCommand,
    createCheckCommand,
    createRequirementsCommand,
    createDiffCommand,
    createContractsCommand,
    createDeviationsCommand,
    createValidateCommand,
  ].map((create) => create(terminal, finish));
  for (const [index, command] of commands.entries()) program.addCommand(command, { isDefault: index === 0 });
  for (const command of [program, ...commands]) {
    command
      .helpOption('--help', 'print this help')
      .exitOverride()
      .configureOutput({
        writeOut: (text) => terminal.stdout.write(text),
        writeErr: (text) => terminal.stderr.write(text),
        outputError: (text, write) => write(text.replace(/^error: /, 'pagewright: ')),
      });
  }
  return program;
}
