import type { RequestListener } from 'node:http';
import { describe, expect, it } from '@jest/globals';
import type { Json } from '../src/contract/contract.ts';
import { profile } from '../src/testing/runs.ts';
import { writeContract } from '../src/testing/write-contract.ts';
import type { Report } from './result.ts';
import { runConformance } from './run/conformance-run.ts';
import { listRequirements } from './run/requirements.ts';
import { loadContract } from './testing/fake-list.ts';

/** A list of which a file says little, and what differs from one case to the next. */
interface Description {
  readonly parameters?: readonly object[];
  /** Properties of an item beside its id, and which of them it always has. */
  readonly item?: Readonly<Record<string, object>>;
  readonly required?: readonly string[];
  readonly envelope?: Readonly<Record<string, object>>;
  readonly responses?: Readonly<Record<string, object>>;
  readonly mediaType?: string;
  readonly page: Readonly<Record<string, unknown>>;
  /** Other entries of the block. */
  readonly block?: Readonly<Record<string, unknown>>;
}

const SIZE = { name: 'size', in: 'query', schema: { type: 'integer', minimum: 1, maximum: 20, default: 10 } };
const SKIP = { name: 'skip', in: 'query', schema: { type: 'integer', minimum: 0, default: 0 } };
const LIMIT = { parameter: 'size' };
const BY_OFFSET = { style: 'offset', limit: LIMIT, position: { parameter: 'skip' } };

function describeList(description: Description): string {
  const { parameters = [SIZE, SKIP], item = {}, required = [], envelope = {}, responses = {}, page } = description;
  const schema = {
    type: 'object',
    required: ['rows'],
    properties: {
      rows: {
        type: 'array',
        items: {
          type: 'object',
          required: ['id', ...required],
          properties: { id: { type: 'string' }, ...item },
        },
      },
      ...envelope,
    },
  };
  const content = { [description.mediaType ?? 'application/json']: { schema } };
  const get = {
    parameters,
    responses: { '200': { description: 'A page', content }, ...responses },
    'x-pagewright': { items: '/rows', identity: 'id', order: { by: ['id'] }, page, ...description.block },
  };
  const document = { openapi: '3.1.0', info: { title: 'Rows', version: '1' }, paths: { '/rows': { get } } };
  return writeContract(JSON.stringify(document));
}

type Row = Readonly<Record<string, Json>>;

/** As many rows as make several pages; `make` adds what they hold beside an id. */
function makeRows(make: (index: number) => Row = () => ({}), count = 25): readonly Row[] {
  return Array.from({ length: count }, (_, index) => ({ id: `row-${String(index).padStart(3, '0')}`, ...make(index) }));
}

interface Answer {
  readonly status?: number;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body: unknown;
}

/** A server that knows nothing of contracts. */
function serve(answer: (query: URLSearchParams, url: URL) => Answer): RequestListener {
  return (request, response) => {
    const url = new URL(request.url ?? '/', `http://${request.headers.host}`);
    const { status = 200, headers = {}, body } = answer(url.searchParams, url);
    response.writeHead(status, { 'content-type': 'application/json', ...headers });
    response.end(request.method === 'HEAD' ? undefined : JSON.stringify(body));
  };
}

const BAD: Answer = { status: 400, body: { message: 'bad' } };

function readNumber(query: URLSearchParams, name: string, otherwise: number): number {
  const text = query.get(name);
  if (text === null) return otherwise;
  return /^\d+$/.test(text) ? Number(text) : Number.NaN;
}

/** Serves pages by offset. @param wrap - makes the body of a page */
function serveOffsets(
  rows: readonly Row[],
  wrap: (page: { readonly rows: readonly Row[]; readonly skip: number; readonly all: readonly Row[] }) => unknown,
  filter: (row: Row, query: URLSearchParams) => boolean = () => true,
): RequestListener {
  return serve((query) => {
    const [size, skip] = [readNumber(query, 'size', 10), readNumber(query, 'skip', 0)];
    if (!(size >= 1 && size <= 20 && skip >= 0)) return BAD;
    const all = rows.filter((row) => filter(row, query));
    return { body: wrap({ rows: all.slice(skip, skip + size), skip, all }) };
  });
}

