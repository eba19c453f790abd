import type { Contract } from '../../contract/contract.ts';
import type { Credential } from '../../dataset/scenario.ts';
import type { ListMock } from '../../mock/list-mock.ts';
import type { MockRequest, MockResponse } from '../../mock/message.ts';
import { createRequest } from '../../mock/testing/create-request.ts';
import { LINK_ROLES, type LinkRole, locateNeighbour, readPage } from '../../page/page-reader.ts';
import { formatQuery, setParameter } from '../../page/query-parameters.ts';
import { listFilterQueries, listWalkQueries } from './list-filter-queries.ts';

type Headers = Readonly<Record<string, string | undefined>>;

const UUID = /[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}/g;

/**
 * Asks a list everything that a deviation could show in.
 *
 * @returns the answers as texts, each as it comes; in place of UUIDs, which may be new in every answer, stand their numbers
 */
export function* probeList(list: ListMock): Generator<string> {
  const known = new Map<string, string>();
  for (const [request, answer] of listExchanges(list)) {
    const text = JSON.stringify([request.query, request.headers, answer]);
    yield text.replace(UUID, (id) => {
      const number = known.get(id) ?? `#${known.size}`;
      known.set(id, number);
      return number;
    });
  }
}

type Exchange = readonly [MockRequest, MockResponse | undefined];

function* listExchanges(list: ListMock): Generator<Exchange> {
  const { limit, position } = list.contract.page;
  const usual = createUsualRequest(list);
  const ask = (request: MockRequest): Exchange => [request, list.handle(request)];
  for (const query of listQueries(list)) yield ask({ ...usual, query });
  const last = yield* walk(list, setParameter(usual, limit.parameter, '3'), 'next');
  yield* walk(list, last, 'previous');
  yield* walk(list, setParameter(usual, limit.parameter, '40'), 'next');
  for (const request of bendPosition(last, position)) yield ask(request);
  for (const parts of listHeaders(list)) {
    yield ask({ ...usual, ...parts });
    yield ask({ ...last, ...parts });
  }
  const nobody = { ...usual, ...listHeaders(list)[0] };
  for (const query of listFilterQueries(list)) {
    yield ask({ ...usual, query });
    yield ask({ ...nobody, query });
  }
  const filtered = listWalkQueries(list).map((query) => setParameter({ ...usual, query }, limit.parameter, '1'));
  for (const request of filtered) yield* walk(list, request, 'next');
  // Two walks, step by step beside each other.
  const walks = filtered.slice(0, 4).map((request) => walk(list, request, 'next'));
  for (let step = 0; step < MOST_STEPS; step += 1) {
    for (const one of walks) {
      const { value, done } = one.next();
      if (!done) yield value;
    }
  }
  for (const role of LINK_ROLES) yield* walk(list, setParameter(usual, limit.parameter, '2'), role);
  yield ask({ ...usual, method: 'HEAD' });
}

const MOST_STEPS = 5;

/** Goes on from page to page. @returns the request of the last one */
function* walk(list: ListMock, start: MockRequest, role: LinkRole): Generator<Exchange, MockRequest> {
  let request = start;
  for (let steps = 0; ; steps += 1) {
    const answer = list.handle(request);
    yield [request, answer];
    const page = readPage(list.contract, answer);
    const next = page === undefined ? undefined : locateNeighbour(list.contract, request, page, role);
    if (next === undefined || steps === MOST_STEPS) return request;
    request = next;
  }
}

/** A request for the first page, by the first tenant, of its first collection. */
export function createUsualRequest({ contract, world }: ListMock): MockRequest {
  const [tenant] = world.tenants;
  return createRequest(fillPath(contract, tenant?.collections[0] ?? ''), {
    headers: {
      ...credentialHeaders(contract, tenant?.credentials[0]),
      ...scopeHeaders(contract, tenant?.collections[0]),
    },
  });
}

function fillPath({ path, access }: Contract, collection: string): string {
  return path.replace(`{${access.scope?.name}}`, encodeURIComponent(collection));
}

function credentialHeaders({ access }: Contract, credential: Credential | undefined): Headers {
  return Object.fromEntries(
    access.credentials.map(({ name, header, word }) => {
      const value = credential?.values[name] ?? '';
      return [header, word === undefined ? value : `${word} ${value}`];
    }),
  );
}

function scopeHeaders({ access: { scope, version } }: Contract, collection: string | undefined): Headers {
  return {
    ...(version !== undefined && { [version.parameter.name.toLowerCase()]: version.known[0] }),
    ...(scope?.in === 'header' && { [scope.name.toLowerCase()]: collection }),
  };
}

/** Requests by others, and by nobody, as far as they differ from the usual one. */
function listHeaders(list: ListMock): readonly Partial<MockRequest>[] {
  const { contract, world } = list;
  const { headers } = createUsualRequest(list);
  const { credentials, scope, version, partition } = contract.access;
  const changes: Headers[] = [
    ...credentials.flatMap(({ header }) =>
      [undefined, '', 'nobody', `Other ${headers[header]}`].map((value) => ({ [header]: value })),
    ),
    ...credentials.map(({ header, word = '' }) => ({ [header]: String(headers[header]).slice(word.length).trim() })),
    ...credentials.map(({ header }) => ({ [header]: `${headers[header]}x` })),
    ...world.tenants.flatMap((tenant) => tenant.credentials.map((one) => credentialHeaders(contract, one))),
    ...(version === undefined
      ? []
      : [undefined, 'other', ...version.retired].map((value) => ({ [version.parameter.name.toLowerCase()]: value }))),
    ...(partition === undefined
      ? []
      : ['true', 'false', '1'].map((value) => ({ [partition.parameter.name.toLowerCase()]: value }))),
    ...(scope?.in === 'header'
      ? [undefined, 'nowhere', ...world.collections].map((value) => ({ [scope.name.toLowerCase()]: value }))
      : []),
  ];
  const paths = scope?.in === 'path' ? ['nowhere', ...world.collections] : [];
  return [
    ...changes.map((change) => ({ headers: { ...headers, ...change } })),
    ...paths.map((collection) => ({ path: fillPath(contract, collection) })),
    ...paths.map((collection) => ({ path: fillPath(contract, collection), headers: { ...headers, ...changes[0] } })),
  ];
}

function listQueries({ contract }: ListMock): readonly string[] {
  const { limit, position } = contract.page;
  const order = contract.order.parameter;
  const sizes = ['0', '-1', 'abc', '1', String(limit.maximum), String(limit.maximum + 1), '1000000', ''];
  const positions = ['0', '-1', '1', '2', '5', '7', 'abc', 'last', '100000', ''];
  return [
    '',
    ...sizes.map((size) => formatQuery([[limit.parameter, size]])),
    ...positions.map((value) => formatQuery([[position, value]])),
    ...positions.map((value) =>
      formatQuery([
        [limit.parameter, '3'],
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
    `${limit.parameter}=3&${limit.parameter}=4`,
  ];
}

function bendPosition(request: MockRequest, name: string): readonly MockRequest[] {
  const value = new URLSearchParams(request.query).get(name);
  if (value === null) return [];
  const middle = Math.floor(value.length / 2);
  const bent = [`${value.slice(0, middle)}k${value.slice(middle + 1)}`, value.slice(0, middle), `${value}AAAA`, ''];
  return [request, request, ...bent.map((text) => setParameter(request, name, text))];
}
