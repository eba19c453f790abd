import type { Fault } from '../../alter/faults/kinds.ts';
import type { GreaseSettings } from '../../alter/grease/grease.ts';
import type { Json } from '../../contract/contract.ts';
import { PagewrightError } from '../../contract/error.ts';
import { foldRequest } from '../../mock/folded-request.ts';
import type { MockRequest, MockResponse } from '../../mock/message.ts';
import { locateNeighbour, type NeighbourRole, type Page, readId, readPage } from '../../page/page-reader.ts';
import { parseQuery, setParameter } from '../../page/query.ts';
import type { ClockChange, ClockControl } from '../control/clock.ts';
import type { DeviationControl } from '../control/deviations.ts';
import type { FaultControl, GreaseControl } from '../control/faults.ts';
import type { JournalControl } from '../control/journal.ts';
import type { ViewControl } from '../control/list-views.ts';
import type { RowControl } from '../control/rows.ts';
import type { ScenarioControl } from '../control/scenarios.ts';
import { createRespond } from '../respond.ts';
import { createListRequest } from '../routing/contract-description.ts';
import { findList } from '../routing/router.ts';
import type { Session } from '../sessions/session.ts';
import type { SessionList } from '../sessions/session-list.ts';
import type { Demo, DemoAction, DemoExpectation } from './demo.ts';

/** A step as it stands. */
export interface DemoState {
  /** From 1. */
  readonly step: number;
  /** The clock when the step began, and now, in ISO 8601. */
  readonly clockBefore: string;
  readonly clock: string;
  /** Ids of the exchanges of this step. */
  readonly exchanges: readonly number[];
  /** Ids of all since the last first page: what the strip shows. */
  readonly walk: readonly number[];
  /** Identities of rows that were added since the last first page. */
  readonly added: readonly string[];
  /** What the step said that would be the case, and is not, in sentences. */
  readonly broken: readonly string[];
}

/** What a demo does things with. */
interface PlayContext {
  readonly control: DemoControls;
  enter(): Session;
}

/** What of a session a demo uses. */
export interface DemoControls {
  /** The base URL of the session. */
  readonly url: string;
  readonly clock: ClockControl;
  readonly deviations: DeviationControl;
  readonly faults: FaultControl;
  readonly grease: GreaseControl;
  readonly journal: JournalControl;
  readonly rows: RowControl;
  readonly scenarios: ScenarioControl;
  readonly views: ViewControl;
  reset(): void;
}

/** Where a player stands in a list. */
interface Reading {
  request: MockRequest | undefined;
  /** The last page, with the request that gave it. */
  page: { readonly page: Page; readonly request: MockRequest } | undefined;
  response: MockResponse | undefined;
  readonly walk: number[];
  readonly read: Map<string, number>;
  readonly added: string[];
}

/** More pages than a walk of a demo can need. */
const MAX_PAGES = 200;

/**
 * Plays a demo from its beginning to the end of a step, in a session that is reset first, so that the same step is always the same.
 *
 * @param step - from 1
 * @throws {PagewrightError} for an action that is not possible, with the step that it is of
 */
export async function playDemo(demo: Demo, step: number, context: PlayContext): Promise<DemoState> {
  const { control } = context;
  control.reset();
  if (demo.scenario !== undefined) control.scenarios.load(demo.scenario, demo.contract);
  const reading: Reading = {
    request: undefined,
    page: undefined,
    response: undefined,
    walk: [],
    read: new Map(),
    added: [],
  };
  const player = createPlayer(demo, context, reading);
  const readClock = (): string => new Date(findList(context.enter().lists, demo.contract).state.now()).toISOString();
  let clockBefore = readClock();
  let exchanges: readonly number[] = [];
  for (const [index, { do: actions, title }] of demo.steps.slice(0, step).entries()) {
    clockBefore = readClock();
    const done: number[] = [];
    try {
      for (const action of actions) done.push(...(await player(action)));
    } catch (error) {
      if (!(error instanceof PagewrightError)) throw error;
      const { field } = error;
      throw new PagewrightError(error.code, `Step ${index + 1} (${title}): ${error.message}`, {
        cause: error,
        ...(field !== undefined && { field }),
      });
    }
    exchanges = done;
  }
  return {
    step,
    clockBefore,
    clock: readClock(),
    exchanges,
    walk: [...reading.walk],
    added: [...reading.added],
    broken: await findBroken(demo.steps[step - 1]?.expect ?? {}, { demo, context, reading }),
  };
}