async function check(file: string, app: RequestListener): Promise<Report> {
  return runConformance({ contract: loadContract(file), app }, { profile: profile() }).report;
}

function listVerdicts({ results }: Report, ...verdicts: readonly string[]): readonly string[] {
  return results.filter(({ verdict }) => verdicts.includes(verdict)).map(({ id, verdict }) => `${verdict} ${id}`);
}

/** Nothing is held against the server, and nothing went wrong either. */
async function expectConforming(file: string, app: RequestListener): Promise<Report> {
  const report = await check(file, app);
  expect(listVerdicts(report, 'fail', 'error')).toEqual([]);
  expect(report.verdict).toBe('pass');
  return report;
}

describe('what a file is silent on', () => {
  it('is never MUST', () => {
    const file = describeList({ page: { ...BY_OFFSET, pastEnd: 'empty' }, envelope: { total: { type: 'integer' } } });
    const binding = listRequirements(loadContract(file)).filter(({ level }) => level === 'must');
    expect(binding.map(({ id }) => id.replace('things.', ''))).toEqual([
      'item.id',
      'item.id.present',
      'body.total',
      'body.rows.present',
      'media-type',
      'answers.readable',
      'answers.no-server-error',
      'walk.complete',
      'walk.unique',
      'walk.ties',
      'walk.terminates',
      'replay.same',
      'replay.concurrent',
      'position.first',
      'position.rows',
      'position.deep',
      'position.end',
      'position.past-end',
      'position.past-end.empty',
      'limit.at-most',
      'limit.bounded',
      'limit.everything',
      'limit.default',
      'limit.accepted',
      'hostile.harmless',
      // Judged only by a list that the caller gives, who knows what there is.
      'rows.complete',
      'rows.existing',
      'rows.values',
    ]);
  });
});

