import { Command } from 'commander';
import { readVersion } from '../server/read-version.ts';
import { createCheckCommand } from './check-command.ts';
import { createContractsCommand } from './contracts-command.ts';
import { createAuditCommand } from './control/audit-command.ts';
import { createClockCommand } from './control/clock-command.ts';
import { createFaultsCommand } from './control/faults-command.ts';
import { createGreaseCommand } from './control/grease-command.ts';
import { createJournalCommand } from './control/journal/journal-command.ts';
import { createResetCommand } from './control/reset-command.ts';
import { createScenarioCommand } from './control/scenario-command.ts';
import { createSessionsCommand } from './control/sessions-command.ts';
import { createSnapshotCommand } from './control/snapshot-command.ts';
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
  pagewright audit                    find out what a client of the running mock does wrong
  pagewright clock --advance 8d       let links and credentials of the running mock expire
  pagewright contracts                list what comes with pagewright

Exit codes: 0 well; 1 problems in files, violations of a contract, or a client that is not clean; 2 wrong use, or refused by the
mock; 3 the port cannot be had, or the target or the mock not be reached; 130 interrupted.
`;

type CreateCommand = (terminal: Terminal, finish: (exitCode: number) => void) => Command;

/** The commands by the heading that help lists them under. */
const GROUPS: Readonly<Record<string, readonly CreateCommand[]>> = {
  'Serve and check:': [createServeCommand, createCheckCommand, createDiffCommand],
  'Read contracts:': [
    createContractsCommand,
    createRequirementsCommand,
    createDeviationsCommand,
    createValidateCommand,
  ],
  'Control a running mock:': [
    createAuditCommand,
    createJournalCommand,
    createFaultsCommand,
    createGreaseCommand,
    createClockCommand,
    createScenarioCommand,
    createSnapshotCommand,
    createResetCommand,
    createSessionsCommand,
  ],
};

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
    .commandsGroup('Help:')
    .helpCommand('help [command]', 'print the help of a command')
    .addHelpText('after', EXAMPLES)
    .showSuggestionAfterError(true);
  for (const [heading, creators] of Object.entries(GROUPS)) {
    for (const create of creators) {
      program.addCommand(create(terminal, finish).helpGroup(heading), { isDefault: create === createServeCommand });
    }
  }
  connect(program, terminal);
  return program;
}

/** Lets a command and those within it write to the terminal, and end with an error in place of the process. */
function connect(command: Command, terminal: Terminal): void {
  command
    .helpOption('--help', 'print this help')
    .exitOverride()
    .configureOutput({
      writeOut: (text) => terminal.stdout.write(text),
      writeErr: (text) => terminal.stderr.write(text),
      outputError: (text, write) => write(text.replace(/^error: /, 'pagewright: ')),
    });
  for (const inner of command.commands) connect(inner, terminal);
}
