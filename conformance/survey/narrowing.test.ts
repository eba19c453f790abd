import { describe, expect, it } from '@jest/globals';
import type { Item } from '../list/answer.ts';
import { matches } from '../list/conditions.ts';
import type { Condition } from '../list/query.ts';
import { createFakeList, type FakeList } from '../testing/fake-list.ts';
import { loadContract } from '../testing/mock-target.ts';
import { narrowDown } from './narrowing.ts';

const contract = loadContract('wingback');

/** Rows whose filters carve only together: each value of one is in very many rows. */
function createRows(length: number): readonly Item[] {
  return Array.from({ length }, (_, index) => ({
    id: `c-${index}`,
    status: ['active', 'archived'][index % 2] ?? '',
    contracts: [{ plan_id: ['free', 'pro', 'team'][index % 3] ?? '' }],
    customer_reference: `ref-${index}`,
    metadata: { [`m${index % 7}`]: 'x' },
  }));
}

function narrow(list: FakeList, maxRequests = 12): ReturnType<typeof narrowDown> {
  const start = { items: list.items.slice(0, 100), total: list.items.length, pageSize: 100 };
  return narrowDown(list, start, maxRequests);
}

describe('narrowDown', () => {
  it('adds conditions until a handful of rows is left', async () => {
    const list = createFakeList(contract, createRows(1000));
    const found = await narrow(list);
    expect(found?.page.total).toBeGreaterThanOrEqual(6);
    expect(found?.page.total).toBeLessThanOrEqual(60);
    expect(found?.query.conditions.length).toBeGreaterThan(1);
    expect(new Set(found?.query.conditions.map(({ filter }) => filter)).size).toBe(found?.query.conditions.length);
  });

  it('is content with one condition where that does', async () => {
    const list = createFakeList(contract, createRows(140));
    expect((await narrow(list))?.query.conditions.map(({ name }) => name)).toEqual(['metadata[0]']);
    expect(list.queries).toHaveLength(1);
  });

  it('asks no more often than it may, and never the same again', async () => {
    const list = createFakeList(contract, createRows(10_000));
    expect(await narrow(list, 3)).toBeUndefined();
    const asked = list.queries.map(({ conditions }) =>
      JSON.stringify(conditions.map(({ name, value }) => [name, value])),
    );
    expect(asked).toHaveLength(3);
    expect(new Set(asked).size).toBe(3);
  });

  it('gives up where all rows are alike, or every value is in one row only', async () => {
    const alike = Array.from({ length: 500 }, (_, index) => ({ id: `c-${index}`, status: 'active' }));
    expect(await narrow(createFakeList(contract, alike))).toBeUndefined();
    const list = createFakeList(contract, alike);
    await narrow(list);
    // The first value of an identifying filter tells that its others are as rare.
    expect(list.queries.length).toBeLessThanOrEqual(2);
  });

  it('does not insist on a filter that the target ignores', async () => {
    const ignoring = (item: Item, condition: Condition): boolean => {
      return condition.filter.parameter === 'metadata' || matches(item, condition, contract) === true;
    };
    const list = createFakeList(contract, createRows(120), { matches: ignoring });
    const found = await narrow(list);
    const asked = list.queries.map(({ conditions }) =>
      conditions.map(({ name, value }) => `${name}=${value}`).join('&'),
    );
    expect(asked.filter((query) => query.startsWith('metadata')).length).toBeGreaterThan(1);
    expect(new Set(asked).size).toBe(asked.length);
    expect(found?.query.conditions.map(({ name }) => name)).toEqual(['plan']);
  });

  it('passes over what the target refuses', async () => {
    const statusOf = ({ conditions }: { readonly conditions: readonly { readonly name: string }[] }): number => {
      return conditions.some(({ name }) => name === 'status') ? 400 : 200;
    };
    const found = await narrow(createFakeList(contract, createRows(300), { statusOf }));
    expect(found?.query.conditions.map(({ name }) => name)).not.toContain('status');
    expect(found?.page.total).toBeLessThanOrEqual(60);
  });
});