describe('a correct server', () => {
  describe('with tokens that are not sealed', () => {
    const parameters = [SIZE, { name: 'token', in: 'query', schema: { type: 'string' } }];
    const page = { style: 'keyset', limit: LIMIT, position: { parameter: 'token' }, next: '/next' };
    const file = describeList({ parameters, envelope: { next: { type: 'string' } }, page });
    const rows = makeRows((index) => ({ rank: index }));
    const app = serve((query) => {
      const size = readNumber(query, 'size', 10);
      if (!(size >= 1 && size <= 20)) return BAD;
      const token = query.get('token');
      let after = -1;
      try {
        if (token !== null) ({ after } = JSON.parse(Buffer.from(token, 'base64url').toString()));
      } catch {
        return BAD;
      }
      const found = rows.slice(after + 1, after + 1 + size);
      const last = after + found.length;
      const next = Buffer.from(JSON.stringify({ after: last, of: 'rows in their order' })).toString('base64url');
      return { body: { rows: found, ...(last + 1 < rows.length ? { next } : {}) } };
    });

    it('need not reject a token that was altered', async () => {
      const report = await expectConforming(file, app);
      expect(listVerdicts(report, 'warn')).toEqual([]);
    });

    it('is warned when it falls over one, where its way of paging is guessed', async () => {
      const frail: RequestListener = (request, response) => {
        const token = new URL(request.url ?? '', 'http://any').searchParams.get('token') ?? '';
        const text = Buffer.from(token, 'base64url').toString();
        const isOwn = /^\{"after":\d+,"of":"rows in their order"\}$/.test(text);
        if (token === '' || isOwn) app(request, response);
        else response.writeHead(500, { 'content-type': 'application/json' }).end('{}');
      };
      const envelope = { next: { type: 'string' } };
      const guessed = describeList({ parameters, envelope, page, block: { provenance: 'inferred' } });
      // Among the forged ones is a hostile value of the parameter.
      const verdicts = listVerdicts(await check(guessed, frail), 'warn', 'fail');
      expect(verdicts).toEqual(['warn things.token.no-server-error']);
      const written = describeList({ parameters, envelope, page });
      expect(listVerdicts(await check(written, frail), 'fail')).toContain('fail things.answers.no-server-error');
    });

    it('has to, where the contract says so', async () => {
      const sealed = { ...page, token: { tampering: 'reject' } };
      const report = await check(
        describeList({ parameters, envelope: { next: { type: 'string' } }, page: sealed }),
        app,
      );
      expect(listVerdicts(report, 'fail')).toEqual(['fail things.token.altered.refused']);
    });
  });

  describe('with pages that are counted from 0', () => {
    const rows = makeRows();
    const app = serve((query) => {
      const [size, number] = [readNumber(query, 'size', 10), readNumber(query, 'page', 0)];
      if (!(size >= 1 && size <= 20 && number >= 0)) return BAD;
      return { body: { rows: rows.slice(number * size, (number + 1) * size), total: rows.length } };
    });
    const describePages = (schema: object, position: object = {}): string => {
      return describeList({
        parameters: [SIZE, { name: 'page', in: 'query', schema: { type: 'integer', ...schema } }],
        envelope: { total: { type: 'integer' } },
        page: { style: 'number', limit: LIMIT, position: { parameter: 'page', ...position } },
        block: { total: '/total' },
      });
    };

    it.each([
      ['by a minimum', describePages({ minimum: 0 })],
      ['by a default', describePages({ default: 0 })],
      ['in the block', describePages({}, { first: 0 })],
    ])('may do so where the file says it %s', async (_, file) => {
      const report = await expectConforming(file, app);
      expect(listVerdicts(report, 'warn', 'note')).not.toContain('note things.position.first');
    });

    it('may do so where the file says nothing, which is noted', async () => {
      expect(listVerdicts(await expectConforming(describePages({}), app), 'note')).toContain(
        'note things.position.first',
      );
    });

    it('may not where the file says otherwise', async () => {
      expect(listVerdicts(await check(describePages({ default: 1 }), app), 'fail')).toContain(
        'fail things.position.rows',
      );
    });
  });

  it('may have another default and maximum size than ours where the file says neither', async () => {
    const parameters = [{ name: 'size', in: 'query', schema: { type: 'integer' } }, SKIP];
    const rows = makeRows(undefined, 60);
    const app = serve((query) => {
      const [size, skip] = [readNumber(query, 'size', 7), readNumber(query, 'skip', 0)];
      if (!(size >= 1 && skip >= 0)) return BAD;
      return { body: { rows: rows.slice(skip, skip + Math.min(size, 15)), total: rows.length } };
    });
    await expectConforming(
      describeList({
        parameters,
        page: BY_OFFSET,
        envelope: { total: { type: 'integer' } },
        block: { total: '/total' },
      }),
      app,
    );
  });

  it('is warned of a way to the next page that the contract does not describe', async () => {
    const rows = makeRows();
    const app = serveOffsets(rows, ({ rows: shown, skip, all }) => ({
      rows: shown,
      ...(skip + shown.length < all.length ? { next_page_token: 'b3RoZXI' } : {}),
    }));
    const report = await expectConforming(describeList({ page: BY_OFFSET }), app);
    expect(listVerdicts(report, 'warn')).toEqual(['warn things.next.described']);
  });

  it('may say that there is more beside a total that says so as well', async () => {
    const app = serveOffsets(makeRows(), ({ rows, skip, all }) => ({
      rows,
      total: all.length,
      has_more: skip + rows.length < all.length,
    }));
    const report = await expectConforming(
      describeList({ page: BY_OFFSET, envelope: { total: { type: 'integer' } }, block: { total: '/total' } }),
      app,
    );
    expect(listVerdicts(report, 'warn')).toEqual([]);
  });

  it('may link by a reference that is relative', async () => {
    const page = { style: 'number', limit: LIMIT, position: { parameter: 'page' }, next: '/next', atEnd: 'omitted' };
    const parameters = [SIZE, { name: 'page', in: 'query', schema: { type: 'integer', minimum: 1, default: 1 } }];
    const rows = makeRows();
    const app = serve((query, url) => {
      const [size, number] = [readNumber(query, 'size', 10), readNumber(query, 'page', 1)];
      if (!(size >= 1 && size <= 20 && number >= 1)) return BAD;
      if ((number - 1) * size >= rows.length) return { status: 404, body: {} };
      query.set('page', String(number + 1));
      const next = number * size < rows.length ? { next: `${url.pathname}?${query}` } : {};
      return { body: { rows: rows.slice((number - 1) * size, number * size), ...next } };
    });
    await expectConforming(describeList({ parameters, envelope: { next: { type: 'string' } }, page }), app);
  });

  it('does not show what may only be written, and counts decimals in decimals', async () => {
    const item = {
      password: { type: 'string', writeOnly: true },
      price: { type: 'number', multipleOf: 0.01 },
      owner: {
        type: 'object',
        required: ['name', 'secret'],
        properties: { name: { type: 'string' }, secret: { type: 'string', writeOnly: true } },
      },
    };
    const required = ['password', 'price', 'owner'];
    const file = describeList({ item, required, page: BY_OFFSET });
    const rows = makeRows((index) => ({ price: (index * 7 + 3) / 100, owner: { name: 'Ann' } }));
    await expectConforming(
      file,
      serveOffsets(rows, (page) => ({ rows: page.rows })),
    );
    const shown = await check(
      file,
      serveOffsets(rows, (page) => ({ rows: page.rows.map((row) => ({ ...row, password: 'x' })) })),
    );
    expect(listVerdicts(shown, 'fail', 'warn')).toEqual(['warn things.item.password.write-only']);
    const uneven = await check(
      file,
      serveOffsets(rows, (page) => ({ rows: page.rows.map((row) => ({ ...row, price: 0.125 })) })),
    );
    expect(listVerdicts(uneven, 'fail')).toEqual(['fail things.item.price']);
  });

  it('may limit the rate by a 403 that says when to come again', async () => {
    let requests = 0;
    const rows = makeRows();
    const pages = serveOffsets(rows, (page) => ({ rows: page.rows }));
    const app: RequestListener = (request, response) => {
      requests += 1;
      if (requests % 30 !== 0) return pages(request, response);
      response.writeHead(403, { 'content-type': 'application/json', 'retry-after': '0' });
      return response.end('{"message":"secondary rate limit"}');
    };
    await expectConforming(describeList({ page: BY_OFFSET }), app);
  });

  describe('with a total that is not on every page', () => {
    const file = describeList({
      page: BY_OFFSET,
      envelope: { total: { type: 'integer' } },
      block: { total: '/total' },
    });

    it.each([
      ['on the first page only', (skip: number) => skip === 0],
      ['on no page', () => false],
    ])('may have it %s', async (_, hasTotal) => {
      const app = serveOffsets(makeRows(), ({ rows, skip, all }) => ({
        rows,
        ...(hasTotal(skip) ? { total: all.length } : {}),
      }));
      await expectConforming(file, app);
    });

    it('may not have a wrong one', async () => {
      const app = serveOffsets(makeRows(), ({ rows }) => ({ rows, total: rows.length }));
      expect(listVerdicts(await check(file, app), 'fail')).toContain('fail things.total.counts');
    });
  });

  it('returns a row without a value under no value of the field', async () => {
    const kind = { type: ['string', 'null'], enum: ['a', 'b', null] };
    const file = describeList({
      parameters: [SIZE, SKIP, { name: 'kind', in: 'query', schema: { type: 'string', enum: ['a', 'b'] } }],
      item: { kind },
      envelope: { total: { type: 'integer' } },
      page: BY_OFFSET,
      block: { total: '/total', filters: { kind: { field: 'kind', operator: 'equals' } } },
    });
    const rows = makeRows((index) => ({ kind: ['a', 'b', null][index % 3] ?? null }));
    const filter = (row: Row, query: URLSearchParams): boolean =>
      !query.has('kind') || row['kind'] === query.get('kind');
    const wrap = ({ rows: shown, all }: { readonly rows: readonly Row[]; readonly all: readonly Row[] }): unknown => {
      return { rows: shown, total: all.length };
    };
    const app: RequestListener = (request, response) => {
      const asked = new URL(request.url ?? '/', 'http://any').searchParams.get('kind');
      const isKnown = asked === null || asked === 'a' || asked === 'b';
      return isKnown ? serveOffsets(rows, wrap, filter)(request, response) : serve(() => BAD)(request, response);
    };
    await expectConforming(file, app);
  });

  it.each([
    ['of one value', { type: 'string', enum: ['open'] }, undefined],
    ['that the user gives', { type: 'string' }, { state: 'open' }],
  ])('may require a parameter %s, which its links then repeat', async (_, schema, query) => {
    const parameters = [SIZE, SKIP, { name: 'state', in: 'query', required: true, schema }];
    const page = { ...BY_OFFSET, next: '/next', atEnd: 'omitted' };
    const file = describeList({ parameters, envelope: { next: { type: 'string' } }, page });
    const rows = makeRows();
    const app = serve((asked, url) => {
      const [size, skip] = [readNumber(asked, 'size', 10), readNumber(asked, 'skip', 0)];
      if (asked.get('state') !== 'open' || !(size >= 1 && size <= 20 && skip >= 0)) return BAD;
      asked.set('skip', String(skip + size));
      const next = skip + size < rows.length ? { next: `${url.origin}${url.pathname}?${asked}` } : {};
      return { body: { rows: rows.slice(skip, skip + size), ...next } };
    });
    const contract = loadContract(file);
    const report = await runConformance({ contract, app, ...(query && { query }) }, { profile: profile() }).report;
    expect(listVerdicts(report, 'fail', 'warn', 'error')).toEqual([]);
    expect(report.verdict).toBe('pass');
  });

  it('may reject a value that no row can have', async () => {
    const form = { type: 'string', pattern: '^[A-D]$' };
    const file = describeList({
      parameters: [SIZE, SKIP, { name: 'grade', in: 'query', schema: form }],
      item: { grade: { type: 'string' } },
      page: BY_OFFSET,
      block: { filters: { grade: { field: 'grade', operator: 'equals' } } },
    });
    const rows = makeRows((index) => ({ grade: 'ABC'.charAt(index % 3) }));
    const filter = (row: Row, query: URLSearchParams): boolean =>
      !query.has('grade') || row['grade'] === query.get('grade');
    const pages = serveOffsets(rows, (page) => ({ rows: page.rows }), filter);
    const app = serve(() => BAD);
    const report = await expectConforming(file, (request, response) => {
      const grade = new URL(request.url ?? '/', 'http://any').searchParams.get('grade') ?? 'A';
      return (/^[A-D]$/.test(grade) ? pages : app)(request, response);
    });
    expect(listVerdicts(report, 'warn')).toEqual([]);
  });

  it('compares texts with a bound in the order of its own', async () => {
    const file = describeList({
      parameters: [SIZE, SKIP, { name: 'from', in: 'query', schema: { type: 'string' } }],
      item: { name: { type: 'string' } },
      required: ['name'],
      page: BY_OFFSET,
      block: { order: { by: ['name'] }, filters: { from: { field: 'name', operator: 'gte' } } },
    });
    const names = ['ant', 'Bee', 'cow', 'Dog', 'élan', 'fox', 'Gnu', 'hen'];
    const { compare } = new Intl.Collator('en', { sensitivity: 'base' });
    const rows = [...makeRows((index) => ({ name: names[index % names.length] ?? '' }))].sort((one, other) => {
      return compare(String(one['name']), String(other['name'])) || compare(String(one['id']), String(other['id']));
    });
    const filter = (row: Row, query: URLSearchParams): boolean => {
      return !query.has('from') || compare(String(row['name']), query.get('from') ?? '') >= 0;
    };
    await expectConforming(
      file,
      serveOffsets(rows, (page) => ({ rows: page.rows }), filter),
    );
  });

  it('need not know a - in front of a field, of which the file says nothing', async () => {
    const sorts = (schema: object): string => {
      return describeList({
        parameters: [SIZE, SKIP, { name: 'sort', in: 'query', schema }],
        item: { name: { type: 'string' }, rank: { type: 'integer' } },
        required: ['name', 'rank'],
        page: BY_OFFSET,
        block: { order: { by: ['id'], parameter: 'sort', fields: ['name', 'rank'] } },
      });
    };
    const rows = makeRows((index) => ({
      name: `n${String((index * 7) % 25).padStart(2, '0')}`,
      rank: (index * 11) % 25,
    }));
    const app: RequestListener = (request, response) => {
      const sort = new URL(request.url ?? '/', 'http://any').searchParams.get('sort') ?? 'id';
      if (sort.startsWith('-')) return serve(() => BAD)(request, response);
      const compare = (one: Row, other: Row): number => ((one[sort] ?? 0) < (other[sort] ?? 0) ? -1 : 1);
      const sorted = sort === 'name' || sort === 'rank' ? [...rows].sort(compare) : rows;
      return serveOffsets(sorted, (page) => ({ rows: page.rows }))(request, response);
    };
    await expectConforming(sorts({ type: 'string' }), app);
    await expectConforming(sorts({ type: 'string', enum: ['name', 'rank'] }), app);
  });

  it('may say in other words what an example of an error says', async () => {
    const example = { value: { detail: 'Authentication credentials were not provided.' } };
    const responses = {
      '400': {
        description: 'Bad',
        content: { 'application/json': { schema: { type: 'object' }, examples: { bad: example } } },
      },
    };
    const entry = { status: 400, example: 'bad' };
    const page = { ...BY_OFFSET, limit: { parameter: 'size', outOfRange: 'reject' } };
    const pages = serveOffsets(makeRows(), ({ rows }) => ({ rows }));
    await expectConforming(describeList({ responses, page, block: { errors: { invalidParameter: entry } } }), pages);
    const fixed = { ...entry, fixed: ['/detail'] };
    const bound = await check(describeList({ responses, page, block: { errors: { invalidParameter: fixed } } }), pages);
    expect(listVerdicts(bound, 'fail')).toEqual(['fail things.limit.refused.body']);
  });

  it('may have items of several forms', async () => {
    const form = (kind: string, name: string): object => ({
      type: 'object',
      required: ['kind', name],
      properties: { kind: { const: kind }, [name]: { type: 'string' } },
    });
    const item = { pet: { oneOf: [form('cat', 'purr'), form('dog', 'bark')] } };
    const file = describeList({ item, page: BY_OFFSET });
    const pet = (index: number): Row => (index % 2 === 0 ? { kind: 'cat', purr: 'r' } : { kind: 'dog', bark: 'w' });
    await expectConforming(
      file,
      serveOffsets(
        makeRows((index) => ({ pet: pet(index) })),
        ({ rows }) => ({ rows }),
      ),
    );
    const wrong = serveOffsets(
      makeRows(() => ({ pet: { kind: 'cat', bark: 'w' } })),
      ({ rows }) => ({ rows }),
    );
    expect(listVerdicts(await check(file, wrong), 'fail')).toEqual(['fail things.item.pet']);
  });

  it('has one of the media types of a range', async () => {
    const pages = serveOffsets(makeRows(), ({ rows }) => ({ rows }));
    await expectConforming(describeList({ page: BY_OFFSET, mediaType: 'application/*+json' }), (request, response) => {
      response.setHeader('content-type', 'application/vnd.rows+json');
      const end = response.writeHead.bind(response);
      response.writeHead = ((status: number) => end(status)) as typeof response.writeHead;
      pages(request, response);
    });
  });
});

