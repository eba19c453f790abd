import { describe, expect, it } from '@jest/globals';
import { createMock, type Mock, type MockOptions } from '../../src/index.ts';
import { profile } from '../../src/testing/runs.ts';
import { writeContract } from '../../src/testing/write-contract.ts';
import type { Profile } from '../design/design.ts';
import type { Report } from '../result.ts';
import { type RunTarget, runConformance } from '../run/conformance-run.ts';
import { loadContract } from '../testing/fake-list.ts';
import { callerOf } from '../testing/mock-target.ts';
import { createTestServers } from '../testing/servers.ts';
import type { BetweenPages, HookOptions } from './hooks.ts';
import { parseOracle } from './oracle.ts';

type Row = Readonly<Record<string, unknown>>;

interface Checked {
  readonly report: Report;
  readonly verdicts: Readonly<Record<string, string>>;
  readonly reasons: Readonly<Record<string, string>>;
}

/** Checks the mock of a contract with hooks that may use it. */
async function check(
  contract: string,
  only: readonly string[],
  lend: (mock: Mock) => HookOptions,
  options: Omit<MockOptions, 'contract'> & { readonly effort?: Profile } = {},
): Promise<Checked> {
  const { effort = profile(), ...mockOptions } = options;
  await using mock = await createMock({ contract, scenario: 'one-page', ...mockOptions });
  const target: RunTarget = {
    contract: loadContract(contract),
    baseUrl: mock.url,
    ...callerOf(contract),
    ...lend(mock),
  };
  const report = await runConformance(target, {
    only: only.map((id) => `${contract}.${id}`),
    seed: 1,
    profile: effort,
  }).report;
  const byId = (key: 'verdict' | 'reason'): Readonly<Record<string, string>> => {
    return Object.fromEntries(report.results.map((one) => [one.id.slice(contract.length + 1), one[key]]));
  };
  return { report, verdicts: byId('verdict'), reasons: byId('reason') };
}

const rowsOf = (mock: Mock): readonly Row[] => mock.rows.list({ limit: 1000 }).rows;

