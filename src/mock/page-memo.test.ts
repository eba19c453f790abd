import { describe, expect, it } from '@jest/globals';
import { createTable } from '../store/overlay-table.ts';
import { MemoryBudget } from './memory-budget.ts';
import { contentOf, createPageMemo, type PageCircumstances, StoredPage } from './page-memo.ts';

const HEADERS = [['Content-Type', 'application/json']] as const;

function createCircumstances(): PageCircumstances {
  const identity = { name: 'id', path: ['id'], kind: 'string', schema: {} } as const;
  const table = createTable({ contract: { identity, hidden: {} }, sources: [] });
  return { selection: { criteria: [], order: [] }, table, now: 1, origin: 'http://a', path: '/p' };
}

describe('StoredPage', () => {
  it('is the same response again where nothing in it is new', () => {
    const page = new StoredPage(HEADERS, ['{}']);
    const response = page.respond(() => 'unused');
    expect(response).toMatchObject({ status: 200, headers: HEADERS, body: '{}' });
    expect(page.respond(() => 'unused')).toBe(response);
  });

  it('has new values in its gaps in every response', () => {
    const page = new StoredPage(HEADERS, ['{"a":"', '","b":"', '"}']);
    let count = 0;
    const respond = (): string => page.respond(() => String(count++)).body;
    expect([respond(), respond()]).toEqual(['{"a":"0","b":"1"}', '{"a":"2","b":"3"}']);
  });

  it('has its long parts as bytes when it is sent again, made once', () => {
    const parts = ['\xe9', '\xe9'.repeat(2000), 'x'];
    const page = new StoredPage(HEADERS, parts);
    expect(page.pieces).toEqual(parts);
    expect(page.pieces).toEqual([parts[0], Buffer.alloc(2000, 0xe9), parts[2]]);
    expect(page.pieces).toBe(page.pieces);
  });
});

describe('contentOf', () => {
  it('knows a stored page, whatever its headers, but not with another body', () => {
    const response = new StoredPage(HEADERS, ['{"id":"', '"}']).respond(() => 'new');
    expect(contentOf({ ...response, headers: [] } as typeof response)).toMatchObject({ fresh: ['new'] });
    expect(contentOf({ ...response, body: '{}' })).toBeUndefined();
    expect(contentOf({ body: '{}' })).toBeUndefined();
  });
});

describe('createPageMemo', () => {
  const page = new StoredPage(HEADERS, ['{}']);

  it('gives back what was kept', () => {
    const memo = createPageMemo();
    const circumstances = createCircumstances();
    expect(memo.find(circumstances)).toBeUndefined();
    memo.keep(circumstances, page);
    expect(memo.find({ ...circumstances })).toBe(page);
  });

  it.each([
    ['query', { selection: { criteria: [], order: [] } }],
    ['table', { table: createCircumstances().table }],
    ['time', { now: 2 }],
    ['origin', { origin: 'http://b' }],
    ['path', { path: '/q' }],
  ])('knows nothing of another %s', (_, change) => {
    const memo = createPageMemo();
    const circumstances = createCircumstances();
    memo.keep(circumstances, page);
    expect(memo.find({ ...circumstances, ...change })).toBeUndefined();
  });

  it('forgets a page when a row of its table changes', () => {
    const memo = createPageMemo();
    const circumstances = createCircumstances();
    memo.keep(circumstances, page);
    circumstances.table.add({ id: 'new' });
    expect(memo.find(circumstances)).toBeUndefined();
  });

  it('keeps as many pages as it may, those that were read last', () => {
    const memo = createPageMemo({ pageBytes: page.bytes * 2 });
    const [first, second, third] = [1, 2, 3].map(createCircumstances) as [
      PageCircumstances,
      PageCircumstances,
      PageCircumstances,
    ];
    memo.keep(first, page);
    memo.keep(second, page);
    memo.find(first);
    memo.keep(third, page);
    expect([first, second, third].map((one) => memo.find(one))).toEqual([page, undefined, page]);
  });

  it('gives up pages when its budget is exceeded, and takes no part once it has ended', () => {
    const budget = new MemoryBudget(page.bytes * 10);
    const memory = budget.divide();
    const memos = [createPageMemo({ memory }), createPageMemo({ memory: budget })] as const;
    const kept = Array.from({ length: 20 }, createCircumstances);
    memos[1].keep(createCircumstances(), page);
    for (const one of kept) memos[0].keep(one, page);
    expect(budget.used).toBeLessThanOrEqual(page.bytes * 10);
    const found = kept.map((one) => memos[0].find(one) !== undefined);
    expect(found.lastIndexOf(false)).toBeLessThan(found.indexOf(true));
    expect(budget.used).toBe(page.bytes * (found.filter(Boolean).length + 1));
    memory.end();
    expect(budget.used).toBe(page.bytes);
  });
});
