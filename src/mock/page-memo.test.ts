import { describe, expect, it } from '@jest/globals';
import type { Tenant } from '../dataset/scenarios/scenario.ts';
import { createTable } from '../store/overlay-table.ts';
import type { Table } from '../store/table.ts';
import { MemoryBudget } from './memory-budget.ts';
import type { MockRequest } from './message.ts';
import { contentOf, StoredPage } from './message.ts';
import { createPageMemo } from './page-memo.ts';
import { createRequest } from './testing/create-request.ts';

const HEADERS = [['Content-Type', 'application/json']] as const;

/** A state of which a test may change everything. */
function createState() {
  const identity = { name: 'id', path: ['id'], kind: 'string', schema: {} } as const;
  const table: Table = createTable({ contract: { identity, hidden: {} }, sources: [] });
  const tenants: readonly Tenant[] = [];
  return { table: () => table, tenants, rows: table, now: () => 1 };
}

const keyOf = ({ path }: MockRequest): string => path;
const SOURCE = { collection: 'all', now: 1 };

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

  it.each<[string, readonly string[], number, Buffer | undefined]>([
    ['as text the first time', ['\xe9'.repeat(5000)], 0, undefined],
    ['as bytes when it is sent again', ['\xe9'.repeat(5000)], 1, Buffer.alloc(5000, 0xe9)],
    ['as text when it is short', ['\xe9'], 1, undefined],
    ['as text when something in it is new', ['x'.repeat(5000), 'x'], 1, undefined],
  ])('is sent %s', (_, parts, before, expected) => {
    const page = new StoredPage(HEADERS, parts);
    for (let count = 0; count < before; count += 1) page.takeBuffer();
    expect(page.takeBuffer()).toEqual(expected);
    expect(page.respond(() => 'new').body).toBe(parts.join('new'));
  });
});

describe('contentOf', () => {
  it.each([['{}'], ['{"id":"', '"}']])(
    'knows a stored page, whatever its headers, but not with another body',
    (...parts) => {
      const page = new StoredPage(HEADERS, parts);
      const response = page.respond(() => 'new');
      expect(contentOf(response)?.page).toBe(page);
      expect(contentOf({ ...response, headers: [] })?.page).toBe(page);
      expect(contentOf({ ...response, body: '[]' })).toBeUndefined();
      expect(contentOf({ status: 200, headers: [], body: '{}' })).toBeUndefined();
    },
  );
});

describe('createPageMemo', () => {
  const page = new StoredPage(HEADERS, ['{}']);

  it('gives back what was kept for the same request', () => {
    const memo = createPageMemo(keyOf);
    const state = createState();
    expect(memo.find(createRequest('/a'), state)).toBeUndefined();
    memo.keep(createRequest('/a'), state, { ...SOURCE, table: state.rows }, page);
    expect(memo.find(createRequest('/a'), { ...state })).toBe(page);
    expect(memo.find(createRequest('/b'), state)).toBeUndefined();
  });

  it.each([
    ['at another time', { now: () => 2 }],
    ['with other tenants', { tenants: [] }],
    ['with other rows', createState()],
    ['without the collection', { table: () => undefined }],
  ])('knows nothing %s', (_, change) => {
    const memo = createPageMemo(keyOf);
    const state = createState();
    memo.keep(createRequest('/a'), state, { ...SOURCE, table: state.rows }, page);
    expect(memo.find(createRequest('/a'), { ...state, ...change })).toBeUndefined();
  });

  it('forgets a page when a row of its table changes', () => {
    const memo = createPageMemo(keyOf);
    const state = createState();
    memo.keep(createRequest('/a'), state, { ...SOURCE, table: state.rows }, page);
    state.rows.add({ id: 'new' });
    expect(memo.find(createRequest('/a'), state)).toBeUndefined();
  });

  it('writes the key of a request once, and forgets no change for it', () => {
    let written = 0;
    const memo = createPageMemo((request) => {
      written += 1;
      return request.path;
    });
    const state = createState();
    const request = createRequest('/a');
    expect(memo.find(request, state)).toBeUndefined();
    memo.keep(request, state, { ...SOURCE, table: state.rows }, page);
    expect([memo.find(request, state), written]).toEqual([page, 1]);
    state.rows.add({ id: 'new' });
    expect(memo.find(request, state)).toBeUndefined();
  });

  it('keeps as many pages as it may, those that were read last', () => {
    const memo = createPageMemo(keyOf, { pageBytes: page.bytes * 2 + 10 });
    const state = createState();
    const keep = (key: string): void => memo.keep(createRequest(key), state, { ...SOURCE, table: state.rows }, page);
    keep('/a');
    keep('/b');
    memo.find(createRequest('/a'), state);
    keep('/c');
    expect(['/a', '/b', '/c'].map((key) => memo.find(createRequest(key), state))).toEqual([page, undefined, page]);
  });

  it('gives up pages when its budget is exceeded, and takes no part once it has ended', () => {
    const budget = new MemoryBudget(page.bytes * 10);
    const memory = budget.divide();
    const memos = [createPageMemo(keyOf, { memory }), createPageMemo(keyOf, { memory: budget })] as const;
    const state = createState();
    const keys = Array.from({ length: 20 }, (_, index) => `/${index}`);
    const source = { ...SOURCE, table: state.rows };
    memos[1].keep(createRequest('/'), state, source, page);
    for (const key of keys) memos[0].keep(createRequest(key), state, source, page);
    expect(budget.used).toBeLessThanOrEqual(page.bytes * 10);
    const found = keys.map((key) => memos[0].find(createRequest(key), state) !== undefined);
    expect(found.lastIndexOf(false)).toBeLessThan(found.indexOf(true));
    expect(budget.used).toBeGreaterThan(page.bytes * 5);
    memory.end();
    expect(budget.used).toBe(page.bytes + 1);
  });
});
