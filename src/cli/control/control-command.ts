import { Command } from 'commander';
import { didYouMean } from '../../contract/text.ts';
import { usageError, withoutVerdict } from '../errors.ts';
import { EXIT_CODES } from '../exit-codes.ts';
import { requireValidToken } from '../flags.ts';
import type { Terminal } from '../terminal.ts';
import { createPaint, type Paint } from '../text.ts';
import { type AdminClient, type AdminSettings, connectToMock } from './admin-client.ts';

/** What every control command has to print with. */
interface Output {
  readonly terminal: Terminal;
  /** For standard output. */
  readonly paint: Paint;
  /** Prints a response of the mock: as JSON with `--json`, as text otherwise. */
  show(response: unknown, lines: readonly string[]): void;
}

/** What an action works with. */
export interface Control extends Output {
  readonly admin: AdminClient;
  /** Sets the exit code; 0 by default. */
  endWith(exitCode: number): void;
}

/** The flags of every control command. */
export interface ControlFlags {
  readonly url?: string;
  readonly session?: string;
  readonly adminToken?: string;
  /** `audit` takes a file instead. */
  readonly json?: boolean | string;
}

/** One thing that a command does to a running mock. */
export interface ControlAction {
  addOptions?(command: Command): unknown;
  /** Whether it may start the session that is named; by default it must exist, as a mistyped id would start another. */
  mayStartSession?(flags: ControlFlags): boolean;
  /** Does without a mock, when neither URL nor session is given. */
  runOffline?(output: Output, words: readonly string[]): Promise<void>;
  /** Rejects flags and words that do not go together, before anything is done. */
  check?(flags: ControlFlags, words: readonly string[]): void;
  /** Whether the flags ask for `runOwn`. */
  runAlone?(flags: ControlFlags): boolean;
  /** Runs with a mock of its own. */
  runOwn?(control: Omit<Control, 'admin'>, flags: ControlFlags, words: readonly string[]): Promise<void>;
  /** @param words - the arguments of the command */
  run(control: Control, flags: ControlFlags, words: readonly string[]): Promise<void>;
}

/** An action with a name of its own within a command. */
export interface NamedAction extends ControlAction {
  /** Its name and arguments: `add <fault>`. */
  readonly usage: string;
  readonly description: string;
}

interface ControlSpec {
  readonly name: string;
  readonly description: string;
  /** Printed after the help, with examples. */
  readonly help: string;
  /** Whether the command is about the mock, or about one of its sessions. */
  readonly subject: 'mock' | 'session';
  /** Whether its result can be printed as JSON, or it writes reports. */
  readonly result: 'json' | 'report';
  /** Of several, the first is the default. */
  readonly actions: ControlAction | readonly [NamedAction, ...NamedAction[]];
}

const DEFAULT_URL = 'http://127.0.0.1:4010';

/**
 * Creates a command that controls a running mock.
 *
 * @param finish - gets the exit code
 */
export function createControlCommand(
  spec: ControlSpec,
  terminal: Terminal,
  finish: (exitCode: number) => void,
): Command {
  const command = new Command(spec.name).description(spec.description).addHelpText('after', spec.help);
  const { actions } = spec;
  if (!isList(actions)) {
    setUp(command, actions, spec, terminal, finish);
    return command;
  }
  // Flags may be given without an action, too.
  addOptions(command, spec).helpCommand('help [action]', 'print the help of an action');
  for (const [index, action] of actions.entries()) {
    const isDefault = index === 0;
    const one = command.command(action.usage, { isDefault }).description(action.description);
    setUp(isDefault ? one.allowExcessArguments() : one, action, spec, terminal, finish);
  }
  return command;
}

function isList(actions: ControlSpec['actions']): actions is Exclude<ControlSpec['actions'], ControlAction> {
  return Array.isArray(actions);
}

function addOptions(command: Command, { subject, result }: ControlSpec): Command {
  command
    .option('--url <url>', 'base URL of the mock (default: $PAGEWRIGHT_URL, or http://127.0.0.1:4010)')
    .option('--admin-token <secret>', 'admin token of the mock (default: $PAGEWRIGHT_ADMIN_TOKEN)');
  if (subject === 'session') {
    command.option('--session <id>', 'id of the session (default: that of clients that name none)');
  }
  return result === 'json' ? command.option('--json', 'print the result as JSON, if there is one') : command;
}

function setUp(
  command: Command,
  action: ControlAction,
  spec: ControlSpec,
  terminal: Terminal,
  finish: (exitCode: number) => void,
): void {
  action.addOptions?.(command);
  const perform = async (): Promise<void> => {
    requireKnownAction(command);
    const flags = command.optsWithGlobals<ControlFlags>();
    action.check?.(flags, command.args);
    const output = createOutput(flags, terminal);
    let exitCode: number = EXIT_CODES.success;
    const endWith = (code: number): void => {
      exitCode = code;
    };
    if (action.runAlone?.(flags) === true) {
      await action.runOwn?.({ ...output, endWith }, flags, command.args);
    } else if (action.runOffline !== undefined && !namesMock(flags, terminal)) {
      await action.runOffline(output, command.args);
    } else {
      const settings = readSettings(flags, terminal);
      const { admin, startsSession } = await connectToMock(settings, action.mayStartSession?.(flags) ?? false);
      if (startsSession) terminal.stderr.write(`Starting session ${settings.session}\n`);
      await action.run({ ...output, admin, endWith }, flags, command.args);
    }
    finish(exitCode);
  };
  addOptions(command, spec).action(async () => {
    try {
      await perform();
    } catch (error) {
      throw spec.result === 'report' ? withoutVerdict(error) : error;
    }
  });
}

/** The default action gets words that are not the name of any. */
function requireKnownAction({ args, registeredArguments, parent }: Command): void {
  const extra = args[registeredArguments.length];
  if (extra === undefined || parent === null || registeredArguments.some(({ variadic }) => variadic)) return;
  const names = parent.commands.map((command) => command.name());
  throw usageError(`Unknown action ${extra} of ${parent.name()}${didYouMean(extra, names)}`);
}

function namesMock({ url, session }: ControlFlags, { env }: Terminal): boolean {
  return url !== undefined || session !== undefined || (env['PAGEWRIGHT_URL'] ?? '') !== '';
}

function readSettings({ url, session, adminToken }: ControlFlags, { env }: Terminal): AdminSettings {
  const token = adminToken ?? (env['PAGEWRIGHT_ADMIN_TOKEN'] || undefined);
  requireValidToken(token);
  return { url: url ?? (env['PAGEWRIGHT_URL'] || DEFAULT_URL), session, token };
}

function createOutput({ json }: ControlFlags, terminal: Terminal): Output {
  return {
    terminal,
    paint: createPaint(terminal),
    show(response, lines) {
      const printed = json === true ? (response === undefined ? [] : [JSON.stringify(response, undefined, 2)]) : lines;
      for (const line of printed) terminal.stdout.write(`${line}\n`);
    },
  };
}

/** A running mock describes the contracts that it serves, and no others. */
export function requireNoContracts(names: readonly string[]): void {
  if (names.length === 0) return;
  throw usageError('Give either contracts or a running mock (--url, --session or $PAGEWRIGHT_URL), not both');
}