describe('betweenPages', () => {
  const STABLE = ['stability.*'];
  /** A quick run asks for fewer changes. */
  const WHOLE = { effort: 'whole' } as const;
  const where = { collection: 'site-acme-sydney' };
  /** Adds the newest row, or deletes the one that is named. */
  const change =
    (mock: Mock): BetweenPages =>
    ({ phase, id = '' }) => {
      if (phase === 'delete') return mock.rows.remove(id, where);
      return String(mock.rows.add({}, where)['customerReference']);
    };

  it('finds nothing to object to where pages begin behind rows', async () => {
    const { verdicts, report } = await check('pyng', STABLE, (mock) => ({ betweenPages: change(mock) }), WHOLE);
    expect(verdicts).toEqual({ 'stability.insert': 'pass', 'stability.delete': 'pass' });
    expect(report.hooks?.map(({ hook, phase }) => [hook, phase])).toEqual([
      ['between-pages', 'insert'],
      ['between-pages', 'insert'],
      ['between-pages', 'delete'],
      ['between-pages', 'delete'],
    ]);
    expect(report.hooks?.[0]?.output).toMatch(/\S/);
  });

  it('finds an offset behind an opaque link, and names it as the cause', async () => {
    const { verdicts, reasons, report } = await check('pyng', STABLE, (mock) => ({ betweenPages: change(mock) }), {
      ...WHOLE,
      deviation: 'offset-behind-token',
    });
    expect(verdicts).toEqual({ 'stability.insert': 'warn', 'stability.delete': 'warn' });
    expect(reasons['stability.insert']).toMatch(/^After row \S+ came, the walk returns twice 1 row that was there all/);
    expect(reasons['stability.delete']).toMatch(/^After row \S+ went, the walk misses 1 row that was there all along/);
    expect(report.causes?.[0]).toMatchObject({ kind: 'place-shifts' });
  });

  it('hands over the page that was read, the way on, and the row to delete', async () => {
    const seen: Parameters<BetweenPages>[0][] = [];
    await check(
      'pyng',
      STABLE,
      (mock) => ({
        betweenPages(moment) {
          seen.push(moment);
          return change(mock)(moment);
        },
      }),
      WHOLE,
    );
    const [insert, , first, last] = seen;
    expect(insert).toMatchObject({ contract: 'pyng', phase: 'insert', page: 1, next: expect.stringMatching(/^http/) });
    expect(insert).not.toHaveProperty('id');
    expect(insert?.items).toHaveLength(insert?.ids.length ?? 0);
    expect(first?.id).toBe(first?.ids[0]);
    expect(last?.id).toBe(last?.ids.at(-1));
  });

  it.each<[string, BetweenPages, RegExp]>([
    ['fails', () => Promise.reject(new Error('no database')), /^Between two pages, no database\.$/],
    ['takes too long', () => new Promise(() => {}), /it did not end within 0\.05 s/],
    ['changes nothing', () => undefined, /^No row came or went in the phase insert, which is to add a row\.$/],
  ])('decides nothing where it %s', async (_, betweenPages, reason) => {
    const { verdicts, reasons, report } = await check('pyng', STABLE, () => ({ betweenPages, hookTimeoutMs: 50 }));
    expect(verdicts).toEqual({ 'stability.insert': 'inconclusive', 'stability.delete': 'inconclusive' });
    expect(reasons['stability.insert']).toMatch(reason);
    expect(report.verdict).toBe('inconclusive');
  });

  it('says what a change must be like that shifts no row', async () => {
    const { verdicts, reasons } = await check('wingback', STABLE, (mock) => ({
      betweenPages: ({ phase, id = '' }) => (phase === 'delete' ? mock.rows.remove(id) : mock.rows.add()),
    }));
    expect(verdicts['stability.delete']).toBe('pass');
    expect(reasons['stability.insert']).toMatch(/came, which could shift no row: it has to be sorted on or before/);
  });

  it('is never called where rows may shift, and nothing is said where it is not given', async () => {
    let calls = 0;
    const betweenPages = (): void => {
      calls += 1;
    };
    await check('devdraft', ['echo.*'], () => ({ betweenPages }));
    expect(calls).toBe(0);
    const { verdicts, reasons } = await check('pyng', STABLE, () => ({}));
    expect(verdicts['stability.insert']).toBe('notApplicable');
    expect(reasons['stability.insert']).toBe('Rows have to come and go meanwhile: pass --between-pages.');
  });
});

describe('the phase expire', () => {
  const RENEWED = JSON.stringify({
    openapi: '3.1.0',
    info: { title: 'Resources', version: '1' },
    paths: {
      '/resources': {
        get: {
          parameters: [
            { name: 'limit', in: 'query', schema: { type: 'integer', minimum: 1, maximum: 20, default: 5 } },
            { name: 'continue', in: 'query', schema: { type: 'string' } },
          ],
          responses: {
            200: {
              description: 'A page',
              content: {
                'application/json': {
                  schema: {
                    type: 'object',
                    properties: {
                      items: {
                        type: 'array',
                        items: { type: 'object', required: ['id'], properties: { id: { type: 'integer' } } },
                      },
                      next: { type: 'string' },
                    },
                  },
                },
              },
            },
            410: {
              description: 'Expired',
              content: {
                'application/json': { schema: { type: 'object', properties: { reason: { type: 'string' } } } },
              },
            },
          },
          'x-pagewright': {
            items: '/items',
            identity: 'id',
            order: { by: ['id'] },
            page: {
              style: 'keyset',
              limit: { parameter: 'limit' },
              position: { parameter: 'continue' },
              next: '/next',
              token: { lifetime: 'PT5M', renewed: '/metadata/continue' },
            },
            errors: { expiredPosition: { status: 410 } },
          },
        },
      },
    },
  });

  async function expire(options: Omit<MockOptions, 'contract'> = {}, by = '6m'): Promise<readonly unknown[]> {
    const contract = writeContract(RENEWED);
    await using mock = await createMock({ contract, ...options });
    const betweenPages: BetweenPages = ({ phase }) => {
      if (phase === 'expire') mock.clock.advance(by);
    };
    const only = ['things.token.expired', 'things.token.renewed'];
    const { results } = await runConformance(
      { contract, baseUrl: mock.url, betweenPages },
      { only, seed: 1, profile: profile() },
    ).report;
    return results.map(({ verdict }) => verdict);
  }

  it('lets tokens expire, and follows the fresh ones', async () => {
    expect(await expire()).toEqual(['pass', 'pass']);
    expect(await expire({ deviation: 'renewed-token-expired' })).toEqual(['pass', 'fail']);
    expect(await expire({}, '1s')).toEqual(['inconclusive', 'inconclusive']);
  });
});

