import { describe, expect, it } from '@jest/globals';
import type { Contract } from '../../../src/contract/contract.ts';
import { fc } from '../../../src/testing/properties.ts';
import { loadContract } from '../../testing/mock-target.ts';
import { chooseSizes } from './walks.ts';

describe('choose sizes', () => {
  const contract = loadContract('pyng');

  /** Sizes for rows with these times, one after the other. */
  function choose(times: readonly number[], maximum = 100): readonly number[] {
    const items = times.map((invitedAt, index) => ({ customerReference: `c-${index}`, invitedAt }));
    const limit = { ...contract.page.limit, maximum };
    const limited = { ...contract, page: { ...contract.page, limit } } as Contract;
    return chooseSizes(limited, { items, ids: items.map(({ customerReference }) => customerReference) });
  }

  /** Whether some page of this size, but the last, ends between rows of one time. */
  function splits(times: readonly number[], size: number): boolean {
    return times.some((time, index) => index > 0 && index % size === 0 && times[index - 1] === time);
  }

  const apart = Array.from({ length: 12 }, (_, index) => 12 - index);

  describe('chooseSizes', () => {
    it('tries what just misses the count and what just holds it, one that divides it, and small pages', () => {
      expect(choose(apart)).toEqual([11, 12, 13, 3, 4, 2]);
      expect(choose([3, 2, 1])).toEqual([2, 3, 4, 1]);
      expect(choose([1])).toEqual([1, 2, 3]);
      expect(choose([])).toEqual([1, 3, 2]);
    });

    it('tries the sizes at which pages end amid rows of one time', () => {
      // Between the 5th and the 6th, and the 10th and the 11th: pages of 5 end in both, and pages of 10 in one.
      const times = apart.with(5, apart[4] ?? 0).with(10, apart[9] ?? 0);
      const sizes = choose(times);
      expect([splits(times, 5), splits(times, 10), splits(times, 3)]).toEqual([true, true, false]);
      expect(sizes).toEqual(expect.arrayContaining([5, 10]));
      expect(choose(apart)).not.toContain(5);
    });

    it('tries the largest such size as well, as the best ones may take too many pages', () => {
      // After the 9th row there is no other size; 2, 4 and 3 split more ties.
      const times = [2, 4, 6, 8, 9].reduce((found, index) => found.with(index, found[index - 1] ?? 0), apart);
      expect(choose(times)).toContain(9);
    });

    it('stays below what the contract allows', () => {
      expect(choose(apart, 11)).not.toContain(12);
      expect(choose(apart, 11)).toContain(11);
      expect(choose(apart, 2)).toEqual([2]);
    });

    it('gives every size once, few enough pages altogether, and one amid tied rows where a large one is', () => {
      fc.assert(
        fc.property(fc.array(fc.nat(15), { minLength: 2, maxLength: 40 }), (unsorted) => {
          const times = unsorted.toSorted((one, other) => other - one);
          const sizes = choose(times);
          expect(new Set(sizes).size).toBe(sizes.length);
          expect(sizes.reduce((sum, size) => sum + Math.ceil(times.length / size), 0)).toBeLessThanOrEqual(17);
          expect(sizes.every((size) => Number.isInteger(size) && size > 0)).toBe(true);
          const large = times.findIndex((time, index) => index >= times.length / 3 && times[index - 1] === time);
          if (large >= 2 && large < times.length) expect(sizes.some((size) => splits(times, size))).toBe(true);
        }),
      );
    });
  });
});
