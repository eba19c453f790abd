import { describe, expect, it } from '@jest/globals';
import { fc } from '../../testing/properties.ts';
import { createPermutation } from './permutation.ts';

const word = fc.integer({ min: 0, max: 2 ** 32 - 1 });

describe('createPermutation', () => {
  it('is undone by its inverse', () => {
    fc.assert(
      fc.property(word, word, word, (key, high, low) => {
        const { apply, invert } = createPermutation(key);
        expect(invert(apply([high, low]))).toEqual([high, low]);
        expect(apply(invert([high, low]))).toEqual([high, low]);
      }),
    );
  });

  it('leaves nothing of the order of its inputs', () => {
    const { apply } = createPermutation(1);
    const highs = [0, 1, 2, 3, 4, 5, 6, 7].map((row) => apply([row, 0])[0]);
    expect(highs.toSorted((a, b) => a - b)).not.toEqual(highs);
    expect(Math.max(...highs)).toBeGreaterThan(2 ** 30);
  });
});