describe('oracle', () => {
  const ROWS = ['rows.*', 'total.*'];

  it.each([
    ['rows', (mock: Mock) => rowsOf(mock), 'pass'],
    ['identities', (mock: Mock) => rowsOf(mock).map(({ id }) => id), 'inconclusive'],
    [
      'lines',
      (mock: Mock) =>
        rowsOf(mock)
          .map((row) => JSON.stringify(row))
          .join('\n'),
      'pass',
    ],
  ])('agrees by %s with a list that conforms', async (_, list, values) => {
    const { verdicts, report } = await check('devdraft', ROWS, (mock) => ({ oracle: () => list(mock) }));
    expect(verdicts).toMatchObject({ 'rows.complete': 'pass', 'rows.existing': 'pass', 'rows.values': values });
    expect(report.summary).toMatchObject({ fail: 0, warn: 0, error: 0 });
    expect(report.hooks).toHaveLength(1);
  });

  it('finds rows that are on no page and in no total', async () => {
    const { verdicts, reasons, report } = await check('devdraft', ROWS, (mock) => ({ oracle: () => rowsOf(mock) }), {
      deviation: 'row-never-shown',
    });
    expect(verdicts).toMatchObject({ 'rows.complete': 'fail', 'total.counts': 'fail', 'rows.existing': 'pass' });
    expect(reasons['rows.complete']).toMatch(/^No page has \d+ rows? of \d+, such as \S+, nor does its total of/);
    expect(report.causes?.[0]).toMatchObject({ kind: 'row-never-shown' });
  });

  it('finds rows that are not there, and values that rows do not have', async () => {
    const { verdicts, reasons } = await check('devdraft', ROWS, (mock) => ({
      oracle: () => rowsOf(mock).flatMap((row, index) => (index === 0 ? [] : [{ ...row, email: 'other@example.com' }])),
    }));
    expect(verdicts).toMatchObject({ 'rows.existing': 'fail', 'rows.values': 'fail', 'rows.complete': 'pass' });
    expect(reasons['rows.values']).toMatch(/has another `email` than the oracle says; \d+ more values differ/);
  });

  it('holds nothing against a list whose rows came or went meanwhile', async () => {
    let asked = 0;
    const { report } = await check('devdraft', ROWS, (mock) => ({
      // Each reading lacks another row, and has one that is not there yet.
      oracle() {
        asked += 1;
        const rows = rowsOf(mock);
        return [...rows.slice(0, asked), ...rows.slice(asked + 1), { ...rows[0], id: `new-${asked}` }];
      },
    }));
    expect(report.summary).toMatchObject({ fail: 0, warn: 0, error: 0 });
    expect(asked).toBeGreaterThan(1);
  });

  it('knows which rows match a filter whose field no response shows', async () => {
    const HIDDEN = ['filter.listed.*', 'filter.payment_status.*'];
    const whole = { effort: 'whole' } as const;
    const told = await check('wingback', HIDDEN, (mock) => ({ oracle: () => rowsOf(mock) }), whole);
    expect(told.verdicts).toMatchObject({
      'filter.payment_status.all-matching': 'pass',
      'filter.payment_status.only-matching': 'pass',
      'filter.payment_status.narrows': 'pass',
    });
    const moved = (row: Row): Row => ({ ...row, payment_status: row['payment_status'] === 'paid' ? 'x' : 'paid' });
    const { verdicts } = await check('wingback', HIDDEN, (mock) => ({ oracle: () => rowsOf(mock).map(moved) }), whole);
    // Both are choices of ours, so that they are noted.
    expect(verdicts['filter.payment_status.only-matching']).toBe('note');
    expect(verdicts['filter.payment_status.all-matching']).toBe('note');
  });

  it('reads a URL, with the credentials of the target only on its own origin', async () => {
    await using servers = Object.assign(createTestServers(), {
      async [Symbol.asyncDispose](this: ReturnType<typeof createTestServers>) {
        await this.close();
      },
    });
    const seen: (string | undefined)[] = [];
    const { verdicts } = await check('devdraft', ROWS, (mock) => ({
      oracle: async ({ signal }) => {
        const elsewhere = await servers.http(({ headers }, response) => {
          seen.push(headers['x-client-key'] as string | undefined);
          response.end(JSON.stringify(rowsOf(mock)));
        });
        return (await fetch(elsewhere, { signal })).text();
      },
    }));
    expect(verdicts['rows.complete']).toBe('pass');
    const origin = await servers.http(({ url, headers }, response) => {
      seen.push(`${url} ${String(headers['x-client-key'])} ${String(headers.authorization)}`);
      response.statusCode = 503;
      response.end();
    });
    const source = `${origin.replace('//', '//ana:pw@')}/all?deep=1`;
    const { reasons, report } = await check('devdraft', ROWS, () => ({ oracle: source }));
    expect(seen.at(-1)).toBe('/all?deep=1 undefined Basic YW5hOnB3');
    expect(reasons['rows.complete']).toBe(`The oracle cannot be read: ${origin}/all responded with 503.`);
    expect(report.summary.fail).toBe(0);
  });

  it('refuses what is neither a URL nor a function', () => {
    const run = (hooks: HookOptions): unknown =>
      runConformance({ contract: 'devdraft', baseUrl: 'http://127.0.0.1', ...hooks });
    expect(() => run({ oracle: 'psql' })).toThrow('Invalid oracle: must be an http or https URL, or a function');
    expect(() => run({ betweenPages: 'touch' as never })).toThrow('Invalid betweenPages: must be a function');
    expect(() => run({ hookTimeoutMs: 0 })).toThrow('Invalid hookTimeoutMs: must be greater than 0, not 0');
  });
});

