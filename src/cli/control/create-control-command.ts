import { Command } from 'commander';
import { CliError, EXIT_CODES } from '../cli-error.ts';
import { requireToken } from '../require-token.ts';
import type { Terminal } from '../terminal.ts';
import { createPaint } from '../text/create-paint.ts';
import { didYouMean } from '../text/find-near-names.ts';
import { addJsonOption, addMockOptions, addSessionOptions } from './add-control-options.ts';
import { announceNewSession } from './administration/announce-new-session.ts';
import type { AdminSettings } from './administration/create-admin-client.ts';
import { openAdministration } from './administration/open-administration.ts';
import type { Control, ControlAction, ControlFlags, ControlSpec } from './control-action.ts';

const USUAL_URL = 'http://127.0.0.1:4010';

/**
 * Makes a command that controls a mock.
 *
 * @param finish - gets the exit code
 */
export function createControlCommand(
  spec: ControlSpec,
  terminal: Terminal,
  finish: (exitCode: number) => void,
): Command {
  const addOptions = (command: Command): Command => {
    const located = spec.subject === 'session' ? addSessionOptions(command) : addMockOptions(command);
    return spec.answer === 'json' ? addJsonOption(located) : located;
  };
  const command = new Command(spec.name).description(spec.description).addHelpText('after', spec.help);
  const setUp = (one: Command, action: ControlAction): void => {
    action.addOptions?.(one);
    addOptions(one).action(async () => {
      requireKnownAction(one);
      const flags = one.optsWithGlobals<ControlFlags>();
      let exitCode: number = EXIT_CODES.ok;
      const endWith = (code: number): void => {
        exitCode = code;
      };
      const settings = readSettings(flags, terminal);
      const admin = await openAdministration(settings);
      if (action.onlyShows?.(flags)) await announceNewSession(settings, terminal.stderr);
      await action.run({ ...createControl(flags, terminal), admin, endWith }, flags, one.args);
      finish(exitCode);
    });
  };
  const { actions } = spec;
  if (!isList(actions)) {
    setUp(command, actions);
    return command;
  }
  // Whoever names no action may give the options all the same.
  addOptions(command).helpCommand('help [action]', 'print the help of an action');
  for (const [index, action] of actions.entries()) {
    const isDefault = index === 0;
    const one = command.command(action.usage, { isDefault }).description(action.description);
    setUp(isDefault ? one.allowExcessArguments() : one, action);
  }
  return command;
}

function isList(actions: ControlSpec['actions']): actions is Exclude<ControlSpec['actions'], ControlAction> {
  return Array.isArray(actions);
}

/** What is not the name of an action comes to the one that is done when none is named. */
function requireKnownAction({ args, registeredArguments, parent }: Command): void {
  const stray = args[registeredArguments.length];
  if (stray === undefined || parent === null) return;
  const names = parent.commands.map((command) => command.name());
  throw new CliError(
    `${parent.name()} has no action ${stray}${didYouMean(stray, names) || `; there are ${names.join(', ')}`}`,
  );
}

function readSettings({ url, session, adminToken }: ControlFlags, { env }: Terminal): AdminSettings {
  const token = adminToken ?? (env['PAGEWRIGHT_ADMIN_TOKEN'] || undefined);
  requireToken(token);
  return { url: url ?? (env['PAGEWRIGHT_URL'] || USUAL_URL), session, token };
}

function createControl({ json }: ControlFlags, terminal: Terminal): Omit<Control, 'admin' | 'endWith'> {
  const { env, stdout } = terminal;
  return {
    terminal,
    paint: createPaint(stdout, env),
    show(answer, lines) {
      const printed = json === true ? (answer === undefined ? [] : [JSON.stringify(answer, undefined, 2)]) : lines;
      for (const line of printed) stdout.write(`${line}\n`);
    },
  };
}
