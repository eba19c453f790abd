import type { Json } from '../../contract/contract.ts';
import type { Row } from '../../dataset/row-source.ts';
import type { ClockChange } from '../../server/control/clock.ts';
import type { SessionControl } from '../../server/control/session-control.ts';
import type { Mock } from '../../server/mock.ts';
import { expectSame } from '../expect-same.ts';
import type { SessionPool, SessionStep } from './session-steps.ts';

import { type NaiveScenario, VENDOR_CAST, type VendorPart } from './vendors.ts';

const rowsOf = (contract: string): string => `/contracts/${contract}/rows`;
const placeOf = (contract: string, identity: string): string => `${rowsOf(contract)}/${encodeURIComponent(identity)}`;
const within = (contract: string | undefined): string => (contract === undefined ? '' : `?contract=${contract}`);

/** All that can be done to a session. */
export const DEEDS = {
  list: (contract: string): Deed => ({
    here: ({ rows }) => rows.list({ contract, limit: 1000 }),
    there: ['GET', `${rowsOf(contract)}?limit=1000`],
  }),
  add: (contract: string, row: Row): Deed => ({
    here: ({ rows }) => rows.add(row, { contract }),
    there: ['POST', rowsOf(contract), row],
  }),
  change: (contract: string, identity: string, fields: Row): Deed => ({
    here: ({ rows }) => rows.change(identity, fields, { contract }),
    there: ['PATCH', placeOf(contract, identity), fields],
  }),
  remove: (contract: string, identity: string): Deed => ({
    here: ({ rows }) => rows.remove(identity, { contract }),
    there: ['DELETE', placeOf(contract, identity)],
  }),
  move: (contract: string, identity: string, move: string): Deed => ({
    here: ({ rows }) => rows.move(move, identity, {}, { contract }),
    there: ['POST', `${placeOf(contract, identity)}/moves/${move}`, {}],
  }),
  changeClock: (change: ClockChange): Deed => ({
    here: ({ clock }) => clock.change(change),
    there: ['POST', '/clock', change],
  }),
  save: (name: string): Deed => ({
    here: ({ snapshots }) => snapshots.save(name),
    there: ['POST', '/snapshots', { name }],
  }),
  restore: (name: string): Deed => ({
    here: ({ snapshots }) => snapshots.restore(name),
    there: ['POST', `/snapshots/${name}/restore`],
  }),
  load: (name: string, contract: string | undefined): Deed => ({
    here: ({ scenarios }) => scenarios.load(name, contract),
    there: ['POST', `/scenarios/${name}/load${within(contract)}`],
  }),
  reset: (contract: string | undefined): Deed => ({
    here: (control) => control.reset(contract),
    there: ['POST', `/reset${within(contract)}`],
  }),
  addFault: (contract: string): Deed => ({
    here: ({ faults }) => faults.add({ kind: 'server-error', contract, times: 1 }),
    there: ['POST', '/faults', { kind: 'server-error', contract, times: 1 }],
  }),
  begin: (id: string, scenario: string): Deed => ({
    here: (_, { sessions }) => sessions.create({ id, scenario }),
    there: ['POST', '/sessions', { id, scenario }],
  }),
  end: (id: string): Deed => ({
    here: (_, { sessions }) => sessions.remove(id),
    there: ['DELETE', `/sessions/${id}`],
  }),
  describe: (id: string): Deed => ({
    here: (_, { sessions }) => sessions.describe(id),
    there: ['GET', `/sessions/${id}`],
  }),
  readJournal: (): Deed => ({
    here: ({ journal }) => journal.list(),
    there: ['GET', '/journal'],
  }),
  readClock: (): Deed => ({
    here: ({ clock }) => clock.read(),
    there: ['GET', '/clock'],
  }),
  listFaults: (): Deed => ({
    here: ({ faults }) => faults.list(),
    there: ['GET', '/faults'],
  }),
  listSnapshots: (): Deed => ({
    here: ({ snapshots }) => snapshots.list(),
    there: ['GET', '/snapshots'],
  }),
} as const;

/** What is to be done, and what the model makes of its outcome: it fails when that is not what it should be. */
interface DeedPlan {
  readonly deed: Deed;
  settle(outcome: Outcome): void;
}

/** A step that does something to a session. */
type DeedStep = Extract<SessionStep, { way: unknown }>;

interface DeedCircumstances {
  readonly id: string;
  readonly session: NaiveSession;
  readonly pool: SessionPool;
  readonly scenarios: readonly [NaiveScenario, NaiveScenario];
}