describe('parseOracle', () => {
  const contract = loadContract('devdraft');

  it.each([
    ['["a", "b"]', ['a', 'b'], 0],
    ['[{"id": "a"}, {"id": "b"}]', ['a', 'b'], 2],
    ['{"id": "a"}\r\n\n{"id": "b"}\n', ['a', 'b'], 2],
    ['"a"\n"b"', ['a', 'b'], 0],
    ['7e0f\n9007199254740993', ['7e0f', '9007199254740993'], 0],
    ['', [], 0],
  ])('reads %j', (text, ids, rows) => {
    const read = parseOracle(text, contract);
    expect([read.ids, read.rows.size]).toEqual([ids, rows]);
  });

  it.each<[unknown, string]>([
    [
      { data: [] },
      'must be a JSON array of rows or identities, or one of them in each line, not a value of type object',
    ],
    ['[1', 'it is not valid JSON'],
    ['{"id": "a"}\n{', 'line 2 is not valid JSON'],
    [[{ name: 'Ana' }], 'row 1 has no identity: each must have `id`, or be one'],
    [[2 ** 53], 'row 1 has the identity 9007199254740992, which is not exact: write it as a text'],
    [['a', 'a'], 'it has the row a twice'],
    [['a', { id: 'b' }], 'it has both rows and identities: give either'],
  ])('says what is wrong with %j', (value, message) => {
    expect(() => parseOracle(value, contract)).toThrow(message);
  });
});
