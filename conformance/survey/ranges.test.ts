import { describe, expect, it } from '@jest/globals';
import { parseInstant } from '../../src/contract/time.ts';
import { VALID_CONTRACT, writeContract } from '../../src/testing/write-contract.ts';
import type { Item } from '../list/answer.ts';
import { type Condition, EVERYTHING } from '../list/query.ts';
import { createFakeList, loadContract } from '../testing/fake-list.ts';
import { findCoarseFields, groupByValue, listRangePairs, toRange } from './ranges.ts';
import { describeTie, groupTies, listSplittingSizes, listTieKeys, readSortValues } from './ties.ts';

describe('range', () => {
  const contract = loadContract('piriod');
  const [pair] = listRangePairs(contract);
  if (pair === undefined) throw new Error('the contract has a range');

  describe('listRangePairs', () => {
    it('pairs the bounds of one field', () => {
      expect([pair.field.name, pair.lower.parameter, pair.upper.parameter]).toEqual([
        'created',
        'created__gte',
        'created__lte',
      ]);
      expect(listRangePairs(loadContract('devdraft'))).toEqual([]);
    });

    it('finds none where one bound is missing', () => {
      expect(listRangePairs(loadContract(writeContract(VALID_CONTRACT)))).toEqual([]);
    });
  });

  describe('groupByValue', () => {
    it('puts rows of one value together however it is spelled, the greatest first, and leaves out rows without one', () => {
      const rows = [
        { id: 1, created: '2026-01-01T00:00:00Z' },
        { id: 2, created: '2026-01-02T00:00:00Z' },
        { id: 3, created: '2026-01-01T02:00:00+02:00' },
        { id: 4, created: null },
        { id: 5 },
        { id: 6, created: 'soon' },
      ];
      expect(groupByValue(pair.field, rows).map(({ text, items }) => [text, items.map(({ id }) => id)])).toEqual([
        ['2026-01-02T00:00:00Z', [2]],
        ['2026-01-01T00:00:00Z', [1, 3]],
      ]);
    });
  });

  describe('toRange', () => {
    it('writes both bounds as the values are written', () => {
      const [known] = groupByValue(pair.field, [{ created: '2026-01-01T00:00:00Z' }]);
      expect(toRange(pair, known, known)).toEqual([
        { filter: pair.lower, name: 'created__gte', value: '2026-01-01T00:00:00Z' },
        { filter: pair.upper, name: 'created__lte', value: '2026-01-01T00:00:00Z' },
      ]);
    });
  });
});