/** Says what a step does to a session, and what should come of it. */
export function planDeed(step: DeedStep, { id, session, pool, scenarios }: DeedCircumstances): DeedPlan {
  const { state } = session;
  const put = (changes: Partial<SessionState>): void => {
    session.state = { ...session.state, ...changes };
  };
  switch (step.do) {
    case 'add':
    case 'change':
    case 'remove':
    case 'move':
      return planRowDeed(step, session, pool);
    case 'advance':
    case 'set': {
      const change = step.do === 'set' ? { set: step.time } : { advance: step.by };
      const next = step.do === 'set' ? { start: step.time, ahead: 0 } : { ahead: state.ahead + step.by };
      return {
        deed: DEEDS.changeClock(change),
        settle(outcome) {
          put(next);
          expectSame('value' in outcome ? { value: withoutMoments(outcome.value) } : outcome, {
            value: readNaiveClock(session.state),
          });
        },
      };
    }
    case 'save':
      return {
        deed: DEEDS.save(step.snapshot),
        settle(outcome) {
          expectDone(outcome);
          // What replaces an older one is the newest.
          session.snapshots.delete(step.snapshot);
          session.snapshots.set(step.snapshot, state);
        },
      };
    case 'restore': {
      const kept = session.snapshots.get(step.snapshot);
      return {
        deed: DEEDS.restore(step.snapshot),
        settle(outcome) {
          if (kept === undefined) return expectSame(outcome, { code: 'unknown-snapshot' });
          expectDone(outcome);
          session.state = kept;
        },
      };
    }
    case 'load':
    case 'reset': {
      const only = step.vendor === undefined ? undefined : partAt(step.vendor).vendor.id;
      const scenario = step.do === 'load' ? scenarios[step.scenario % 2] : undefined;
      return {
        deed: scenario === undefined ? DEEDS.reset(only) : DEEDS.load(scenario.name, only),
        settle(outcome) {
          expectDone(outcome);
          const grounds = Object.entries(state.grounds).map(([key, ground]) => {
            return [key, (only ?? key) === key ? createGround(scenario ?? session.first, key) : ground] as const;
          });
          put({ grounds: Object.fromEntries(grounds) });
          if (step.do === 'load' || only !== undefined) return;
          session.state = { grounds: session.state.grounds, ahead: 0 };
          session.faults = [];
          session.journal = [];
        },
      };
    }
    case 'addFault': {
      const { vendor } = partAt(step.vendor);
      return {
        deed: DEEDS.addFault(vendor.id),
        settle(outcome) {
          expectDone(outcome);
          session.faults = [...session.faults, vendor.id];
        },
      };
    }
    case 'begin': {
      const scenario = scenarios[step.scenario % 2] as NaiveScenario;
      const { isBegun } = session;
      return {
        deed: DEEDS.begin(id, scenario.name),
        settle(outcome) {
          if (isBegun) return expectSame(outcome, { code: 'session-taken' });
          expectDone(outcome);
          session.first = scenario;
          session.state = createState(scenario);
        },
      };
    }
    case 'end': {
      const { isBegun } = session;
      return {
        deed: DEEDS.end(id),
        settle(outcome) {
          session.isBegun = false;
          if (!isBegun) return expectSame(outcome, { code: 'unknown-session' });
          expectDone(outcome);
          session.first = scenarios[0];
          session.state = createState(scenarios[0]);
          session.snapshots.clear();
          session.faults = [];
          session.journal = [];
        },
      };
    }
  }
}

/** What a clock says, but for the moments that lie ahead: these follow from its time and the contract. */
export function withoutMoments(clock: unknown): unknown {
  const { ahead: _ahead, ...rest } = (clock ?? {}) as Readonly<Record<string, unknown>>;
  return rest;
}

/** What a session's clock should say of itself. */
export function readNaiveClock(state: SessionState): Json {
  const times = VENDOR_CAST.map(({ vendor: { id } }) => [id, new Date(timeOf(state, id)).toISOString()] as const);
  return { now: times[0]?.[1] ?? '', runs: false, contracts: Object.fromEntries(times) };
}

function partAt(index: number): VendorPart {
  return VENDOR_CAST[index] as VendorPart;
}

/** A step that does something to a row. */
type RowStep = Extract<SessionStep, { do: 'add' | 'change' | 'remove' | 'move' }>;

