import { PagewrightError } from '../../contract/error.ts';
import { didYouMean } from '../../contract/text.ts';
import type { SessionClock } from '../sessions/clock.ts';
import type { Session } from '../sessions/session.ts';
import { readDuration, readTime } from '../times.ts';
import { changeSession } from './change-log.ts';
import { listRowMoments, prepareRowMoments } from './row-moments.ts';

/** What a clock shows. */
export interface ClockState {
  /** That of the first contract, in ISO 8601. */
  readonly now: string;
  /** Whether it goes on by itself. */
  readonly runs: boolean;
  /** That of each contract by its id: they differ where scenarios stand at different times. */
  readonly contracts: Readonly<Record<string, string>>;
  /** Moments to come on which something depends, the nearest first. Those of rows are among them where the rows are sorted by them. */
  readonly ahead: readonly Moment[];
}

/** A moment on which something depends. */
interface Moment {
  /** In ISO 8601. */
  readonly at: string;
  /** What happens then, such as `links of orders that are given now expire`. */
  readonly what: string;
  /** The id of the contract. */
  readonly contract: string;
}

/** A change of a clock; several are made in this order. */
export interface ClockChange {
  /** The time to show: a date-time (ISO 8601), milliseconds since 1970 or a Date. */
  readonly set?: string | number | Date;
  /** `8d`, `1h30m`, `-90s`, `P8D`, or milliseconds. */
  readonly advance?: string | number;
  /** Whether it stands still, or goes on second by second. */
  readonly frozen?: boolean;
}

/** The clock of a session, which everything follows that depends on time: expiry of links and credentials, times of new rows. */
export interface ClockControl {
  read(): ClockState;
  /** The same once rows, however many there are, are sorted by the moments on which they depend. */
  lookAhead(): Promise<ClockState>;
  /** Sets the clock to a date-time (ISO 8601), milliseconds since 1970 or a Date. */
  set(time: string | number | Date): ClockState;
  /** @param by - `8d`, `1h30m`, `-90s`, `P8D`, or milliseconds */
  advance(by: string | number): ClockState;
  /** Makes it stand still. */
  freeze(): ClockState;
  /** Makes it go on, second by second. */
  run(): ClockState;
  /** Makes several changes at once: all of them, or none when one is invalid. */
  change(change: ClockChange): ClockState;
}

/** Times that every contract can write, whether as a date or as milliseconds. */
const EARLIEST = 0;
const LATEST = Date.UTC(9999, 11, 31, 23, 59, 59, 999);

/** Creates the control of a session's clock. */
export function createClockControl(enter: () => Session): ClockControl {
  const change: ClockControl['change'] = (requested) => {
    const session = enter();
    const restore = session.clock.save();
    const act = (): ClockState => {
      try {
        applyChange(session.clock, readClockChange({ ...requested }));
        return readClock(session);
      } catch (error) {
        restore();
        throw error;
      }
    };
    return changeSession(session, ({ now }) => ({ kind: 'clock', summary: summarize(requested, now) }), act);
  };
  return {
    read: () => readClock(enter()),
    async lookAhead() {
      const session = enter();
      await prepareRowMoments(session.lists);
      return readClock(session);
    },
    change,
    set: (time) => change({ set: time }),
    advance: (by) => change({ advance: by }),
    freeze: () => change({ frozen: true }),
    run: () => change({ frozen: false }),
  };
}

function summarize({ set, advance, frozen }: ClockChange, now: string): string {
  const parts = [
    ...(set === undefined ? [] : ['clock set']),
    ...(advance === undefined
      ? []
      : [typeof advance === 'number' ? `clock advanced by ${advance} ms` : `clock advanced by ${advance}`]),
    ...(frozen === undefined ? [] : [frozen ? 'clock stopped' : 'clock started']),
  ];
  return `${parts.join(', ')}: ${now}`;
}

function applyChange(clock: SessionClock, { set, advance, frozen }: ClockChange): void {
  if (set !== undefined) clock.set(readTime('time', set));
  if (advance !== undefined) clock.advance(readDuration(advance, 'advance'));
  if (frozen === true) clock.freeze();
  if (frozen === false) clock.run();
}

function readClock({ clock, lists }: Session): ClockState {
  const times = lists.map(({ contract, state }) => [contract.id, state.now()] as const);
  if (times.some(([, time]) => !(time >= EARLIEST && time <= LATEST))) {
    throw new PagewrightError(
      'invalid-option',
      'Invalid clock change: the time must stay within the years 1970 to 9999',
    );
  }
  const contracts = Object.fromEntries(times.map(([id, time]) => [id, new Date(time).toISOString()]));
  return { now: Object.values(contracts)[0] ?? '', runs: clock.runs, contracts, ahead: listMoments(lists) };
}

/** When what lists give now expires, credentials of their tenants, and rows that a move has set a time for. */
function listMoments(lists: Session['lists']): readonly Moment[] {
  const moments = lists.flatMap(({ contract, state }) => {
    const now = state.now();
    const { page } = contract;
    const lifetime = 'token' in page ? page.token.lifetime : undefined;
    const given = page.style === 'links' ? 'links' : 'tokens';
    const credentials = state.tenants.flatMap((tenant) => {
      return tenant.credentials.map(({ as, expires }) => ({
        at: expires,
        what: `credential ${as} of ${tenant.name} expires`,
      }));
    });
    const all = [
      ...listRowMoments({ contract, state }),
      ...(lifetime === undefined ? [] : [{ at: now + lifetime, what: `${given} that are given now expire` }]),
      ...credentials,
    ];
    return all.flatMap(({ at, what }) =>
      at === undefined || at <= now || at > LATEST ? [] : [{ at, what, contract: contract.id }],
    );
  });
  return moments
    .sort((one, other) => one.at - other.at)
    .map(({ at, ...moment }) => ({ at: new Date(at).toISOString(), ...moment }));
}

type Check = (value: unknown) => boolean;

const isTextOrNumber: Check = (value) => typeof value === 'number' || (typeof value === 'string' && value !== '');

const FIELDS: Readonly<Record<keyof ClockChange, readonly [check: Check, expected: string]>> = {
  set: [(value) => isTextOrNumber(value) || value instanceof Date, 'a date-time, or milliseconds since 1970'],
  advance: [isTextOrNumber, 'a duration such as "8d", or milliseconds'],
  frozen: [(value) => typeof value === 'boolean', 'true or false'],
};

/** The fields that a change of a clock may have. */
export const CLOCK_CHANGES: readonly string[] = Object.keys(FIELDS);

/**
 * Reads a change of a clock.
 *
 * @throws {PagewrightError} `invalid-request` when it is empty, or has an unknown or invalid field
 */
export function readClockChange(given: Readonly<Record<string, unknown>>): ClockChange {
  const entries = Object.entries(given);
  if (entries.length === 0) {
    throw new PagewrightError('invalid-request', 'Empty clock change: pass advance, set or frozen');
  }
  for (const [name, value] of entries) {
    if (!Object.hasOwn(FIELDS, name)) {
      throw new PagewrightError('invalid-request', `Unknown field ${name}${didYouMean(name, CLOCK_CHANGES)}`);
    }
    const [check, expected] = FIELDS[name as keyof ClockChange];
    if (!check(value)) {
      throw new PagewrightError('invalid-request', `Invalid ${name} ${JSON.stringify(value)}: must be ${expected}`);
    }
  }
  return given;
}
