import { isDeepStrictEqual } from 'node:util';
import { expect } from '@jest/globals';
import type { Row } from '../../dataset/row-source.ts';
import type { JournalEntry } from '../../journal/journal-entry.ts';
import type { RowPage } from '../../server/control/rows.ts';
import type { SessionDescription } from '../../server/control/sessions-control.ts';
import type { Mock } from '../../server/mock.ts';
import type { Inquiry } from '../model/vendor.ts';
import { fc } from '../properties.ts';
import {
  type ControlWay,
  createListAsker,
  createSessionClient,
  type Deed,
  type Outcome,
  type PageReader,
  type RequestWay,
} from './session-client.ts';
import {
  createState,
  DEEDS,
  type NaiveExchange,
  type NaiveSession,
  planDeed,
  readNaiveClock,
} from './session-model.ts';
import { type NaiveScenario, VENDOR_CAST } from './vendors.ts';

/** A session with its model. Everything fails where the two do not agree. */
interface SessionRun {
  /** Takes steps, one after the other. */
  take(steps: readonly SessionStep[]): Promise<void>;
  /** Compares all that there is to a session, its journal included. */
  compare(): Promise<void>;
}

interface SessionRunOptions {
  readonly mock: Mock;
  readonly id: string;
  /** Of a session that is not this one. */
  readonly other: string;
  readonly pool: SessionPool;
  readonly scenarios: readonly [NaiveScenario, NaiveScenario];
  /** In the order of the vendors. */
  readonly readers: readonly PageReader[];
}

/** Makes the run of a session that has not begun. */
export function createSessionRun({ mock, id, other, pool, scenarios, readers }: SessionRunOptions): SessionRun {
  const session: NaiveSession = {
    isBegun: false,
    first: scenarios[0],
    state: createState(scenarios[0]),
    snapshots: new Map(),
    faults: [],
    journal: [],
  };
  const client = createSessionClient(mock, id);
  const prefix = `/__session/${id}`;
  const askers = VENDOR_CAST.map((part, index) => {
    const [inquiries = [], read = (): unknown => undefined] = [pool.inquiries[index], readers[index]];
    return createListAsker({ part, session, client, prefix, read, inquiries });
  });
  let turn = 0;

  async function askAll(asked: readonly (Promise<NaiveExchange | undefined> | undefined)[]): Promise<void> {
    const group = await Promise.all(asked);
    session.journal = [...session.journal, group.filter((exchange) => exchange !== undefined)];
  }

  async function take(step: SessionStep): Promise<void> {
    if (step.do === 'ask') {
      await askAll([askers[step.vendor]?.ask(step.inquiry, step.choice, step.twist, step.requestWay)]);
    } else if (step.do === 'askAll') {
      await askAll(askers.map((asker) => asker.ask(step.inquiry, step.choice, step.twist, step.requestWay)));
    } else if (step.do === 'contradict') {
      expectSame(await client.contradict(VENDOR_CAST[step.vendor]?.vendor.path ?? '/', other), 400);
    } else {
      const { deed, settle } = planDeed(step, { id, session, pool, scenarios });
      session.isBegun = true;
      settle(await client.carryOut(deed, step.way));
    }
  }

  /** Both ways in turn. */
  async function read(deed: Deed): Promise<unknown> {
    turn += 1;
    const way: ControlWay = turn % 2 === 0 ? 'object' : 'admin';
    const outcome = await client.carryOut(deed, way);
    return 'value' in outcome ? outcome.value : outcome;
  }

  async function compareRows(): Promise<void> {
    for (const { vendor } of VENDOR_CAST) {
      const { rows = [] } = session.state.grounds[vendor.id] ?? {};
      const page = (await read(DEEDS.list(vendor.id))) as RowPage;
      const byName = (list: RowPage['rows']): object => new Map(list.map((row) => [row[vendor.identity], row]));
      expectSame([page.total, byName(page.rows)], [rows.length, byName(rows)]);
    }
  }

  return {
    async take(steps) {
      for (const step of steps) await take(step).catch(failAt(JSON.stringify(step)));
    },
    async compare() {
      await compareAll().catch(failAt('in the end'));
    },
  };

  async function compareAll(): Promise<void> {
    // The admin API does not begin a session to read it.
    await client.carryOut(DEEDS.readClock(), 'object');
    await compareRows();
    expectSame(await read(DEEDS.readClock()), readNaiveClock(session.state));
    const scenarioNames = Object.entries(session.state.grounds).map(([key, { scenario }]) => [key, scenario.name]);
    const description = (await read(DEEDS.describe(id))) as SessionDescription;
    expectSame(description.scenarios, Object.fromEntries(scenarioNames));
    expectSame(description.exchanges, session.journal.flat().length);
    expectSame(await read(DEEDS.listSnapshots()), [...session.snapshots.keys()]);
    const faults = (await read(DEEDS.listFaults())) as readonly { contract: string }[];
    expectSame(
      faults.map(({ contract }) => contract),
      session.faults,
    );
    expectJournal((await read(DEEDS.readJournal())) as readonly JournalEntry[], session.journal, id);
  }

  function failAt(place: string): (error: unknown) => never {
    return (error) => {
      throw new Error(`session ${id}, ${place}: ${(error as Error).message}`, { cause: error });
    };
  }
}