describe('find coarse fields', () => {
  const contract = loadContract('piriod');

  /** A window that no bounds have selected. */
  const unread = { query: EVERYTHING, items: [] };

  /** Rows that show milliseconds. */
  const items: readonly Item[] = Array.from({ length: 9 }, (_, index) => ({
    id: `c-${index}`,
    created: `2026-01-01T00:0${index}:00.250Z`,
  }));

  /** Compares with times that lie so much later than what rows show. */
  function keep(hiddenMs: number): (item: Item, condition: Condition) => boolean {
    return ({ created }, { filter, value }) => {
      const kept = (parseInstant(String(created)) ?? 0) + hiddenMs;
      const bound = parseInstant(value) ?? 0;
      return filter.operator === 'gte' ? kept >= bound : kept <= bound;
    };
  }

  async function find(hiddenMs: number, rows: readonly Item[] = items): Promise<readonly string[]> {
    const list = createFakeList(contract, rows, { matches: keep(hiddenMs) });
    return [...(await findCoarseFields(list, { items: rows, window: unread, limit: 50 }))];
  }

  describe('findCoarseFields', () => {
    it('finds a field that is kept finer than it is shown', async () => {
      expect(await find(0.5)).toEqual(['created']);
    });

    it('accuses no field that is kept as it is shown', async () => {
      expect(await find(0)).toEqual([]);
    });

    it('accuses no field whose bounds are read no finer than it is kept', async () => {
      const matches = ({ created }: Item, { filter, value }: Condition): boolean => {
        const [kept, bound] = [created, value].map((text) => Math.floor(parseInstant(String(text)) ?? 0)) as [
          number,
          number,
        ];
        return filter.operator === 'gte' ? kept >= bound : kept <= bound;
      };
      expect(
        (await findCoarseFields(createFakeList(contract, items, { matches }), { items, window: unread, limit: 50 }))
          .size,
      ).toBe(0);
    });

    it('asks nothing where a window shows it: just the rows that its bounds ask for, one of them at the upper one', async () => {
      const [known] = listRangePairs(contract);
      const values = known === undefined ? [] : groupByValue(known.field, items);
      const query = known === undefined ? EVERYTHING : { conditions: toRange(known, values.at(-2), values[1]) };
      const find = async (shown: readonly Item[]): Promise<readonly [number, readonly string[]]> => {
        const list = createFakeList(contract, items, { matches: keep(0.5) });
        const coarse = await findCoarseFields(list, { items, window: { query, items: shown }, limit: 50 });
        return [list.queries.length, [...coarse]];
      };
      expect(await find(items.slice(1, -1))).toEqual([0, []]);
      expect((await find(items.slice(1, -2)))[1]).toEqual(['created']);
    });

    it('says nothing where there are no rows, no times, or times that show all there can be', async () => {
      expect(await find(0.5, [])).toEqual([]);
      expect(await find(0.5, [{ id: 'a', created: null }])).toEqual([]);
      expect(await find(0.5, [{ id: 'a', created: '2026-01-01T00:00:00.123456Z' }])).toEqual([]);
    });

    it('asks nothing of a list without such filters, and nothing that is judged', async () => {
      const list = createFakeList(loadContract('devdraft'), [{ id: 'a', createdAt: '2026-01-01T00:00:00Z' }]);
      expect((await findCoarseFields(list, { items: list.items, window: unread, limit: 50 })).size).toBe(0);
      expect(list.queries).toEqual([]);
    });
  });
});

describe('sort values', () => {
  const devdraft = loadContract('devdraft');
  const keys = listTieKeys(devdraft);

  describe('ties', () => {
    it('are told by all keys of the order but the identity', () => {
      expect(keys.map(({ field }) => field.name)).toEqual(['createdAt']);
      expect(readSortValues({ createdAt: '1970-01-01T00:00:01Z' }, keys)).toEqual([1000]);
      expect(describeTie({ createdAt: '1970-01-01T02:00:01+02:00' }, keys)).toBe(
        describeTie({ createdAt: '1970-01-01T00:00:01.000Z' }, keys),
      );
    });

    it('come in groups, the largest first, without rows that stand alone', () => {
      const items = ['a', 'b', 'b', 'c', 'c', 'c', undefined].map((second, id) => {
        return second === undefined ? { id } : { id, createdAt: `2026-01-01T00:00:0${'abc'.indexOf(second)}Z` };
      });
      expect(groupTies(items, keys).map((group) => group.map(({ id }) => id))).toEqual([
        [3, 4, 5],
        [1, 2],
      ]);
      expect(groupTies(items, [])).toEqual([]);
    });
  });
});

describe('list splitting sizes', () => {
  const contract = loadContract('pyng');

  function list(...times: readonly number[]): readonly number[] {
    const items = times.map((invitedAt, index) => ({ customerReference: String(index), invitedAt }));
    return listSplittingSizes(contract, { items });
  }

  describe('listSplittingSizes', () => {
    it('gives the sizes at which a page ends amid tied rows, and first those at which most do', () => {
      expect(list(9, 8, 8, 7, 6, 6, 5)).toEqual([5, 2]);
      expect(list(9, 8, 8, 7, 7, 6, 6, 5)).toEqual([2, 6, 4, 3]);
    });

    it('gives none where no rows are tied, and none for a page of all rows', () => {
      expect(list(9, 8, 7, 6)).toEqual([]);
      expect(list(9, 9)).toEqual([]);
    });
  });
});
