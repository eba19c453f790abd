import type { AlteredResponse } from '../alter/engine.ts';
import type { Contract, Filter } from '../contract/contract.ts';
import { placeCredentials, usualSchemes } from '../contract/credentials.ts';
import { readField } from '../contract/field-values.ts';
import type { Credential } from '../dataset/scenarios/scenario.ts';
import type { ListMock } from '../mock/list.ts';
import type { MockRequest } from '../mock/message.ts';
import { createRequest } from '../mock/testing/create-request.ts';
import { type Item, locateNeighbour, NEIGHBOUR_ROLES, type NeighbourRole, readPage } from '../page/page-reader.ts';
import { formatQuery, type QueryPair, setParameter } from '../page/query.ts';

type Headers = Readonly<Record<string, string | undefined>>;

/**
 * Asks a list everything that a deviation could show in.
 *
 * @returns the answers as texts, each as it comes
 */
export function* probeList(list: ListMock): Generator<string> {
  for (const [{ query }, answer] of listExchanges(list)) {
    const { status, headers, body, delivery }: Partial<AlteredResponse> = answer ?? {};
    yield [query, status, headers?.join(' '), delivery && JSON.stringify(delivery), body].join('\n');
  }
}

const UUID = /[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}/g;

/** Makes a function that puts numbers in the place of UUIDs, which may be new in every answer. */
export function numberUuids(): (text: string) => string {
  const known = new Map<string, string>();
  return (text) =>
    text.replace(UUID, (id) => {
      const number = known.get(id) ?? `#${known.size}`;
      known.set(id, number);
      return number;
    });
}

type Exchange = readonly [MockRequest, AlteredResponse | undefined];

function* listExchanges(list: ListMock): Generator<Exchange> {
  const { limit, position } = list.contract.page;
  const usual = createDefaultRequest(list);
  const filterQueries = listFilterQueries(list);
  const walkQueries = listWalkQueries(list);
  const ask = (request: MockRequest): Exchange => [request, list.handle(request)];
  for (const query of listQueries(list)) yield ask({ ...usual, query });
  const last = yield* walk(list, setParameter(usual, limit.parameter, '3'), 'next');
  yield* walk(list, last, 'previous');
  yield* walk(list, yield* walk(list, setParameter(usual, limit.parameter, '2'), 'next'), 'previous');
  yield* walk(list, setParameter(usual, limit.parameter, '40'), 'next');
  for (const request of tamperWithPosition(last, position)) yield ask(request);
  for (const parts of listHeaders(list)) {
    yield ask({ ...usual, ...parts });
    yield ask({ ...last, ...parts });
    yield ask({ ...usual, ...parts, method: 'HEAD' });
    for (const query of filterQueries.slice(0, 1)) yield ask({ ...usual, ...parts, query });
  }
  // Positions that are stated where none need be, by whatever number the first has.
  for (const query of filterQueries) {
    for (const first of ['0', '1']) yield ask(setParameter({ ...usual, query }, position, first));
  }
  const nobody = { ...usual, ...listHeaders(list)[0] };
  for (const query of filterQueries) {
    yield ask({ ...usual, query });
    yield ask({ ...nobody, query });
  }
  const filtered = walkQueries.map((query) => setParameter({ ...usual, query }, limit.parameter, '1'));
  for (const request of filtered) yield* walk(list, request, 'next');
  // The same parameters the other way round.
  for (const query of walkQueries.slice(0, 2)) {
    yield ask({ ...usual, query: `${formatQuery([[limit.parameter ?? 'size', '1']])}&${query}` });
  }
  yield* walkInTurns(list, filtered.slice(0, 4));
  for (const role of NEIGHBOUR_ROLES) yield* walk(list, setParameter(usual, limit.parameter, '2'), role);
  yield ask({ ...usual, method: 'HEAD' });
  for (const request of listRareRequests(list, usual, nobody, last)) yield ask(request);
  yield* walkInOtherSizes(list, usual, filtered);
  for (let count = 0; count < 25; count += 1) yield ask(usual);
}