describe('a wrong server', () => {
  it('returns rows for a size that it has to reject, which is one violation and no rejection to look at', async () => {
    const page = { ...BY_OFFSET, limit: { parameter: 'size', outOfRange: 'reject' } };
    const responses = {
      '400': { description: 'Bad', content: { 'application/json': { schema: { type: 'object' } } } },
    };
    const contract = loadContract(
      describeList({ responses, page, block: { errors: { invalidParameter: { status: 400 } } } }),
    );
    const rows = makeRows();
    const app = serve((query) => {
      const [size, skip] = [readNumber(query, 'size', 10), readNumber(query, 'skip', 0)];
      if (!(skip >= 0)) return BAD;
      return { body: { rows: rows.slice(skip, skip + Math.max(1, Math.min(size || 10, 20))) } };
    });
    const report = await runConformance({ contract, app }, { only: ['things.limit.*'] }).report;
    expect(listVerdicts(report, 'fail')).toEqual([
      'fail things.limit.above',
      'fail things.limit.below',
      'fail things.limit.malformed',
    ]);
  });

  const NO_OBJECTS: readonly (readonly [string, (row: Row) => unknown])[] = [
    ['lists', (row) => [row['id'], 1]],
    ['texts', (row) => row['id']],
    ['nothing', () => null],
  ];

  it.each(NO_OBJECTS)('has rows that are %s', async (_, toRow) => {
    const app = serveOffsets(makeRows(), ({ rows }) => ({ rows: rows.map(toRow) }));
    const report = await check(describeList({ page: BY_OFFSET }), app);
    expect(listVerdicts(report, 'fail')).toEqual(['fail things.answers.readable']);
  });
});
