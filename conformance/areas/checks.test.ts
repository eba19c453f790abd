import type { IncomingHttpHeaders, RequestListener } from 'node:http';
import { describe, expect, it } from '@jest/globals';
import { writeContract } from '../../src/testing/write-contract.ts';
import type { Report } from '../result.ts';
import { runConformance } from '../run/conformance-run.ts';
import { loadContract } from '../testing/fake-list.ts';

const KEY = 'key-4f1c9a27';

/** A list whose pages hold a token for the next one. */
const CONTRACT = loadContract(
  writeContract(
    JSON.stringify({
      openapi: '3.1.0',
      info: { title: 'Rows', version: '1' },
      security: [{ key: [] }],
      components: { securitySchemes: { key: { type: 'apiKey', in: 'header', name: 'x-key' } } },
      paths: {
        '/rows': {
          get: {
            parameters: [
              { name: 'size', in: 'query', schema: { type: 'integer', minimum: 1, maximum: 100, default: 10 } },
              { name: 'after', in: 'query', schema: { type: 'string' } },
              { name: 'kind', in: 'query', schema: { type: 'string' } },
            ],
            responses: {
              '200': {
                description: 'A page',
                content: {
                  'application/json': {
                    schema: {
                      type: 'object',
                      required: ['rows', 'total'],
                      properties: {
                        rows: {
                          type: 'array',
                          items: {
                            type: 'object',
                            required: ['id', 'kind'],
                            properties: { id: { type: 'string' }, kind: { type: 'string' } },
                          },
                        },
                        total: { type: 'integer' },
                        next: { type: 'string' },
                      },
                    },
                  },
                },
              },
              '401': { description: 'Who are you?' },
            },
            'x-pagewright': {
              items: '/rows',
              total: '/total',
              identity: 'id',
              order: { by: ['id'] },
              page: { style: 'keyset', limit: { parameter: 'size' }, position: { parameter: 'after' }, next: '/next' },
              filters: { kind: { field: 'kind', operator: 'equals' } },
              errors: { unauthenticated: { status: 401 } },
            },
          },
        },
      },
    }),
  ),
);

interface Row {
  readonly id: string;
  readonly kind: string;
}

interface Asked {
  readonly query: URLSearchParams;
  readonly headers: IncomingHttpHeaders;
  readonly method: string;
}

interface Page {
  readonly rows: readonly Row[];
  /** How many rows come before. */
  readonly start: number;
  readonly total: number;
  /** Whether rows follow. */
  readonly leadsOn: boolean;
}

/** What is wrong with a server; nothing by default. */
interface Wrong {
  /** Whether a request is answered without a key. */
  readonly letsIn?: (asked: Asked) => boolean;
  /** Changes what is asked before it is read. */
  readonly readAs?: (query: URLSearchParams) => URLSearchParams;
  readonly change?: (page: Page, asked: Asked) => Page;
  readonly tagOf?: (asked: Asked, page: Page) => string;
  readonly headers?: Readonly<Record<string, string>>;
}

/** A server of so many rows that knows nothing of contracts. */
function serve(count: number, wrong: Wrong = {}): RequestListener {
  const all = Array.from({ length: count }, (_, index): Row => {
    return { id: `row-${String(index).padStart(5, '0')}`, kind: `k${index % 3}` };
  });
  const kinds = new Set<string | null>([null, ...all.map(({ kind }) => kind)]);
  const byKind = new Map([...kinds].map((kind) => [kind, all.filter((row) => kind === null || row.kind === kind)]));
  const rows: Rows = { listKind: (kind) => byKind.get(kind) ?? [], ids: new Set(all.map(({ id }) => id)) };
  return (request, response) => {
    const asked: Asked = {
      query: new URL(request.url ?? '', 'http://any').searchParams,
      headers: request.headers,
      method: request.method ?? '',
    };
    const { status, body, tag } = answer(rows, asked, wrong);
    const given = { ...wrong.headers, ...(tag === undefined ? {} : { etag: tag }) };
    response.writeHead(status, { 'content-type': 'application/json', ...given });
    response.end(asked.method === 'HEAD' || status === 304 ? undefined : JSON.stringify(body));
  };
}

interface Rows {
  listKind(kind: string | null): readonly Row[];
  readonly ids: ReadonlySet<string>;
}

interface Response {
  readonly status: number;
  readonly body?: object;
  readonly tag?: string | undefined;
}

