import { type Command, Option } from 'commander';
import type { ClockChange, ClockReading } from '../../server/control/session-control.ts';
import { readMoment, readSpan } from '../serve/parse-flags.ts';
import type { Terminal } from '../terminal.ts';
import { formatTable } from '../text/format-table.ts';
import type { ControlAction, ControlFlags } from './control-action.ts';
import { createControlCommand } from './create-control-command.ts';

const HELP = `
All that has to do with time follows the clock: expiry of links and credentials, times of new rows. A time is a date-time or
milliseconds since 1970, a span such as 8d, 1h30m, -90s or P8D, or milliseconds.

Examples:
  pagewright clock                                what it shows
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
      .option('--set <time>', 'show this time', readMoment)
      .option('--advance <duration>', 'go on by this span of time', readSpan)
      .addOption(new Option('--freeze', 'stand still').conflicts('run'))
      .option('--run', 'go on by itself, second by second'),
  onlyShows: (flags: ClockFlags) => Object.keys(toChange(flags)).length === 0,
  run: async ({ admin, show }, flags: ClockFlags) => {
    const change = toChange(flags);
    const reading = await (Object.keys(change).length === 0
      ? admin.call<ClockReading>('GET', '/clock')
      : admin.call<ClockReading>('POST', '/clock', { body: change }));
    show(reading, formatReading(reading));
  },
};

/** The command that shows and moves the clock. */
export function createClockCommand(terminal: Terminal, finish: (exitCode: number) => void): Command {
  const description = 'show the clock of a running mock, or move it';
  return createControlCommand(
    { name: 'clock', description, help: HELP, subject: 'session', answer: 'json', actions: action },
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

/** Contracts are named only where they differ: each begins at the time of its own scenario. */
function formatReading({ now, runs, contracts }: ClockReading): readonly string[] {
  const state = runs ? 'runs' : 'stands still';
  if (new Set(Object.values(contracts)).size <= 1) return [`${now}  ${state}`];
  return formatTable(Object.entries(contracts).map(([id, time]) => [id, time, state]));
}
