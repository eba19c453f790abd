import { describe, expect, it } from '@jest/globals';
import type { Contract, Json, Page } from '../../../src/contract/contract.ts';
import { createLedger, type OpenLedger } from '../../ledger.ts';
import { type AnswerParts, createAnswer, loadContract } from '../../testing/fake-list.ts';
import { inspectLimits } from './limits.ts';
import { inspectPages } from './page-inspection.ts';
import { countsPositions, startOf } from './positions.ts';
import { derivePagingRequirements } from './requirements.ts';

describe('page inspection', () => {
  const tokens = loadContract('wingback');
  const numbers = loadContract('piriod');
  const skipping = loadContract('devdraft');
  const links = loadContract('pyng');

  function inspect(contract: Contract, parts: AnswerParts): OpenLedger {
    const ledger = createLedger(derivePagingRequirements(contract));
    inspectPages.prepare(contract)(createAnswer(contract, parts), ledger);
    return ledger;
  }

  function summaries(ledger: OpenLedger, id: string): readonly string[] {
    return ledger.read(id).violations.map(({ summary }) => summary);
  }

  const URL_OF_NUMBERS = 'https://api.example.com/customers/?country=CL&page_size=2';

  /** A page of a list with numbers, asked for two rows of one country. */
  function numbered(body: Readonly<Record<string, Json>>, url = URL_OF_NUMBERS): AnswerParts {
    const usual = { count: 5, next: null, previous: null, results: [{ id: 'a' }, { id: 'b' }] };
    return { url, query: { conditions: [], limit: 2 }, body: { ...usual, ...body } };
  }

  function someHits(count: number): Json {
    return Array.from({ length: count }, (_, index) => ({ id: String(index) }));
  }

  describe('inspectPages', () => {
    it.each<[string, Contract, Json, string | undefined]>([
      ['null for null', numbers, { results: [], next: null, previous: null }, undefined],
      ['nothing for null', numbers, { results: [], previous: null }, 'the absent next link is omitted'],
      ['"" for null', numbers, { results: [], next: null, previous: '' }, 'the absent previous link is empty'],
      ['null for nothing', tokens, { hits: [], forward: null }, 'the absent next link is null'],
      ['nothing for nothing', tokens, { hits: [] }, undefined],
    ])('reads what stands for a link that leads nowhere: %s', (_, contract, body, summary) => {
      const ledger = inspect(contract, { body });
      expect(summaries(ledger, 'end.form')).toEqual(summary === undefined ? [] : [summary]);
      expect(ledger.read('end.form').exercised.get('absent links')).toBe(summary === undefined ? 2 : 1);
    });

    it.each<[string, Json, readonly string[]]>([
      ['repeats what was asked', `${URL_OF_NUMBERS}&page=2`, []],
      ['in another order', 'https://api.example.com/customers/?page=2&page_size=2&country=CL', []],
      ['drops a filter', 'https://api.example.com/customers/?page=2&page_size=2', ['links.parameters']],
      ['gives a filter another value', `${URL_OF_NUMBERS.replace('CL', 'PE')}&page=2`, ['links.parameters']],
      ['adds something', `${URL_OF_NUMBERS}&page=2&x=1`, ['links.parameters']],
      ['leads to another origin', URL_OF_NUMBERS.replace('api.', 'internal.'), ['links.origin']],
      ['is no URL', '/customers/?page=2', ['links.absolute', 'links.parameters']],
    ])('follows every link in mind: one that %s', (_, next, violated) => {
      const ledger = inspect(numbers, numbered({ next }));
      expect([...ledger.violated]).toEqual(violated);
      const rules = violated[0] === 'links.absolute' ? [] : ['links.absolute', 'links.origin', 'links.parameters'];
      for (const id of rules) expect([id, ledger.read(id).exercised.size]).toEqual([id, violated.includes(id) ? 0 : 1]);
    });

    it('leaves the parameters of an opaque link to the server', () => {
      const body = { data: { items: [], nextHref: 'https://staging.example.com/next?of=anything' } };
      const ledger = inspect(links, { body });
      expect(ledger.read('links.origin').exercised.size).toBe(1);
      expect([...ledger.touched]).not.toContain('links.parameters');
      expect(ledger.violated.size).toBe(0);
    });

    it('lets nothing lead on from nothing', () => {
      const nowhere = inspect(numbers, numbered({ count: 0, results: [] }));
      expect(nowhere.read('end.next').exercised).toEqual(new Map([['empty results', 1]]));
      const somewhere = inspect(numbers, numbered({ count: 0, results: [], next: `${URL_OF_NUMBERS}&page=2` }));
      expect(summaries(somewhere, 'end.next')).toEqual(['an empty result has a next link or token']);
      // Behind the end of a list that is not empty, there is a way back.
      const behind = inspect(numbers, numbered({ count: 3, results: [], previous: URL_OF_NUMBERS }));
      expect(behind.violated.size).toBe(0);
    });

    it.each<[string, Readonly<Record<string, Json>>, AnswerParts, readonly string[], readonly string[]]>([
      ['the usual', { skip: 0, take: 10 }, {}, ['echo.limit', 'echo.position'], []],
      ['the position asked for', { skip: 7 }, { position: { value: 7 } }, ['echo.position'], []],
      ['another position', { skip: 0 }, { position: { value: 7 } }, [], ['echo.position']],
      ['a position as text', { skip: '0' }, {}, [], ['echo.position']],
      ['the size asked for', { take: 5 }, { query: { conditions: [], limit: 5 } }, ['echo.limit'], []],
      ['how many rows there are', { take: 1 }, { query: { conditions: [], limit: 5 } }, ['echo.limit'], []],
      ['another size', { take: 10 }, { query: { conditions: [], limit: 5 } }, [], ['echo.limit']],
      ['anything, asked for more than is allowed', { take: 7 }, { query: { conditions: [], limit: 500 } }, [], []],
    ])('holds what a page repeats against what was asked: %s', (_, body, parts, exercised, violated) => {
      const ledger = inspect(skipping, { ...parts, body: { data: [{ id: 'a' }], total: 1, ...body } });
      const echoes = ['echo.limit', 'echo.position'];
      expect(echoes.filter((id) => ledger.read(id).exercised.size > 0)).toEqual(exercised);
      expect([...ledger.violated]).toEqual(violated);
    });

    it.each<[string, Readonly<Record<string, Json>>, AnswerParts, readonly string[], readonly string[]]>([
      ['pages of the usual size', { total_pages: 3, hits: someHits(20) }, {}, ['page-count'], []],
      [
        'pages of the size asked for',
        { total_pages: 9, hits: someHits(5) },
        { query: { conditions: [], limit: 5 } },
        ['page-count'],
        [],
      ],
      ['too few pages', { total_pages: 2, hits: someHits(20) }, {}, [], ['page-count']],
      ['no pages of a size that may be the largest', { total_pages: 9, hits: someHits(5) }, {}, [], []],
      ['no pages of another usual size', { total_pages: 1, hits: someHits(41) }, {}, [], []],
      ['one page, of which all is seen', { total_pages: 1, total: 5, hits: someHits(5) }, {}, ['page-count'], []],
      ['the first page as number 1', { current_page: 1 }, {}, ['page-number'], []],
      ['the first page as number 0', { current_page: 0 }, {}, [], ['page-number']],
      ['a page behind a token', { current_page: 2 }, { position: { value: 'a token' } }, [], []],
      ['a page behind a link', { current_page: 2 }, { via: 'next' }, [], []],
    ])('counts %s', (_, body, parts, exercised, violated) => {
      const ledger = inspect(tokens, { ...parts, body: { hits: [], total: 41, ...body } });
      const counted = ['page-count', 'page-number'].filter((id) => ledger.read(id).exercised.size > 0);
      expect([counted, [...ledger.violated]]).toEqual([exercised, violated]);
    });

    it.each<[string, readonly number[], number]>([
      ['its total, which another page has too', [3, 3], 2],
      ['a total of its own: a row may have come meanwhile', [3, 2], 0],
      ['no rows but its own', [3], 0],
    ])('holds a first page that does not lead on against %s', (_, totals, violations) => {
      const ledger = createLedger(derivePagingRequirements(numbers));
      const read = inspectPages.prepare(numbers);
      const pages = [{ results: [{ id: 'a' }, { id: 'b' }] }, { results: [{ id: 'c' }] }];
      for (const [index, count] of totals.entries()) {
        read(createAnswer(numbers, numbered({ ...pages[index], count, next: null })), ledger);
      }
      expect(summaries(ledger, 'walk.complete')).toHaveLength(violations);
    });

    it('reads the order of rows only where it is the usual one', () => {
      const rows = ['2026-01-01T00:00:00Z', '2026-01-02T00:00:00Z'].map((created) => ({ id: created, created }));
      const body = { count: 2, next: null, previous: null, results: rows };
      expect([...inspect(numbers, { body }).violated]).toEqual(['order.default.created']);
      expect([...inspect(numbers, { body, query: { conditions: [], order: 'created' } }).violated]).toEqual([]);
    });

    it.each<[string, AnswerParts]>([
      ['what was asked with something on top', { plain: false }],
      ['what should have been refused', { purpose: 'rejection' }],
      ['what is no page', { status: 404 }],
    ])('passes over %s', (_, parts) => {
      const wrong = numbered({ next: 'nonsense' });
      expect([...inspect(numbers, wrong).violated]).toEqual(['links.absolute', 'links.parameters']);
      expect(inspect(numbers, { ...wrong, ...parts }).touched.size).toBe(0);
    });
  });
});