function answer(all: Rows, asked: Asked, { letsIn, readAs, change, tagOf }: Wrong): Response {
  if (asked.headers['x-key'] !== KEY && letsIn?.(asked) !== true) return { status: 401, body: {} };
  const plain = readPage(all, readAs?.(asked.query) ?? asked.query);
  if (plain === undefined) return { status: 400, body: {} };
  const page = change?.(plain, asked) ?? plain;
  const tag = tagOf?.(asked, page);
  if (tag !== undefined && asked.headers['if-none-match'] === tag) return { status: 304, tag };
  const next = page.leadsOn ? { next: `t-${page.rows.at(-1)?.id}` } : {};
  return { status: 200, body: { rows: page.rows, total: page.total, ...next }, tag };
}

/** @returns `undefined` for a query that is wrong */
function readPage({ listKind, ids }: Rows, query: URLSearchParams): Page | undefined {
  const size = Number(query.get('size') ?? 10);
  const [after, kind] = [query.get('after'), query.get('kind')];
  const edge = after?.startsWith('t-') && ids.has(after.slice(2)) ? after.slice(2) : '';
  if (!(Number.isInteger(size) && size >= 1 && size <= 100) || (after !== null && edge === '')) return undefined;
  const found = listKind(kind);
  const behind = edge === '' ? 0 : found.findIndex(({ id }) => id > edge);
  const start = behind === -1 ? found.length : behind;
  const rows = found.slice(start, start + size);
  return { rows, start, total: found.length, leadsOn: start + rows.length < found.length };
}

async function check(only: readonly string[], app: RequestListener): Promise<Report> {
  const target = { contract: CONTRACT, app, headers: { 'x-key': KEY } };
  return runConformance(target, { only: only.map((id) => `${CONTRACT.id}.${id}`), seed: 1 }).report;
}

/** What is found against a server: ids without the contract's, each with its sentences. */
async function find(only: readonly string[], app: RequestListener): Promise<Readonly<Record<string, string>>> {
  const { results } = await check(only, app);
  const bad = results.filter(({ verdict }) => ['fail', 'warn', 'note', 'error'].includes(verdict));
  return Object.fromEntries(
    bad.map(({ id, evidence }) => [id.slice(CONTRACT.id.length + 1), evidence.map(({ demand }) => demand).join('\n')]),
  );
}

describe('access.presence', () => {
  const ONLY = ['access.missing.refused', 'access.wrong.refused', 'access.on-next-page'];

  it('finds nothing where every request needs its key', async () => {
    expect(await find(ONLY, serve(25))).toEqual({});
  });

  it.each<[string, Wrong, string, RegExp]>([
    [
      'an invalid position',
      { letsIn: ({ query }) => query.get('after') === '/x' },
      'access.missing.refused',
      /invalid position/,
    ],
    ['the position of a later page', { letsIn: ({ query }) => query.has('after') }, 'access.on-next-page', /next page/],
    ['a filter', { letsIn: ({ query }) => query.has('kind') }, 'access.missing.refused', /a filter/],
  ])('finds that a key is not needed beside %s', async (_, wrong, id, said) => {
    // What is invalid is read as if it were not there.
    const readAs = (query: URLSearchParams): URLSearchParams =>
      query.get('after') === '/x' ? new URLSearchParams() : query;
    expect((await find(ONLY, serve(25, { ...wrong, readAs })))[id]).toMatch(said);
  });
});

describe('robustness.caching', () => {
  const ONLY = ['cache.*'];

  it('finds nothing where tags and headers depend on the page', async () => {
    const tagOf = (_: Asked, { rows, total }: Page): string => `"${rows[0]?.id}-${rows.length}-${total}"`;
    expect(await find(ONLY, serve(25, { tagOf, headers: { 'cache-control': 'private' } }))).toEqual({});
  });

  it('finds a tag that all pages share', async () => {
    expect(Object.keys(await find(ONLY, serve(25, { tagOf: () => '"v1"' })))).toEqual(['cache.other-rows']);
  });

  it('finds a tag that does not heed filters', async () => {
    const tagOf = ({ query }: Asked): string => `"${query.get('after')}"`;
    expect(Object.keys(await find(ONLY, serve(80, { tagOf })))).toEqual(['cache.other-rows']);
  });

  it('finds a 304 to a tag that nobody gave', async () => {
    const tagOf = ({ headers }: Asked): string => headers['if-none-match'] ?? '"v1"';
    expect(Object.keys(await find(ONLY, serve(25, { tagOf })))).toContain('cache.unknown-tag');
  });

  it('notes that shared caches may keep what needs a key', async () => {
    expect(await find(ONLY, serve(25, { headers: { 'cache-control': 'public, max-age=60' } }))).toEqual({
      'cache.private': expect.stringContaining('public'),
    });
  });
});

