import { describe, expect, it } from '@jest/globals';
import { createTable } from '../store/create-table.ts';
import { createPageMemo, type PageCircumstances } from './create-page-memo.ts';

const identity = { name: 'id', path: ['id'], kind: 'string', schema: {} } as const;

function createCircumstances(): PageCircumstances {
  const table = createTable({ contract: { identity, hidden: {} }, sources: [] });
  return { selection: { criteria: [], order: [] }, table, now: 1, origin: 'http://a', path: '/p' };
}

describe('createPageMemo', () => {
  it('gives back what was kept', () => {
    const memo = createPageMemo();
    const circumstances = createCircumstances();
    expect(memo.find(circumstances)).toBeUndefined();
    memo.keep(circumstances, ['{', '}']);
    expect(memo.find({ ...circumstances })).toEqual(['{', '}']);
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
    memo.keep(circumstances, ['{}']);
    expect(memo.find({ ...circumstances, ...change })).toBeUndefined();
  });

  it('forgets a page when a row of its table changes', () => {
    const memo = createPageMemo();
    const circumstances = createCircumstances();
    memo.keep(circumstances, ['{}']);
    circumstances.table.add({ id: 'new' });
    expect(memo.find(circumstances)).toBeUndefined();
  });
});
