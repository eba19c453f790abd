import type { RequestListener } from 'node:http';
import { createDeviantList, type Deviation } from '../alter/deviations/deviation.ts';
import { type AlteredList, type AlteredResponse, alterList, type Handler } from '../alter/engine.ts';
import { createFaultBoard, type FaultBoard } from '../alter/faults/board.ts';
import { injectFaults } from '../alter/faults/injection.ts';
import type { Fault } from '../alter/faults/kinds.ts';
import { parseFault } from '../alter/faults/parse.ts';
import { createGrease, type GreaseSettings } from '../alter/grease/grease.ts';
import type { Contract, Json } from '../contract/contract.ts';
import { placeCredentials, usualSchemes } from '../contract/credentials.ts';
import { type Comparable, readField, toComparable } from '../contract/field-values.ts';
import { isPlainObject } from '../contract/json-pointer.ts';
import { builtInContracts } from '../contract/load-contracts.ts';
import { loadScenario } from '../dataset/scenarios/load-scenario.ts';
import type { Scenario } from '../dataset/scenarios/scenario.ts';
import { createListMock, type ListMock, type ListMockOptions } from '../mock/list.ts';
import type { MockRequest } from '../mock/message.ts';
import { createMockState, createTableOpener, type MockState, type OpenTable } from '../mock/state.ts';
import { createRequest, type RequestParts } from '../mock/testing/create-request.ts';
import { loadContract } from '../mock/testing/load-contract.ts';
import { type Item, locateNeighbour, type NeighbourRole, type Page, readId, readPage } from '../page/page-reader.ts';
import { setParameter } from '../page/query.ts';
import { createDefaultRequest } from './list-probe.ts';

const contracts = new Map<string, Contract>();

/** The one contract of a name or file. */
export function loadBuiltIn(id: string): Contract {
  const contract = contracts.get(id) ?? loadContract(id);
  contracts.set(id, contract);
  return contract;
}

/** A scenario with its rows, which lists share as long as they change none. */
interface LoadedScenario {
  readonly scenario: Scenario;
  readonly openTable: OpenTable;
}

const loaded = new WeakMap<Contract, Map<string, LoadedScenario>>();

/** @param name - of a scenario, and a number of rows where it has another one: `large 1250` */
function load(contract: Contract, name: string): LoadedScenario {
  const scenarios = loaded.get(contract) ?? new Map<string, LoadedScenario>();
  loaded.set(contract, scenarios);
  const known = scenarios.get(name);
  if (known !== undefined) return known;
  // A contract from a file has rows of its own only.
  const [scenarioName = '', size] = name.split(' ');
  const chosen = { name: scenarioName, seed: 1, ...(size !== undefined && { size: Number(size) }) };
  const scenario = loadScenario({ contract, ...(builtInContracts().includes(contract.id) && chosen) });
  const parts = { scenario, openTable: createTableOpener(contract, scenario) };
  scenarios.set(name, parts);
  return parts;
}

/** What the list of a contract in one of its scenarios is made of. */
function listOptions(contract: Contract, name: string): ListMockOptions {
  const { scenario, openTable } = load(contract, name);
  const state = createMockState({ contract, scenario, openTable, now: () => scenario.now });
  return { state, key: 'key', seed: '1' };
}

/** The list of a contract in one of its scenarios, as it should be or with a deviation. */
export function openList(contract: Contract, name: string, deviation?: Deviation): AlteredList {
  const options = listOptions(contract, name);
  return deviation === undefined ? alterList(options, []) : createDeviantList(deviation, options);
}

/** A greased list and the plain one of the same rows. */
interface GreasedPair {
  readonly greased: ListMock;
  readonly plain: ListMock;
  readonly options: ListMockOptions;
}

/** Makes both lists of a contract in one of its scenarios. */
export function openGreasedList(
  contract: Contract,
  name: string,
  seed = '1',
  features?: readonly string[],
): GreasedPair {
  const options = listOptions(contract, name);
  const greased = createGreasedList(options, { seed, ...(features !== undefined && { features }) });
  return { greased, plain: createListMock(options), options };
}

export function createGreasedList(options: ListMockOptions, settings: GreaseSettings): AlteredList {
  return alterList(options, createGrease(options.state.contract, settings));
}

/** A list with a board of its own, and a client that keeps to the contract. */
export interface Faulty {
  readonly handle: Handler;
  readonly contract: Contract;
  readonly list: AlteredList;
  readonly board: FaultBoard;
  setTime(now: number): void;
  /** The first page, of 7 rows unless the query says otherwise. */
  start(query?: string, parts?: RequestParts): MockRequest;
  ask(request: MockRequest, forced?: readonly Fault[]): AlteredResponse;
  /** Follows next links or counts on, as the style has it, until there is no next page or an answer is no page. */
  walk(query?: string, most?: number): readonly FaultyStep[];
}

/** One page of a walk. */
export interface FaultyStep {
  readonly request: MockRequest;
  readonly response: AlteredResponse;
  readonly page?: Page;
  /** Identities of the rows on the page. */
  readonly ids: readonly string[];
}

/**
 * Opens the list of a contract in a scenario, or that of a file with rows of its own, with faults in their text form.
 *
 * @param make - makes the list that is struck; the mock by default
 */