describe('inspect limits', () => {
  // 10 rows where nothing is asked, 100 at most.
  const contract = loadContract('devdraft');

  function inspect(count: number, limit: number | undefined, parts: AnswerParts = {}): OpenLedger {
    const ledger = createLedger(inspectLimits.verifies.map((id) => ({ id })));
    const data = Array.from({ length: count }, (_, index) => ({ id: `c-${index}` }));
    const query = { conditions: [], ...(limit === undefined ? {} : { limit }) };
    inspectLimits.prepare(contract)(createAnswer(contract, { body: { data }, query, ...parts }), ledger);
    return ledger;
  }

  describe('inspectLimits', () => {
    it.each<[number, number | undefined, string]>([
      [6, 5, 'limit.at-most'],
      [101, 100, 'limit.at-most'],
      [101, 500, 'limit.at-most'],
      [11, undefined, 'limit.default'],
    ])('%i rows are too many for a page of %p', (count, limit, id) => {
      const ledger = inspect(count, limit);
      expect([...ledger.violated]).toEqual([id]);
      const allowed = Math.min(limit ?? 10, 100);
      expect(ledger.read(id).violations[0]).toMatchObject({
        summary: `a page of at most ${allowed} rows has ${count}`,
        expected: allowed,
        received: count,
      });
    });

    it('learns something only from a page that is full, and was asked to be so large', () => {
      expect(inspect(5, 5).read('limit.at-most').exercised).toEqual(new Map([['full pages', 1]]));
      expect(inspect(100, 500).read('limit.at-most').exercised.size).toBe(1);
      expect(inspect(4, 5).touched.size).toBe(0);
      expect(inspect(10, undefined).touched.size).toBe(0);
    });

    it('holds a page behind a link against the link, which has the size to itself', () => {
      const parts = { position: { link: 'https://staging.example.com/next' } };
      expect(inspect(5, 5, parts).read('limit.kept').exercised).toEqual(new Map([['full pages', 1]]));
      expect([...inspect(6, 5, parts).violated]).toEqual(['limit.kept']);
      expect([...inspect(11, undefined, parts).violated]).toEqual(['limit.default']);
    });

    it.each<[string, number | undefined, AnswerParts]>([
      ['pages that were not asked for as such', 5, { purpose: 'either' }],
      ['rejections', 5, { status: 400 }],
      ['pages of no rows, which mean something else to every server', 0, {}],
    ])('leaves out %s', (_, limit, parts) => {
      expect(inspect(11, limit, parts).touched.size).toBe(0);
    });
  });
});

describe('countsPositions', () => {
  it.each([
    ['piriod', true],
    ['devdraft', true],
    ['pyng', false],
    ['wingback', false],
  ])('of %s: %s', (id, expected) => {
    expect(countsPositions(loadContract(id))).toBe(expected);
  });
});

describe('startOf', () => {
  it.each([
    ['piriod', 1, 1, 20, 0],
    ['piriod', 1, 4, 20, 60],
    ['piriod', 0, 0, 20, 0],
    ['piriod', 0, 4, 20, 80],
    ['devdraft', 0, 0, 20, 0],
    ['devdraft', 0, 7, 20, 7],
    ['devdraft', 1, 8, 20, 7],
  ] as const)('of %s, counted from %i, at %i in pages of %i, is row %i', (id, first, value, limit, expected) => {
    const { page } = loadContract(id);
    expect(startOf({ ...page, first } as Page, value, limit)).toBe(expected);
  });
});
