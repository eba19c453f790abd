import { Command, CommanderError } from 'commander';
import { readVersion } from '../contract/package-file.ts';
import { didYouMean } from '../contract/text.ts';
import { createCheckCommand } from './check.ts';
import { createContractsCommand } from './contracts.ts';
import { createAuditCommand } from './control/audit.ts';
import { createChangesCommand } from './control/changes.ts';
import { createClockCommand } from './control/clock.ts';
import { createDemosCommand } from './control/demos.ts';
import { createFaultsCommand } from './control/faults.ts';
import { createGreaseCommand } from './control/grease.ts';
import { createJournalCommand } from './control/journal.ts';
import { createResetCommand } from './control/reset.ts';
import { createScenarioCommand } from './control/scenario.ts';
import { createSessionsCommand } from './control/sessions.ts';
import { createSnapshotCommand } from './control/snapshot.ts';
import { createWalksCommand } from './control/walks.ts';
import { createDeviationsCommand } from './deviations.ts';
import { createDiffCommand } from './diff.ts';
import { explainFailure, rewordUsageError, usageError } from './errors.ts';
import { EXIT_CODES, EXIT_CODES_HELP } from './exit-codes.ts';
import { createExplainCommand } from './explain.ts';
import { createInitCommand } from './init.ts';
import { createRecordCommand } from './record.ts';
import { createRequirementsCommand } from './requirements.ts';
import { createServeCommand } from './serve.ts';
import type { Terminal } from './terminal.ts';
import { createValidateCommand } from './validate.ts';

const EXAMPLES = `
Examples:
  pagewright                          serve all built-in contracts on port 4010
  pagewright serve my-api.yaml -p 0   serve your own contract on a free port
  pagewright check my-api.yaml --base-url https://staging.example   find the violations of a server
  pagewright audit                    find the mistakes of a client of the running mock
  pagewright clock --advance 8d       let links and credentials of the running mock expire
  pagewright init my-api.yaml         write down how the lists of your OpenAPI document page
  pagewright contracts                list the built-in contracts

${EXIT_CODES_HELP}
`;

type CreateCommand = (terminal: Terminal, finish: (exitCode: number) => void) => Command;

/** The commands, by their heading in the help. */
const GROUPS: Readonly<Record<string, readonly CreateCommand[]>> = {
  'Serve and check:': [createServeCommand, createCheckCommand, createExplainCommand, createDiffCommand],
  'Read contracts:': [
    createInitCommand,
    createRecordCommand,
    createContractsCommand,
    createRequirementsCommand,
    createDeviationsCommand,
    createValidateCommand,
  ],
  'Control a running mock:': [
    createAuditCommand,
    createJournalCommand,
    createWalksCommand,
    createFaultsCommand,
    createGreaseCommand,
    createClockCommand,
    createScenarioCommand,
    createSnapshotCommand,
    createChangesCommand,
    createDemosCommand,
    createResetCommand,
    createSessionsCommand,
  ],
};

/**
 * Runs a command line.
 *
 * @param words - the arguments after `pagewright`
 * @returns the exit code; nothing is thrown
 */
export async function runCli(words: readonly string[], terminal: Terminal): Promise<number> {
  let exitCode: number = EXIT_CODES.success;
  const program = createProgram(terminal, (code) => {
    exitCode = code;
  });
  try {
    requireCommand(words, program);
    await program.parseAsync([...words], { from: 'user' });
    return exitCode;
  } catch (error) {
    // Commander has printed its message, or the help, already.
    if (error instanceof CommanderError) return error.exitCode === 0 ? EXIT_CODES.success : EXIT_CODES.usage;
    const explanation = explainFailure(error);
    terminal.stderr.write(`pagewright: ${explanation.message}\n`);
    return explanation.exitCode;
  }
}

/**
 * Creates the command line with all commands.
 *
 * @param finish - gets the exit code of the command that ran
 */
export function createProgram(terminal: Terminal, finish: (exitCode: number) => void): Command {
  const program = new Command('pagewright')
    .description('A contract mock server and conformance suite for paginated list APIs.')
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
  return program.hook('preAction', (_, command) => requireValues(command));
}

/** Rejects `help` of what is no command, for which commander would print the help of them all. */
function requireCommand([first, name]: readonly string[], { commands }: Command): void {
  const names = ['help', ...commands.map((command) => command.name())];
  if (first !== 'help' || name === undefined || name.startsWith('-') || names.includes(name)) return;
  throw usageError(`Unknown command ${name}${didYouMean(name, names)}`);
}

/** For these, nothing is a value: a seed like any other, no token, no restriction. */
const MAY_BE_EMPTY: ReadonlySet<string> = new Set(['seed', 'adminToken', 'path']);

/** Rejects what a shell makes of a variable that is not set. */
function requireValues(command: Command): void {
  for (const option of command.options) {
    const name = option.attributeName();
    const value: unknown = command.getOptionValue(name);
    if (MAY_BE_EMPTY.has(name) || !(value === '' || (Array.isArray(value) && value.includes('')))) continue;
    throw usageError(`Invalid ${option.long} "": must not be empty`);
  }
  const at = command.args.indexOf('');
  if (at === -1) return;
  const { registeredArguments } = command;
  const argument = registeredArguments[Math.min(at, registeredArguments.length - 1)];
  throw usageError(`Invalid argument <${argument?.name()}> "": must not be empty`);
}

/** Makes a command and its subcommands write to the terminal, and throw instead of ending the process. */
function connect(command: Command, terminal: Terminal): void {
  command
    .helpOption('--help', 'print this help')
    .exitOverride()
    .configureOutput({
      writeOut: (text) => terminal.stdout.write(text),
      writeErr: (text) => terminal.stderr.write(text),
      outputError: (text, write) => write(`pagewright: ${rewordUsageError(text)}\n`),
    });
  for (const inner of command.commands) connect(inner, terminal);
}
