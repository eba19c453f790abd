import { describe, expect, it } from '@jest/globals';
import { loadContracts } from '../../src/contract/load-contracts.ts';
import { loadContract } from '../testing/mock-target.ts';
import { describeTie, groupTies, listSplittingSizes, listTieKeys, readSortValues } from './ties.ts';

describe('sort values', () => {
  const [devdraft] = loadContracts('devdraft');
  if (devdraft === undefined) throw new Error('the contract comes with the package');
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