describe('paging.sizes and pages of one size', () => {
  const ONLY = ['walk.complete', 'walk.unique', 'walk.terminates'];
  const ofSize =
    (size: number, change: (page: Page) => Page): NonNullable<Wrong['change']> =>
    (page, { query }) =>
      Number(query.get('size') ?? 10) === size ? change(page) : page;

  it('find nothing where all sizes are alike', async () => {
    expect(await find(ONLY, serve(120))).toEqual({});
  });

  it.each([10, 25])('find that second pages of %i rows lose a row', async (size) => {
    const change = ofSize(size, (page) => (page.start > 0 ? { ...page, rows: page.rows.slice(1) } : page));
    expect((await find(ONLY, serve(120, { change })))['walk.complete']).toContain('misses');
  });

  it.each([5])('find that pages of %i rows do not lead on', async (size) => {
    const change: Wrong['change'] = (page) => (page.rows.length === size ? { ...page, leadsOn: false } : page);
    expect(Object.keys(await find(ONLY, serve(120, { change })))).toContain('walk.complete');
  });
});

describe('paging.odd-limits', () => {
  const ONLY = ['limit.everything'];
  const readZeroAs =
    (size: string): NonNullable<Wrong['readAs']> =>
    (query) =>
      new URLSearchParams([...query].map(([name, value]): [string, string] => [name, value === '0' ? size : value]));

  it('finds that an invalid size means everything', async () => {
    expect(await find(ONLY, serve(25, { readAs: readZeroAs('100') }))).toHaveProperty(['limit.everything']);
  });

  it('finds nothing where it means the default, and all rows fit on such a page, of which there are more by now', async () => {
    const grown: Row = { id: 'row-99999', kind: 'k0' };
    const change: Wrong['change'] = (page, { query }) =>
      query.get('size') === '0' ? { ...page, rows: [...page.rows, grown], total: page.total + 1 } : page;
    expect(await find(ONLY, serve(5, { readAs: readZeroAs('10'), change }))).toEqual({});
  });
});

describe('paging.requests-apart', () => {
  const ONLY = ['replay.same'];

  it('finds nothing where requests have nothing to do with each other', async () => {
    expect(await find(ONLY, serve(25))).toEqual({});
  });

  it('finds that a filter stays in force for the next request', async () => {
    let kept: string | null = null;
    const readAs = (query: URLSearchParams): URLSearchParams => {
      const read = new URLSearchParams(query);
      if (kept !== null && !query.has('kind') && !query.has('after')) read.set('kind', kept);
      kept = query.get('kind');
      return read;
    };
    expect((await find(ONLY, serve(25, { readAs })))['replay.same']).toContain('after a request with filters');
  });
});

describe('paging.far-rows', () => {
  const ONLY = ['walk.complete', 'walk.unique', 'walk.terminates', 'total.same', 'total.counts'];
  const FAR = 1000;
  const far =
    (change: (page: Page) => Page): NonNullable<Wrong['change']> =>
    (page) =>
      page.start >= FAR ? change(page) : page;

  it('reads past row 1,000 and finds nothing where that is like the rest', async () => {
    const { variation, verdict } = await check(ONLY, serve(1250));
    expect([verdict, variation?.rows]).toEqual(['pass', 1250]);
  });

  it.each<[string, NonNullable<Wrong['change']>, string]>([
    ['rows are lost', far((page) => ({ ...page, rows: page.rows.slice(1) })), 'walk.complete'],
    [
      'no page leads on',
      (page) => (page.start + page.rows.length >= FAR ? { ...page, leadsOn: false } : page),
      'walk.complete',
    ],
    ['the total is another one', far((page) => ({ ...page, total: page.total - 1 })), 'total.same'],
    ['the total stands still', (page) => ({ ...page, total: Math.min(FAR, page.total) }), 'total.counts'],
  ])('finds that far into the list %s', async (_, change, id) => {
    const found = await find(ONLY, serve(1250, { change }));
    expect(Object.keys(found)).toEqual([id]);
    expect(found[id]).toContain('far into the list, ');
  });
});