/** Fails unless a journal has exactly these exchanges in this order; those of one group may stand in any order. */
function expectJournal(entries: readonly JournalEntry[], groups: NaiveSession['journal'], id: string): void {
  const first = entries[0]?.id ?? 0;
  expectSame(
    entries.map((entry) => [entry.id, entry.session, entry.request.method]),
    entries.map((_, index) => [first + index, id, 'GET']),
  );
  let start = 0;
  const found = groups.map((group) => {
    start += group.length;
    return entries
      .slice(start - group.length, start)
      .map(describe)
      .sort(compareContracts);
  });
  expectSame(entries.length, start);
  expectSame(
    found,
    groups.map((group) => [...group].sort(compareContracts)),
  );
}

function describe({ contract = '', request, response, clock, faults }: JournalEntry): NaiveExchange {
  const { status = 0, body = '' } = response ?? {};
  return { contract, url: request.url, status, clock, body, ...(faults !== undefined && { faults }) };
}

/** A group has at most one exchange of each contract. */
function compareContracts(a: NaiveExchange, b: NaiveExchange): number {
  return a.contract < b.contract ? -1 : 1;
}

const HOUR = 3_600_000;

const vendor = fc.nat(VENDOR_CAST.length - 1);
const maybeVendor = fc.option(vendor, { nil: undefined, freq: 1 });
const requestWay = fc.constantFrom<RequestWay>('path', 'header', 'both', 'handle');
const way = fc.constantFrom<ControlWay>('object', 'admin');
const choice = fc.nat(99);
const snapshot = fc.constantFrom('a', 'a', 'b.1');
const scenario = fc.nat(1);

/** A request for pages. All numbers count around. */
interface Asking {
  readonly inquiry: number;
  readonly choice: number;
  readonly twist: number;
  readonly requestWay: RequestWay;
}

/** Something that is done to a session. */
interface Doing {
  readonly way: ControlWay;
}

interface DoingToRow extends Doing {
  readonly vendor: number;
  readonly choice: number;
}

/** A page that is asked for, or something that is done to a session. */
export type SessionStep =
  | (Asking & { readonly do: 'ask'; readonly vendor: number })
  /** Of every vendor, at the same time. */
  | (Asking & { readonly do: 'askAll' })
  /** With two sessions that are named at once. */
  | { readonly do: 'contradict'; readonly vendor: number }
  | (DoingToRow & { readonly do: 'add' })
  | (DoingToRow & { readonly do: 'remove' })
  | (DoingToRow & { readonly do: 'change'; readonly spare: number })
  | (DoingToRow & { readonly do: 'move'; readonly move: number })
  | (Doing & { readonly do: 'advance'; readonly by: number })
  | (Doing & { readonly do: 'set'; readonly time: number })
  | (Doing & { readonly do: 'save'; readonly snapshot: string })
  | (Doing & { readonly do: 'restore'; readonly snapshot: string })
  | (Doing & { readonly do: 'load'; readonly scenario: number; readonly vendor: number | undefined })
  | (Doing & { readonly do: 'reset'; readonly vendor: number | undefined })
  | (Doing & { readonly do: 'addFault'; readonly vendor: number })
  | (Doing & { readonly do: 'begin'; readonly scenario: number })
  | (Doing & { readonly do: 'end' });

