import { readdirSync } from 'node:fs';
import { basename } from 'node:path';
import { describe, expect, it } from '@jest/globals';
import { readField } from './contract/field-values.ts';
import { packageFile } from './contract/package-file.ts';
import { createMock, type Mock } from './server/mock.ts';

type Body = Readonly<Record<string, unknown>> & readonly unknown[];

/** A page as a client has it. */
interface Page {
  readonly url: URL;
  readonly body: Body;
  readonly headers: Headers;
}

/** What a client that knows one API does. */
interface Client {
  /** The parameters of its first request, or the body. */
  readonly first?: string | object;
  items(page: Page): readonly unknown[];
  /** The next request: a URL, a change of the query, or a body; `undefined` at the end. */
  next(page: Page, items: readonly unknown[]): string | Readonly<Record<string, unknown>> | undefined;
  /** Where the identity of an item stands. */
  readonly id: string;
  /** Which of the rows it asks for; all by default. */
  rows?(row: Body): boolean;
  /** What else is true of every page. */
  check?(page: Page, items: readonly unknown[]): void;
}

const at = (value: unknown, path: string): unknown => readField(value, path.split('.'))[0];
const list = (value: unknown, path = ''): readonly unknown[] =>
  (path === '' ? value : ((value as Body)[path] ?? [])) as [];

const CLIENTS: Readonly<Record<string, Client>> = {
  'last-id': {
    first: 'limit=9',
    items: ({ body }) => list(body, 'data'),
    next: ({ body }, items) => (body['has_more'] === true ? { starting_after: at(items.at(-1), 'id') } : undefined),
    id: 'id',
    check: ({ body }) => expect(body).toMatchObject({ object: 'list', url: '/v1/charges' }),
  },
  'link-header': {
    first: 'per_page=7',
    items: ({ body }) => body,
    next: ({ headers }) => /<([^>]*)>; rel="next"/.exec(headers.get('link') ?? '')?.[1],
    id: 'id',
    check({ headers, url }) {
      expect(Number(headers.get('x-total-count'))).toBeGreaterThan(20);
      for (const [, link = ''] of (headers.get('link') ?? '').matchAll(/<([^>]*)>/g))
        expect(new URL(link).host).toBe(url.host);
    },
  },
  'pages-from-zero': {
    items: ({ body }) => list(body, 'content'),
    next: ({ body }) => (body['last'] === true ? undefined : { page: Number(body['number']) + 1 }),
    id: 'id',
    check: ({ body }, items) => expect(body['numberOfElements']).toBe(items.length),
  },
  'page-token': {
    first: 'pageSize=11&orderBy=title%20desc,name',
    items: ({ body }) => list(body, 'books'),
    next: ({ body }) => (body['nextPageToken'] === '' ? undefined : { pageToken: body['nextPageToken'] }),
    id: 'name',
  },
  'json-api': {
    first: 'page[size]=10',
    items: ({ body }) => list(body, 'data'),
    next: ({ body }) => (at(body, 'links.next') ?? undefined) as string | undefined,
    id: 'id',
    check: ({ body, url }) =>
      expect(at(body, 'links.self')).toBe(decodeURI(url.href).replace(/[[\]]/g, encodeURIComponent)),
  },
  odata: {
    first: '$top=8&$count=true',
    items: ({ body }) => list(body, 'value'),
    next: ({ body }) => body['@odata.nextLink'] as string | undefined,
    id: 'id',
    check: ({ body }) => expect(body['@odata.count']).toBeGreaterThan(20),
  },
  scim: {
    first: 'count=9',
    items: ({ body }) => list(body, 'Resources'),
    next({ body }) {
      const start = Number(body['startIndex']) + Number(body['itemsPerPage']);
      return start > Number(body['totalResults']) ? undefined : { startIndex: start };
    },
    id: 'id',
    check: ({ body }) => expect(body['schemas']).toEqual(['urn:ietf:params:scim:api:messages:2.0:ListResponse']),
  },
  'post-search': {
    first: { options: { limit: 9 } },
    items: ({ body }) => list(body, 'invoices'),
    next: ({ body }) =>
      body['next_cursor'] === null ? undefined : { options: { limit: 9, cursor: body['next_cursor'] } },
    id: 'number',
  },
  'fixed-size': {
    items: ({ body }) => list(body, 'plans'),
    next: ({ body }) => (at(body, 'meta.next_page') === null ? undefined : { page: at(body, 'meta.next_page') }),
    id: 'code',
    check({ body }, items) {
      const [page, from, to] = ['current_page', 'from', 'to'].map((name) => at(body, `meta.${name}`));
      expect([from, to]).toEqual([20 * (Number(page) - 1) + 1, 20 * (Number(page) - 1) + items.length]);
    },
  },
  'relative-links': {
    first: 'PageSize=9',
    items: ({ body }) => list(body, 'messages'),
    next: ({ body }) => (body['next_page_uri'] ?? undefined) as string | undefined,
    id: 'sid',
    check: ({ body }) => expect(body['first_page_uri']).toMatch(/^\/2024-01-01\/Messages\.json\?/),
  },
  'page-or-token': {
    first: 'maxResults=9&state=active',
    items: ({ body }) => list(body, 'volumes'),
    next: ({ body }) => (body['nextPageToken'] === undefined ? undefined : { pageToken: body['nextPageToken'] }),
    id: 'id',
    rows: (row) => row['state'] === 'active',
  },
  'integer-marker': {
    items: ({ body }) => list(body, 'entries'),
    next: ({ body }) => (body['next_marker'] === null ? undefined : { marker: body['next_marker'] }),
    id: 'id',
  },
  'event-log': {
    first: { client_id: 'me', after_id: 0, count: 9 },
    items: ({ body }) => list(body, 'events'),
    next({ body }, items) {
      const last = at(items.at(-1), 'event_id');
      return body['has_more'] === true ? { client_id: 'me', after_id: last, count: 9 } : undefined;
    },
    id: 'event_id',
  },
  edges: {
    first: 'first=9',
    items: ({ body }) => list(body, 'edges'),
    next({ body }) {
      return at(body, 'pageInfo.hasNextPage') === true ? { after: at(body, 'pageInfo.endCursor') } : undefined;
    },
    id: 'node.id',
  },
  'list-of-links': {
    first: '_count=9',
    items: ({ body }) => list(body, 'entry'),
    next: ({ body }) => findLink(body, 'next'),
    id: 'resource.id',
    check({ body, url }) {
      expect(body).toMatchObject({ resourceType: 'Bundle', type: 'searchset' });
      expect(findLink(body, 'self')).toBe(url.href);
      expect('total' in body).toBe(!url.searchParams.has('cursor'));
    },
  },
  'sub-resource': {
    first: 'limit=9',
    items: ({ body }) => list(body, 'orders'),
    next({ body, url }, items) {
      const offset = Number(url.searchParams.get('offset')) + items.length;
      return offset < Number(body['total']) ? { offset } : undefined;
    },
    id: 'id',
  },
  'changes-for-ever': {
    first: 'limit=9',
    items: ({ body }) => list(body, 'items'),
    next: ({ body, url }) => (body['next'] === url.href ? undefined : String(body['next'])),
    id: 'modified',
  },
};