/** Several walks, step by step beside each other. */
function* walkInTurns(list: ListMock, requests: readonly MockRequest[]): Generator<Exchange> {
  const walks = requests.map((request) => walk(list, request, 'next'));
  for (let step = 0; step < MAX_STEPS; step += 1) {
    for (const one of walks) {
      const { value, done } = one.next();
      if (!done) yield value;
    }
  }
}

function* walkInOtherSizes(list: ListMock, usual: MockRequest, filtered: readonly MockRequest[]): Generator<Exchange> {
  const { limit } = list.contract.page;
  // By the size that nobody states.
  for (const request of filtered) yield* walk(list, setParameter(request, limit.parameter, undefined), 'next');
  for (const size of ['5', '7', '10', '25']) yield* walk(list, setParameter(usual, limit.parameter, size), 'next');
  const last = yield* walk(list, setParameter(usual, limit.parameter, '4'), 'next');
  const second = yield* walk(list, last, 'previous');
  yield* walk(list, setParameter(second, limit.parameter, '9'), 'previous');
  const [first] = filtered;
  if (first !== undefined) yield* walk(list, setParameter(first, limit.parameter, String(limit.maximum)), 'next');
}

/** What few clients send, and what is refused beside something else that is refused. */
function listRareRequests(
  list: ListMock,
  usual: MockRequest,
  nobody: MockRequest,
  last: MockRequest,
): readonly MockRequest[] {
  const { contract, state } = list;
  const { page } = contract;
  const { limit, position } = page;
  const { partition, version, scope } = contract.access;
  const rows = listRows(list);
  const withHeaders = (request: MockRequest, headers: Headers): MockRequest => ({
    ...request,
    headers: { ...request.headers, ...headers },
  });
  const inPartition = (request: MockRequest): readonly MockRequest[] => {
    return partition === undefined ? [] : [withHeaders(request, { [partition.parameter.name.toLowerCase()]: 'true' })];
  };
  const foreign = state.tenants.at(-1)?.collections[0] ?? '';
  const bare = version === undefined ? [] : [withHeaders(usual, { [version.parameter.name.toLowerCase()]: undefined })];
  const single = contract.filters.flatMap((filter) => listPairs(filter, rows).slice(0, 1));
  const token = new URLSearchParams(last.query).get(position) ?? '';
  const text = Buffer.from(token, 'base64url').toString('utf8');
  const swap = (value: string): string =>
    value.slice(0, -6) + value.slice(-6).replace(/[a-z]/g, (one) => one.toUpperCase());
  const keys = contract.filters.filter(({ serialization }) => serialization === 'captured');
  const by = (...pairs: readonly QueryPair[]): MockRequest => ({ ...usual, query: formatQuery(pairs) });
  return [
    ...['00', '010', '2147483648', '9223372036854775808'].map((size) => setParameter(usual, limit.parameter, size)),
    ...['', '/x', 'bad'].flatMap((value) => [nobody, ...bare].map((request) => setParameter(request, position, value))),
    ...single.map((pair) => setParameter({ ...nobody, query: formatQuery([pair]) }, limit.parameter, '2')),
    ...listHeaders(list).flatMap((parts): readonly MockRequest[] => [
      { ...usual, ...parts, method: 'HEAD' },
      ...[...single.slice(0, 1), ...single.slice(1).slice(-1)].map((pair) => ({ ...by(pair), ...parts })),
    ]),
    ...single.map((pair) => {
      return setParameter({ ...usual, query: formatQuery([pair]) }, position, String('first' in page ? page.first : 1));
    }),
    { ...nobody, method: 'HEAD' },
    usual,
    nobody,
    ...(scope?.in === 'header' ? [withHeaders(usual, { [scope.name.toLowerCase()]: foreign })] : []).flatMap(
      inPartition,
    ),
    ...(scope?.in === 'path'
      ? [{ ...usual, path: fillPath(contract, foreign).replace(/.$/, (one) => `%${one.charCodeAt(0).toString(16)}`) }]
      : []),
    withHeaders(usual, { 'if-none-match': '"any"' }),
    ...inPartition(withHeaders(usual, { 'if-none-match': '"any"' })),
    withHeaders(usual, { 'x-forwarded-host': 'other.example' }),
    withHeaders(last, { 'x-forwarded-host': 'other.example' }),
    withHeaders(usual, { accept: 'text/csv' }),
    ...single.map(([name]) => by([name, 'x'.repeat(300)])),
    ...single.map(([name, value]) => by([name, value.replace('@', '+any@')])),
    ...single.map(([name]) => by([name, 'null'])),
    ...contract.filters.flatMap((filter) => {
      const [one, other] = listPairs(filter, rows);
      return one === undefined || other === undefined ? [] : [by([one[0], `${one[1]},${other[1]}`])];
    }),
    // Two keys of one filter, and three filters with links to more.
    ...keys
      .flatMap((filter) => rows.map((row) => listPairs(filter, [row]).slice(0, 2)))
      .filter(({ length }) => length > 1)
      .slice(0, 3)
      .map((pairs) => by(...pairs)),
    setParameter(by(...single.slice(-3)), limit.parameter, '1'),
    setParameter(usual, position, '9223372036854775807'),
    ...listDescending(contract).map((value) => setParameter(usual, contract.order.parameter?.name, value)),
    ...keys.flatMap((filter) => {
      const pairs = listPairs(filter, rows);
      return pairs.flatMap(([name]) => pairs.map(([, value]) => ({ ...usual, query: formatQuery([[name, value]]) })));
    }),
    setParameter(last, position, swap(token)),
    setParameter(last, position, Buffer.from(swap(text).replace(/"\}$/i, '"}'), 'utf8').toString('base64')),
  ];
}

/** By two fields. */
function listDescending({ order }: Contract): readonly string[] {
  const names = [...(order.parameter?.fields.keys() ?? [])];
  return names.flatMap((name) => names.filter((other) => other !== name).map((other) => `-${name},${other}`));
}

const MAX_STEPS = 5;

/** Goes on from page to page. @returns the request of the last one */
function* walk(list: ListMock, start: MockRequest, role: NeighbourRole): Generator<Exchange, MockRequest> {
  let request = start;
  for (let steps = 0; ; steps += 1) {
    const answer = list.handle(request);
    yield [request, answer];
    const page = readPage(list.contract, answer);
    const next = page === undefined ? undefined : locateNeighbour(list.contract, request, page, role);
    if (next === undefined || steps === MAX_STEPS) return request;
    request = next;
  }
}

/** A request for the first page, by the first tenant, of its first collection. */
export function createDefaultRequest({ contract, state }: ListMock): MockRequest {
  const [tenant] = state.tenants;
  const request = createRequest(fillPath(contract, tenant?.collections[0] ?? ''), {
    method: contract.method,
    headers: {
      ...credentialHeaders(contract, tenant?.credentials[0]),
      ...scopeHeaders(contract, tenant?.collections[0]),
    },
  });
  // Probes put parameters into the query, wherever clients send them.
  return contract.method === 'GET' ? request : Object.assign(request, { isFolded: true });
}

function fillPath({ path, access }: Contract, collection: string): string {
  return path.replace(`{${access.scope?.name}}`, encodeURIComponent(collection));
}

function credentialHeaders(contract: Contract, credential: Credential | undefined): Headers {
  return placeCredentials(usualSchemes(contract), ({ name }) => credential?.values[name] ?? '').headers;
}

function scopeHeaders({ access: { scope, version } }: Contract, collection: string | undefined): Headers {
  return {
    ...(version !== undefined && { [version.parameter.name.toLowerCase()]: version.known[0] }),
    ...(scope?.in === 'header' && { [scope.name.toLowerCase()]: collection }),
  };
}

/** Requests by others, and by nobody, as far as they differ from the usual one. */
function listHeaders(list: ListMock): readonly Partial<MockRequest>[] {
  const { contract, state } = list;
  const { headers } = createDefaultRequest(list);
  const { scope, version, partition } = contract.access;
  const credentials = usualSchemes(contract).filter((scheme) => scheme.in === 'header');
  const changes: Headers[] = [
    ...credentials.flatMap(({ parameter: header }) =>
      [undefined, '', 'nobody', `Other ${headers[header]}`].map((value) => ({ [header]: value })),
    ),
    ...credentials.map(({ parameter: header, word = '' }) => ({
      [header]: String(headers[header]).slice(word.length).trim(),
    })),
    ...credentials.map(({ parameter: header }) => ({ [header]: `${headers[header]}x` })),
    ...state.tenants.flatMap((tenant) => tenant.credentials.map((one) => credentialHeaders(contract, one))),
    ...(version === undefined
      ? []
      : [undefined, 'other', ...version.retired].map((value) => ({ [version.parameter.name.toLowerCase()]: value }))),
    ...(partition === undefined
      ? []
      : ['true', 'false', '1'].map((value) => ({ [partition.parameter.name.toLowerCase()]: value }))),
    ...(scope?.in === 'header'
      ? [undefined, 'nowhere', ...state.collections].map((value) => ({ [scope.name.toLowerCase()]: value }))
      : []),
  ];
  const paths = scope?.in === 'path' ? ['nowhere', ...state.collections] : [];
  return [
    ...changes.map((change) => ({ headers: { ...headers, ...change } })),
    ...paths.map((collection) => ({ path: fillPath(contract, collection) })),
    ...paths.map((collection) => ({ path: fillPath(contract, collection), headers: { ...headers, ...changes[0] } })),
  ];
}

function listQueries({ contract }: ListMock): readonly string[] {
  const { limit, position } = contract.page;
  const { parameter: sizeName = 'size' } = limit;
  const order = contract.order.parameter;
  const sizes = ['0', '-1', 'abc', '1', String(limit.maximum), String(limit.maximum + 1), '1000000', ''];
  const positions = ['0', '-1', '1', '2', '5', '7', 'abc', 'last', '100000', ''];
  return [
    '',
    ...sizes.map((size) => formatQuery([[sizeName, size]])),
    ...positions.map((value) => formatQuery([[position, value]])),
    ...positions.map((value) =>
      formatQuery([
        [sizeName, '3'],
        [position, value],
      ]),
    ),
    ...(order === undefined
      ? []
      : [...order.fields.keys()].flatMap((name) =>
          [name, `-${name}`, `${name},-${[...order.fields.keys()][0]}`].map((value) =>
            formatQuery([[order.name, value]]),
          ),
        )),
    ...(order === undefined ? [] : [formatQuery([[order.name, 'nothing']])]),
    'unknown=1',
    'unknown=%00',
    'unknown=%27',
    'unknown=%C3%A9%FF',
    'unknown[a]=1',
    `unknown=${'9'.repeat(20)}`,
    `unknown=${'x'.repeat(300)}`,
    `${sizeName}=3&${sizeName}=4`,
  ];
}

function tamperWithPosition(request: MockRequest, name: string): readonly MockRequest[] {
  const value = new URLSearchParams(request.query).get(name);
  if (value === null) return [];
  const middle = Math.floor(value.length / 2);
  const overridden = [
    `${value.slice(0, middle)}k${value.slice(middle + 1)}`,
    value.slice(0, middle),
    `${value}AAAA`,
    '',
  ];
  return [request, request, ...overridden.map((text) => setParameter(request, name, text))];
}

/** Every filter by values of rows and by others near them, alone and in pairs. */
function listFilterQueries(list: ListMock): readonly string[] {
  const { filters } = list.contract;
  const rows = listRows(list);
  const singles = filters.flatMap((filter) => listPairs(filter, rows).flatMap(vary));
  const queries = [...singles.map((pair) => [pair]), ...listCombinations(list.contract, rows)].map(formatQuery);
  return [...queries, ...queries.filter((query) => query.includes('%20')).map((query) => query.replaceAll('%20', '+'))];
}

/** Filters that many rows meet, alone and with an order. */
export function listWalkQueries(list: ListMock): readonly string[] {
  const { contract } = list;
  const rows = listRows(list);
  const orders = [...(contract.order.parameter?.fields.keys() ?? [])].map(
    (name) => [contract.order.parameter?.name ?? '', name] as const,
  );
  const pairs = contract.filters.flatMap((filter) => listPairs(filter, rows).slice(0, 2));
  return [...[...pairs, ...orders].map((pair) => [pair]), ...listCombinations(contract, rows)].map(formatQuery);
}

function listRows({ contract, state }: ListMock): readonly Item[] {
  const [tenant] = state.tenants;
  const table = state.table(tenant?.collections[0] ?? '');
  const view = table?.select({ criteria: [], order: contract.order.by });
  return Array.from({ length: Math.min(view?.count ?? 0, 90) }, (_, rank) => {
    return table?.rowAt(view?.slotAt(rank) ?? 0) as Item;
  });
}

/** Two filters by values of one row, and two keys of one filter. */
function listCombinations({ filters }: Contract, rows: readonly Item[]): readonly (readonly QueryPair[])[] {
  const groups = filters.map((filter) => listPairs(filter, rows.slice(0, 3)).slice(0, 2));
  const pairs = groups.flatMap((own, index) => {
    const others = groups.slice(index + 1).map(([other]) => other);
    return own.slice(0, 1).flatMap((pair) => others.map((other) => [pair, ...(other === undefined ? [] : [other])]));
  });
  const keys = filters.filter(({ serialization }) => serialization === 'indexed');
  return [
    ...pairs,
    ...keys.flatMap((filter) => {
      const names = [...new Set(listPairs(filter, rows).map(([, value]) => value))];
      return names.flatMap((a) =>
        names.map(
          (b) =>
            [
              [`${filter.parameter}[0]`, a],
              [`${filter.parameter}[1]`, b],
            ] as const,
        ),
      );
    }),
  ];
}

function listPairs(filter: Filter, rows: readonly Item[]): readonly QueryPair[] {
  const { parameter, serialization, fields } = filter;
  const values = [...new Set(rows.flatMap((row) => fields.flatMap(({ path }) => listTexts(row, path, filter))))];
  const joined =
    fields.length > 1 ? rows.map((row) => fields.flatMap(({ path }) => readField(row, path)).join(' ')) : [];
  const special = [/ /, /[&#]/, /%/, /[^ -~]/].map((pattern) => values.find((value) => pattern.test(value)));
  const chosen = new Set([...values.slice(0, 3), ...joined.slice(0, 1), ...special]);
  return [...chosen].flatMap((value): readonly QueryPair[] => {
    if (value === undefined) return [];
    if (serialization === 'indexed') return [[`${parameter}[0]`, value]];
    const [key = '', text = ''] = serialization === 'captured' ? value.split('\n') : ['', value];
    return [[parameter.replace('*', key), text]];
  });
}

function listTexts(row: Item, path: readonly string[], { operator, serialization }: Filter): readonly string[] {
  if (serialization === 'captured') {
    const [holder] = readField(row, path.slice(0, -1));
    return Object.entries((holder ?? {}) as object).map(([key, value]) => `${key}\n${value}`);
  }
  return readField(row, path).flatMap((value) => {
    if (operator === 'hasKey') return Object.keys((value ?? {}) as object);
    return value === null || typeof value === 'object' ? [] : [String(value)];
  });
}

function vary([name, value]: QueryPair): readonly QueryPair[] {
  const texts = [value, value.toUpperCase(), value.slice(0, -1), value.slice(1), `${value}1`, ` ${value} `, '%', 'abc'];
  const bare = value.normalize('NFD').replace(/\p{M}/gu, '');
  const numbers = /^\d{10,}$/.test(value) ? [String(Number(value) + 1), String(Number(value) - 1), '9'] : [];
  const times = /^\d{4}-.*Z$/.test(value)
    ? [value.replace('Z', ''), value.replace('Z', '+02:00'), value.replace(/(\.\d+)?Z$/, '.5Z'), value.slice(0, 10)]
    : [];
  return [...texts, bare, ...numbers, ...times].map((text) => [name, text]);
}