type Parts<Step> = { [Key in Exclude<keyof Step, 'do'>]: fc.Arbitrary<Step[Key]> };

function step<Do extends SessionStep['do']>(
  name: Do,
  parts: Parts<Extract<SessionStep, { do: Do }>>,
): fc.Arbitrary<SessionStep> {
  return fc.record({ do: fc.constant(name), ...parts }) as unknown as fc.Arbitrary<SessionStep>;
}

/** Steps of all kinds. */
export const sessionSteps: fc.Arbitrary<SessionStep> = fc.oneof(
  { weight: 12, arbitrary: step('ask', { vendor, inquiry: fc.nat(1), choice, twist: choice, requestWay }) },
  { weight: 4, arbitrary: step('askAll', { inquiry: fc.nat(1), choice, twist: choice, requestWay }) },
  { weight: 2, arbitrary: step('add', { vendor, choice, way }) },
  { weight: 2, arbitrary: step('change', { vendor, choice, spare: choice, way }) },
  { weight: 2, arbitrary: step('remove', { vendor, choice, way }) },
  { weight: 3, arbitrary: step('move', { vendor, choice, move: choice, way }) },
  { weight: 2, arbitrary: step('advance', { by: fc.constantFrom(1, -HOUR, HOUR, 23 * HOUR, 24 * HOUR), way }) },
  { weight: 1, arbitrary: step('set', { time: fc.nat(200).map((days) => Date.UTC(2026, 0, 1 + days)), way }) },
  { weight: 2, arbitrary: step('save', { snapshot, way }) },
  { weight: 3, arbitrary: step('restore', { snapshot, way }) },
  { weight: 1, arbitrary: step('load', { scenario, vendor: maybeVendor, way }) },
  { weight: 1, arbitrary: step('reset', { vendor: maybeVendor, way }) },
  { weight: 2, arbitrary: step('addFault', { vendor, way }) },
  { weight: 1, arbitrary: step('begin', { scenario, way }) },
  { weight: 1, arbitrary: step('end', { way }) },
  { weight: 1, arbitrary: step('contradict', { vendor }) },
);

/** What all sessions of a run draw from, so that they ask and do the same. Everything stands in the order of the vendors. */
export interface SessionPool {
  readonly inquiries: readonly (readonly Inquiry[])[];
  readonly spares: readonly (readonly Row[])[];
}

/** Three inquiries and eight spare rows for each vendor. */
export const sessionPools: fc.Arbitrary<SessionPool> = fc.record({
  inquiries: fc.tuple(
    ...VENDOR_CAST.map((part) => fc.array(part.vendor.inquiries, { minLength: 3, maxLength: 3, size: 'max' })),
  ),
  spares: fc.tuple(
    ...VENDOR_CAST.map((part) => fc.array(part.vendor.rows, { minLength: 8, maxLength: 8, size: 'max' })),
  ),
});

/** Fails unless what was done to a session was done. @returns what came of it */
export function expectDone(outcome: Outcome): unknown {
  if ('code' in outcome) expectSame(outcome, 'done');
  return 'value' in outcome ? outcome.value : undefined;
}

/** `expect(actual).toStrictEqual(wanted)`, which takes its time only when there is something to report. */
export function expectSame(actual: unknown, wanted: unknown): void {
  if (!isDeepStrictEqual(actual, wanted)) expect(actual).toStrictEqual(wanted);
}
