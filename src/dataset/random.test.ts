import { describe, expect, it } from '@jest/globals';
import { fc } from '../testing/properties.ts';
import { runs } from '../testing/runs.ts';
import { createPermutation, hashPlace, hashText, scaleHash } from './random.ts';

describe('hash', () => {
  const word = fc.integer({ min: 0, max: 2 ** 32 - 1 });

  describe('hashPlace', () => {
    it('gives integers of 32 bits', () => {
      fc.assert(
        fc.property(word, word, word, (key, variant, element) => {
          const hash = hashPlace(key, variant, element);
          expect(Number.isInteger(hash) && hash >= 0 && hash < 2 ** 32).toBe(true);
        }),
      );
    });

    it('spreads neighbouring rows evenly, for any key', () => {
      fc.assert(
        fc.property(word, (key) => {
          const counts = new Array<number>(10).fill(0);
          for (let row = 0; row < 10_000; row++) {
            const bin = scaleHash(hashPlace(key, row, 0), 10);
            counts[bin] = (counts[bin] ?? 0) + 1;
          }
          expect(Math.max(...counts.map((count) => Math.abs(count - 1000)))).toBeLessThan(200);
        }),
        { numRuns: runs(20) },
      );
    });

    it('tells elements apart', () => {
      expect(new Set([0, 1, 2, 3].map((element) => hashPlace(1, 1, element))).size).toBe(4);
    });
  });

  describe('scaleHash', () => {
    it('stays below the number of choices', () => {
      fc.assert(
        fc.property(word, fc.integer({ min: 1, max: 2 ** 31 }), (hash, count) => {
          expect(scaleHash(hash, count)).toBeGreaterThanOrEqual(0);
          expect(scaleHash(hash, count)).toBeLessThan(count);
        }),
      );
    });
  });

  describe('hashText', () => {
    it('differs between texts that are nearly the same', () => {
      expect(new Set(['a/b', 'b/a', 'a/c', 'a', ''].map(hashText)).size).toBe(5);
    });
  });
});

describe('permutation', () => {
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
});
