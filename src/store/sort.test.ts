import { describe, expect, it } from '@jest/globals';
import { fc } from '../testing/properties.ts';
import { sortPairs } from './sort.ts';
import { finish } from './work.ts';

describe('sort pairs', () => {
  /** Words spread over all bits, over few of them, and around an outlier. */
  const words = fc.oneof(
    fc.array(fc.nat(0xffffffff), { maxLength: 300 }),
    fc.array(fc.constantFrom(0, 1, 0x80000000, 0xffffffff), { maxLength: 300 }),
    fc.array(fc.nat(3000), { maxLength: 3000, size: 'max' }).map((many) => [...many, 0xfffffff0]),
  );

  function sort(list: readonly number[]): readonly (readonly [number, number])[] {
    const pairs = Uint32Array.from(list.flatMap((word, index) => [word, index]));
    finish(sortPairs(pairs, new Uint32Array(pairs.length), 0, pairs.length));
    return list.map((_word, index) => [pairs[2 * index] as number, pairs[2 * index + 1] as number]);
  }

  describe('sortPairs', () => {
    it('sorts by words, and keeps the order of equal ones', () => {
      fc.assert(
        fc.property(words, (list) => {
          const expected = list.map((word, index) => [word, index] as const).sort((a, b) => a[0] - b[0] || a[1] - b[1]);
          expect(sort(list)).toEqual(expected);
        }),
      );
    });

    it('leaves alone what is outside of its bounds', () => {
      const pairs = Uint32Array.of(9, 0, 5, 1, 4, 2, 1, 3);
      finish(sortPairs(pairs, new Uint32Array(8), 2, 6));
      expect([...pairs]).toEqual([9, 0, 4, 2, 5, 1, 1, 3]);
    });
  });
});