export function openFaulty(
  id: string,
  faults: readonly string[] = [],
  name = 'demo',
  make: (options: ListMockOptions) => AlteredList = (options) => alterList(options, []),
): Faulty {
  const contract = loadBuiltIn(id);
  const { scenario, openTable } = load(contract, name);
  let time = scenario.now;
  const list = make({
    state: createMockState({ contract, scenario, openTable, now: () => time }),
    key: 'key',
    seed: '1',
  });
  const board = createFaultBoard([contract]);
  for (const fault of faults) board.add(parseFault(fault));
  const handle = injectFaults(list, board);
  const { path, headers } = writeTarget(list.state);
  const start: Faulty['start'] = (query = '', parts = {}) => {
    const request = createRequest(`${path}?${query}`, { ...parts, headers: { ...headers, ...parts.headers } });
    return query.includes(`${contract.page.limit.parameter}=`)
      ? request
      : setParameter(request, contract.page.limit.parameter, '7');
  };
  const ask: Faulty['ask'] = (request, forced) => {
    const response = handle(request, forced);
    if (response === undefined) throw new Error(`${request.path} was not answered`);
    return response;
  };
  return {
    contract,
    list,
    board,
    setTime(now) {
      time = now;
    },
    handle,
    start,
    ask,
    walk(query, most = 30) {
      const steps: FaultyStep[] = [];
      let next: MockRequest | undefined = start(query);
      while (next !== undefined && steps.length < most) {
        const request: MockRequest = next;
        const response = ask(request);
        const page = readPage(contract, response);
        const ids = page?.items.map((item) => readId(contract, item)) ?? [];
        steps.push({ request, response, ...(page && { page }), ids });
        next = page && locateNeighbour(contract, request, page, 'next');
      }
      return steps;
    },
  };
}

/** All identities of a walk, in order. */
export function idsOf(steps: readonly FaultyStep[]): readonly string[] {
  return steps.flatMap(({ ids }) => ids);
}

/** The path of a list that has rows, and headers that open it. */
function writeTarget({ contract, tenants }: MockState): {
  readonly path: string;
  readonly headers: Readonly<Record<string, string>>;
} {
  const { access, path } = contract;
  const [tenant] = tenants;
  const [credential] = tenant?.credentials ?? [];
  const [collection = ''] = tenant?.collections ?? [];
  const { headers } = placeCredentials(usualSchemes(contract), ({ name }) => credential?.values[name] ?? '');
  return {
    path: access.scope?.in === 'path' ? path.replace(`{${access.scope.name}}`, encodeURIComponent(collection)) : path,
    headers: {
      ...headers,
      ...(access.version && { [access.version.parameter.name]: access.version.known[0] ?? '' }),
      ...(access.scope?.in === 'header' && { [access.scope.name]: collection }),
    },
  };
}

/** Makes a listener that answers as a list does. */
export function toListener(list: ListMock): RequestListener {
  return (incoming, outgoing) => {
    const [path = '', query = ''] = (incoming.url ?? '').split(/\?(.*)/s);
    const { headers, method = 'GET' } = incoming;
    const request = { method, path, query, headers, origin: `http://${headers.host}` };
    const response = list.handle(request) ?? list.fail('notFound', request);
    outgoing.writeHead(response.status, response.headers.flat());
    outgoing.end(method === 'HEAD' ? '' : Buffer.from(response.body, 'latin1'));
  };
}

/** A page, with the request that it answers. */
interface Step {
  readonly request: MockRequest;
  readonly page: Page;
}

/** More pages than any list of a test has. */
const MAX_STEPS = 500;

/** A request for the first page of what a query asks for. */
export function startOf(list: ListMock, query: string, limit?: number): MockRequest {
  const request = { ...createDefaultRequest(list), query };
  return limit === undefined ? request : setParameter(request, list.contract.page.limit.parameter, String(limit));
}

/** Goes on from page to page as a client does that knows no more than the document. Throws for anything but a page. */
export function* walkList(list: ListMock, start: MockRequest, role: NeighbourRole = 'next'): Generator<Step> {
  let request: MockRequest | undefined = start;
  for (let steps = 0; request !== undefined; steps += 1) {
    const page = askPage(list, request);
    yield { request, page };
    if (steps === MAX_STEPS) throw new Error('the walk does not end');
    request = locateNeighbour(list.contract, request, page, role);
  }
}

/** The page that answers a request. */
export function askPage(list: ListMock, request: MockRequest): Page {
  const response = list.handle(request);
  const page = readPage(list.contract, response);
  if (page === undefined) throw new Error(`${request.query} is answered with ${response?.status}: ${response?.body}`);
  return page;
}

/** All items of a walk. */
export function listItems(steps: Iterable<Step>): readonly Item[] {
  return [...steps].flatMap(({ page }) => page.items);
}

/** What of an object another one has too: the members that a client knows. */
export function pickKnown(value: Json | undefined, known: Json | undefined): Json | undefined {
  if (Array.isArray(value) && Array.isArray(known))
    return value.map((one, index) => pickKnown(one, known[index]) as Json);
  if (!isPlainObject(value) || !isPlainObject(known)) return value;
  return Object.fromEntries(Object.keys(known).map((name) => [name, pickKnown(value[name], known[name]) as Json]));
}

/** The values by which rows are ordered first, as they compare. */
export function listSortValues(
  { order }: Contract,
  { query }: MockRequest,
  items: readonly Item[],
): readonly Comparable[] {
  const asked = new URLSearchParams(query).get(order.parameter?.name ?? '')?.replace(/^-/, '') ?? '';
  const field = order.parameter?.fields.get(asked) ?? order.by[0]?.field;
  if (field === undefined) return [];
  return items.map((item) => toComparable(readField(item, field.path)[0], field.kind));
}