/** @returns a function that carries out an action, and gives the ids of the exchanges that it took */
function createPlayer(
  { contract: id }: Demo,
  { control, enter }: PlayContext,
  reading: Reading,
): (action: DemoAction) => Promise<readonly number[]> {
  const respond = createRespond();

  async function ask(list: SessionList, request: MockRequest): Promise<number> {
    const session = enter();
    const marked = { ...request, headers: { ...request.headers, 'x-pagewright-by': 'console' } };
    const entered = { session, request: marked, isNamed: true };
    reading.response = await respond(entered, () => Promise.resolve(request.body));
    reading.request = request;
    const page = readPage(list.contract, reading.response);
    if (page !== undefined) {
      reading.page = { page, request };
      for (const row of page.items) {
        const identity = readId(list.contract, row);
        reading.read.set(identity, (reading.read.get(identity) ?? 0) + 1);
      }
    }
    const exchange = control.journal.list({ limit: 1 })[0]?.id ?? 0;
    reading.walk.push(exchange);
    return exchange;
  }

  function begin(list: SessionList, query: string, as: string | undefined): MockRequest {
    reading.walk.length = 0;
    reading.read.clear();
    reading.added.length = 0;
    reading.page = undefined;
    const { contract } = list;
    const plain = createListRequest(list, '', { as }, enter().lists);
    const request = foldRequest(contract, { ...plain, origin: control.url });
    return parseQuery(query.replace(/^\?/, '')).reduce(
      (built, [name, value]) => setParameter(built, name, value),
      request,
    );
  }

  function follow(list: SessionList, role: NeighbourRole, as: string | undefined): MockRequest | undefined {
    if (reading.page === undefined) return undefined;
    const { page, request } = reading.page;
    const neighbour = locateNeighbour(list.contract, request, page, role);
    if (neighbour === undefined || as === undefined) return neighbour;
    return { ...neighbour, headers: createListRequest(list, '', { as }, enter().lists).headers };
  }

  async function walk(list: SessionList, as: string | undefined): Promise<readonly number[]> {
    const asked = reading.page === undefined ? [await ask(list, begin(list, '', as))] : [];
    for (let next = follow(list, 'next', as); next !== undefined; next = follow(list, 'next', as)) {
      asked.push(await ask(list, next));
      if (asked.length >= MAX_PAGES || reading.response?.status !== 200) break;
    }
    return asked;
  }

  function choose(list: SessionList, what: string, as: string | undefined): MockRequest {
    if (what === 'again' && reading.request !== undefined) return reading.request;
    if (what !== 'next' && what !== 'previous') return begin(list, what.includes('=') ? what : '', as);
    const target = follow(list, what, as);
    if (target !== undefined) return target;
    throw new PagewrightError('invalid-demo', `there is no ${what} page to request`);
  }

  return async ({ request, as, ...action }) => {
    const list = findList(enter().lists, id);
    if (request === 'walk') return walk(list, as);
    if (request !== undefined) return [await ask(list, choose(list, request, as))];
    for (const [name, value] of Object.entries(action)) {
      const done = await DEEDS[name as keyof typeof DEEDS](control, value, id);
      if (name === 'add') reading.added.push(readId(list.contract, done as Fields));
    }
    return [];
  };
}

type Fields = Record<string, Json>;

/** What is done to the session; the demo was checked when it was read. */
const DEEDS: Readonly<
  Record<
    Exclude<keyof DemoAction, 'request' | 'as'>,
    (control: DemoControls, value: unknown, contract: string) => unknown
  >
> = {
  reset: (control) => control.reset(),
  scenario: ({ scenarios }, name, contract) => scenarios.load(String(name), contract),
  clock: ({ clock }, change) => clock.change(change as ClockChange),
  fault: ({ faults }, fault) => (fault === null ? faults.clear() : faults.add(fault as Fault)),
  grease: ({ grease }, settings) => {
    return settings === null ? grease.off() : grease.on(settings === true ? {} : (settings as Partial<GreaseSettings>));
  },
  deviation: ({ deviations }, name) => (name === null ? deviations.off() : deviations.on(String(name))),
  add: ({ rows }, fields, contract) => rows.add(fields as Fields, { contract }),
  change: ({ rows }, change, contract) => {
    const { row, set } = change as { row: unknown; set: Fields };
    return rows.change(String(row), set, { contract });
  },
  remove: ({ rows }, identity, contract) => rows.remove(String(identity), { contract }),
  move: ({ rows }, move, contract) => {
    const { name, row } = move as { name: string; row?: unknown };
    return rows.move(name, row === undefined ? undefined : String(row), {}, { contract });
  },
};

/** What was said to be the case, and is not. */
async function findBroken(
  expected: DemoExpectation,
  { demo, context, reading }: { readonly demo: Demo; readonly context: PlayContext; readonly reading: Reading },
): Promise<readonly string[]> {
  const { status, body = '' } = reading.response ?? {};
  const page = reading.page?.page;
  const text = Buffer.from(body, 'latin1').toString('utf8');
  const isCounted = expected.twice !== undefined || expected.never !== undefined;
  const counts = isCounted ? await countReadings(demo, context, reading) : undefined;
  const found = { status, rows: page?.items.length, total: page?.read('total'), ...counts };
  const wrong = (['status', 'rows', 'total', 'twice', 'never'] as const).flatMap((name) => {
    const [want, have] = [expected[name], found[name]];
    return want === undefined || want === have ? [] : [`${name} is ${String(have)}, not ${want}`];
  });
  const { says } = expected;
  return says === undefined || text.includes(says)
    ? wrong
    : [...wrong, `the response does not say ${JSON.stringify(says)}`];
}

/** How many rows of the list of now were read twice or never. */
async function countReadings(
  { contract }: Demo,
  { control }: PlayContext,
  { walk, read }: Reading,
): Promise<{ readonly twice: number; readonly never: number } | undefined> {
  const [first] = walk;
  if (first === undefined) return undefined;
  let [twice, never] = [0, 0];
  for (let offset = 0; ; offset += 1000) {
    const { rows, total } = await control.views.read({ contract, exchange: first, offset, limit: 1000 });
    for (const { identity } of rows) {
      const times = read.get(identity) ?? 0;
      if (times > 1) twice += 1;
      else if (times === 0) never += 1;
    }
    if (offset + 1000 >= total) return { twice, never };
  }
}
