import { readTime } from '../options.ts';
import { ServerError } from '../server-error.ts';
import type { Clock } from '../sessions/clock.ts';
import type { Session } from '../sessions/session.ts';
import { readDuration } from '../times.ts';
import type { ClockChange, ClockControl, ClockReading } from './session-control.ts';

/** Times that every contract can write, whether as a date or as milliseconds. */
const EARLIEST = 0;
const LATEST = Date.UTC(9999, 11, 31, 23, 59, 59, 999);

/** Makes the control of a session's clock. */
export function createClockControl(enter: () => Session): ClockControl {
  const change: ClockControl['change'] = (wanted) => {
    const session = enter();
    const restore = session.clock.save();
    try {
      applyChange(session.clock, readClockChange({ ...wanted }));
      return readClock(session);
    } catch (error) {
      restore();
      throw error;
    }
  };
  return {
    read: () => readClock(enter()),
    change,
    set: (time) => change({ set: time }),
    advance: (by) => change({ advance: by }),
    freeze: () => change({ frozen: true }),
    run: () => change({ frozen: false }),
  };
}

function applyChange(clock: Clock, { set, advance, frozen }: ClockChange): void {
  if (set !== undefined) clock.set(readTime('the time', set));
  if (advance !== undefined) clock.advance(readDuration(advance, 'advance'));
  if (frozen === true) clock.freeze();
  if (frozen === false) clock.run();
}

function readClock({ clock, lists }: Session): ClockReading {
  const times = lists.map(({ contract, world }) => [contract.id, world.now()] as const);
  if (times.some(([, time]) => !(time >= EARLIEST && time <= LATEST))) {
    throw new ServerError('invalid-option', 'the clock would leave the years 1970 to 9999; expected a time in between');
  }
  const contracts = Object.fromEntries(times.map(([id, time]) => [id, new Date(time).toISOString()]));
  return { now: Object.values(contracts)[0] ?? '', runs: clock.runs, contracts };
}

type Test = (value: unknown) => boolean;

const isTextOrNumber: Test = (value) => typeof value === 'number' || (typeof value === 'string' && value !== '');

const FIELDS: Readonly<Record<keyof ClockChange, readonly [test: Test, expected: string]>> = {
  set: [(value) => isTextOrNumber(value) || value instanceof Date, 'a date-time, or milliseconds since 1970'],
  advance: [isTextOrNumber, 'a span of time such as "8d", or milliseconds'],
  frozen: [(value) => typeof value === 'boolean', 'true or false'],
};

/** What may become of a clock. */
export const CLOCK_CHANGES: readonly string[] = Object.keys(FIELDS);

/**
 * Reads what is to become of a clock.
 *
 * @throws {ServerError} when it says nothing, something unknown, or something of another type
 */
export function readClockChange(given: Readonly<Record<string, unknown>>): ClockChange {
  const entries = Object.entries(given);
  if (entries.length === 0) {
    throw new ServerError(
      'invalid-request',
      'nothing is said of the clock; expected {"advance": "8d"}, {"set": "2026-05-05T09:30:00Z"} or {"frozen": true}',
    );
  }
  for (const [name, value] of entries) {
    if (!Object.hasOwn(FIELDS, name)) {
      throw new ServerError('invalid-request', `there is no field ${name}; expected ${CLOCK_CHANGES.join(', ')}`);
    }
    const [test, expected] = FIELDS[name as keyof ClockChange];
    if (!test(value)) {
      throw new ServerError('invalid-request', `${name} is ${JSON.stringify(value)}; expected ${expected}`);
    }
  }
  return given;
}