function findLink(body: Body, relation: string): string | undefined {
  const links = list(body, 'link') as readonly { readonly relation: string; readonly url: string }[];
  return links.find((link) => link.relation === relation)?.url;
}

describe('examples', () => {
  const names = readdirSync(packageFile('examples')).filter((name) => name.endsWith('.yaml'));

  it('are all read by a client of their kind', () => {
    expect(names.map((name) => basename(name, '.yaml')).sort()).toEqual(Object.keys(CLIENTS).sort());
  });

  async function open(name: string): Promise<Mock> {
    return createMock({ contract: packageFile('examples', `${name}.yaml`), listen: false });
  }

  async function send(mock: Mock, url: URL, body?: object): Promise<Page> {
    const init = body === undefined ? {} : { method: 'POST', body: JSON.stringify(body) };
    const headers = { ...mock.headers, ...(body !== undefined && { 'content-type': 'application/json' }) };
    const response = await mock.handle(new Request(url, { ...init, headers }));
    const text = await response.text();
    if (!response.ok) throw new Error(`${response.status} ${text}`);
    return { url, body: JSON.parse(text) as Body, headers: response.headers };
  }

  /** Follows what pages advertise, to the end, or as far as a client gets that has had enough of it. */
  async function walk(mock: Mock, client: Client, patience?: number): Promise<readonly unknown[]> {
    let page = await begin(mock, client);
    const ids: unknown[] = [];
    for (let count = 0; count < 40; count += 1) {
      const items = client.items(page);
      client.check?.(page, items);
      ids.push(...items.map((item) => at(item, client.id)));
      const next = client.next(page, items);
      if (next === undefined || count + 1 === patience) return ids;
      page = await follow(mock, client, page, next);
    }
    throw new Error('it goes on for ever');
  }

  function begin(mock: Mock, { first = '' }: Client): Promise<Page> {
    const start = new URL(mock.listUrl);
    if (typeof first === 'object') return send(mock, start, first);
    start.search += `${start.search === '' ? '' : '&'}${first}`;
    return send(mock, start);
  }

  function follow(
    mock: Mock,
    client: Client,
    { url }: Page,
    next: NonNullable<ReturnType<Client['next']>>,
  ): Promise<Page> {
    if (typeof next === 'string') return send(mock, new URL(next, url));
    return typeof client.first === 'object' ? send(mock, url, next) : send(mock, changeQuery(url, next));
  }

  function changeQuery(url: URL, changes: Readonly<Record<string, unknown>>): URL {
    const changed = new URL(url);
    for (const [name, value] of Object.entries(changes)) changed.searchParams.set(name, String(value));
    return changed;
  }

  it.each(Object.keys(CLIENTS))('%s leads through all of its rows, each once', async (name) => {
    await using mock = await open(name);
    const client = CLIENTS[name] as Client;
    const ids = await walk(mock, client);
    const all = mock.rows.list({ limit: 1000 }).rows.filter((row) => client.rows?.(row as unknown as Body) ?? true);
    const rows = all.map((row) => at(row, client.id));
    expect(ids.length).toBeGreaterThan(20);
    expect(new Set(ids).size).toBe(ids.length);
    expect([...ids].sort()).toEqual([...rows].sort());
    mock.audit().toBeClean();
  });

  it.each(Object.keys(CLIENTS))('%s is audited: a client that stops amid a walk has not read all', async (name) => {
    await using mock = await open(name);
    await walk(mock, CLIENTS[name] as Client, 2);
    const broken = mock.audit().results.filter(({ verdict }) => verdict === 'fail' || verdict === 'warn');
    // A contract with several lists names the one that was read.
    expect(broken.map(({ id }) => id.replace(/\.listOrdersOfShop/, ''))).toEqual([`${name}.client.read-to-the-end`]);
  });
});