/** Says what a step does to a row, and what should come of it. */
function planRowDeed(step: RowStep, session: NaiveSession, pool: SessionPool): DeedPlan {
  const part = VENDOR_CAST[step.vendor] as VendorPart;
  const { vendor } = part;
  const { [vendor.id]: ground } = session.state.grounds;
  if (ground === undefined) throw new Error(`the model has no ${vendor.id}`);
  const { rows } = ground;
  const nameOf = (row: Row): string => String(row[vendor.identity]);
  const isTaken = (row: Row): boolean => rows.some((other) => nameOf(other) === nameOf(row));
  const put = (others: readonly Row[]): void => {
    const { grounds } = session.state;
    session.state = { ...session.state, grounds: { ...grounds, [vendor.id]: { ...ground, rows: others } } };
  };
  const replace = (old: Row, row: Row, outcome: Outcome): void => {
    const wanted = nameOf(row) !== nameOf(old) && isTaken(row) ? { code: 'identity-taken' } : { value: row };
    expectSame(outcome, wanted);
    if ('value' in wanted) put(rows.map((one) => (one === old ? row : one)));
  };
  const spareAt = (number: number): Row => pickFrom(pool.spares[step.vendor] ?? [], number) ?? {};
  if (step.do === 'add') {
    const spare = spareAt(step.choice);
    return {
      deed: DEEDS.add(vendor.id, spare),
      settle(outcome) {
        if (isTaken(spare)) return expectSame(outcome, { code: 'identity-taken' });
        // What is filled in is not the model's matter.
        const added = expectDone(outcome) as Row;
        expectSame(Object.fromEntries(Object.keys(spare).map((name) => [name, added[name]])), spare);
        put([...rows, added]);
      },
    };
  }
  const row = pickFrom(rows, step.choice);
  const identity = row === undefined ? 'nobody' : nameOf(row);
  const withRow = (deed: Deed, settle: (row: Row, outcome: Outcome) => void): DeedPlan => ({
    deed,
    settle: (outcome) => (row === undefined ? expectSame(outcome, { code: 'unknown-row' }) : settle(row, outcome)),
  });
  if (step.do === 'remove') {
    return withRow(DEEDS.remove(vendor.id, identity), (old, outcome) => {
      expectDone(outcome);
      put(rows.filter((one) => one !== old));
    });
  }
  if (step.do === 'change') {
    const fields = vendor.changeable(spareAt(step.spare));
    return withRow(DEEDS.change(vendor.id, identity, fields), (old, outcome) => {
      replace(old, { ...old, ...fields }, outcome);
    });
  }
  const [name, move] = pickFrom(Object.entries(part.moves), step.move) ?? ['', () => undefined];
  return withRow(DEEDS.move(vendor.id, identity, name), (old, outcome) => {
    const moved = move(old, timeOf(session.state, vendor.id));
    if (moved === undefined) expectSame(outcome, { code: 'move-not-allowed' });
    else replace(old, moved, outcome);
  });
}

function pickFrom<Item>(items: readonly Item[], number: number): Item | undefined {
  return items[number % items.length];
}

/** What a vendor's list shows in a session. */
interface NaiveGround {
  readonly scenario: NaiveScenario;
  readonly rows: readonly Row[];
}

/** All of a session that snapshots keep. It is never changed, only replaced. */
interface SessionState {
  /** By the vendor's id. */
  readonly grounds: Readonly<Record<string, NaiveGround>>;
  /** The time that the clock was set to, in milliseconds since 1970; absent: it shows that of each scenario. */
  readonly start?: number;
  /** By how much it was moved since, in milliseconds. */
  readonly ahead: number;
}

/** A request for a list, and its answer, as the journal should have it. */
export interface NaiveExchange {
  readonly contract: string;
  readonly url: string;
  readonly status: number;
  /** In ISO 8601. */
  readonly clock: string;
  readonly body: string;
  readonly faults?: readonly string[];
}

/** What a session should be like. */
export interface NaiveSession {
  /** Whether there is one, as far as the mock knows. */
  isBegun: boolean;
  /** The scenario that it began with. */
  first: NaiveScenario;
  state: SessionState;
  readonly snapshots: Map<string, SessionState>;
  /** Ids of vendors whose next answer is an error, once for each time that they stand here. */
  faults: readonly string[];
  /** In the order in which they were; those of one group were under way at the same time. */
  journal: readonly (readonly NaiveExchange[])[];
}

/** A state in which every list has the rows of a scenario. */
export function createState(scenario: NaiveScenario): SessionState {
  const ids = Object.keys(scenario.rows);
  return { ahead: 0, grounds: Object.fromEntries(ids.map((id) => [id, createGround(scenario, id)])) };
}

/** The list of a vendor as a scenario has it. */
function createGround(scenario: NaiveScenario, id: string): NaiveGround {
  return { scenario, rows: scenario.rows[id] ?? [] };
}

/** The time of a vendor's list, in milliseconds since 1970. */
export function timeOf({ grounds, start, ahead }: SessionState, id: string): number {
  return (start ?? grounds[id]?.scenario.now ?? Number.NaN) + ahead;
}

/** One thing that is done to a session, both ways. */
export interface Deed {
  readonly here: (control: SessionControl, mock: Mock) => unknown;
  readonly there: readonly [method: string, path: string, body?: unknown];
}

/** What became of it: a value, or the code of the error with which it was refused. */
export type Outcome = { readonly value: unknown } | { readonly code: string };

/** Fails unless what was done to a session was done. @returns what came of it */
function expectDone(outcome: Outcome): unknown {
  if ('code' in outcome) expectSame(outcome, 'done');
  return 'value' in outcome ? outcome.value : undefined;
}
