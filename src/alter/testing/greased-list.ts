import type { RequestListener } from 'node:http';
import type { Contract, Json } from '../../contract/contract.ts';
import { type Comparable, readField, toComparable } from '../../contract/field-values.ts';

import { loadScenario } from '../../dataset/scenarios/load-scenario.ts';
import { createListMock, type ListMock, type ListMockOptions } from '../../mock/list.ts';
import type { MockRequest } from '../../mock/message.ts';
import { createWorld } from '../../mock/state.ts';
import { type Item, type LinkRole, locateNeighbour, type Page, readPage } from '../../page/page-reader.ts';
import { setParameter } from '../../page/query.ts';
import { createGreasedList } from '../grease/create-greased-list.ts';
import { createUsualRequest } from './probe.ts';

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
  const scenario = loadScenario({ contract, name, seed: 1 });
  const world = createWorld({ contract, scenario, now: () => scenario.now });
  const options: ListMockOptions = { world, key: 'key', seed: '1' };
  const greased = createGreasedList(options, { seed, ...(features !== undefined && { features }) });
  return { greased, plain: createListMock(options), options };
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
const MOST_STEPS = 500;

/** A request for the first page of what a query asks for. */
export function startOf(list: ListMock, query: string, limit?: number): MockRequest {
  const request = { ...createUsualRequest(list), query };
  return limit === undefined ? request : setParameter(request, list.contract.page.limit.parameter, String(limit));
}

/** Goes on from page to page as a client does that knows no more than the document. Throws for anything but a page. */
export function* walkList(list: ListMock, start: MockRequest, role: LinkRole = 'next'): Generator<Step> {
  let request: MockRequest | undefined = start;
  for (let steps = 0; request !== undefined; steps += 1) {
    const page = askPage(list, request);
    yield { request, page };
    if (steps === MOST_STEPS) throw new Error('the walk does not end');
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
  if (!isObject(value) || !isObject(known)) return value;
  return Object.fromEntries(Object.keys(known).map((name) => [name, pickKnown(value[name], known[name]) as Json]));
}

function isObject(value: Json | undefined): value is Record<string, Json> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
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
