import type { JournalEntry } from '../../journal/journal-entry.ts';
import type { RowPage } from '../../server/control/rows.ts';
import type { SessionDescription } from '../../server/control/sessions-control.ts';
import type { Mock } from '../../server/mock.ts';
import { expectSame } from '../expect-same.ts';
import { createListAsker, createSessionClient, type PageReader } from './session-client.ts';
import {
  createState,
  DEEDS,
  type Deed,
  type NaiveExchange,
  type NaiveSession,
  planDeed,
  readNaiveClock,
  withoutMoments,
} from './session-model.ts';
import type { ControlWay, SessionPool, SessionStep } from './session-steps.ts';
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
    expectSame(withoutMoments(await read(DEEDS.readClock())), readNaiveClock(session.state));
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
