import { type Command, Option } from 'commander';
import type { ClockChange, ClockState } from '../../server/control/clock.ts';
import { parseDuration, parseTime } from '../flags.ts';
import type { Terminal } from '../terminal.ts';
import { formatTable } from '../text.ts';
import { type ControlAction, type ControlFlags, createControlCommand } from './control-command.ts';

const HELP = `
Everything that depends on time follows this clock: expiry of links and credentials, timestamps of new rows. A time is a date-time
or milliseconds since 1970; a duration is 8d, 1h30m, -90s or P8D, or milliseconds.

Examples:
  pagewright clock                                show the clock
  pagewright clock --advance 8d                   let links expire
  pagewright clock --set 2026-05-05T09:30:00Z --freeze
  pagewright clock --run --session checkout-test
`;

interface ClockFlags extends ControlFlags {
  readonly set?: ClockChange['set'];
  readonly advance?: ClockChange['advance'];
  readonly freeze?: true;
  readonly run?: true;
}

const action: ControlAction = {
  addOptions: (command) =>
    command
      .option('--set <time>', 'set the clock', parseTime)
      .option('--advance <duration>', 'advance the clock', parseDuration)
      .addOption(new Option('--freeze', 'freeze the clock').conflicts('run'))
      .option('--run', 'let the clock run'),
  mayStartSession: (flags: ClockFlags) => Object.keys(toChange(flags)).length > 0,
  run: async ({ admin, show }, flags: ClockFlags) => {
    const change = toChange(flags);
    const state = await (Object.keys(change).length === 0
      ? admin.call<ClockState>('GET', '/clock')
      : admin.call<ClockState>('POST', '/clock', { body: change }));
    show(state, formatClock(state));
  },
};

export function createClockCommand(terminal: Terminal, finish: (exitCode: number) => void): Command {
  const description = 'show or change the clock of a running mock';
  return createControlCommand(
    { name: 'clock', description, help: HELP, subject: 'session', result: 'json', actions: action },
    terminal,
    finish,
  );
}

function toChange({ set, advance, freeze, run }: ClockFlags): ClockChange {
  return {
    ...(set !== undefined && { set }),
    ...(advance !== undefined && { advance }),
    ...(freeze && { frozen: true }),
    ...(run && { frozen: false }),
  };
}

/** One line, unless contracts differ: each starts at the time of its own scenario. */
function formatClock({ now, runs, contracts }: ClockState): readonly string[] {
  const state = runs ? 'running' : 'frozen';
  if (new Set(Object.values(contracts)).size <= 1) return [`${now}  ${state}`];
  return formatTable(Object.entries(contracts).map(([id, time]) => [id, time, state]));
}
