import { expect, it } from '@jest/globals';
import { fc } from '../../testing/properties.ts';
import { findFree } from './find-free.ts';

it('finds the end of what is taken, in few steps', () => {
  fc.assert(
    fc.property(fc.nat(1000), fc.nat(1_000_000), (first, count) => {
      let steps = 0;
      const found = findFree(first, (index) => {
        steps += 1;
        return index < first + count;
      });
      expect(found).toBe(first + count);
      expect(steps).toBeLessThan(50);
    }),
  );
});

it('finds something free among gaps', () => {
  fc.assert(
    fc.property(fc.uniqueArray(fc.nat(200)), (taken) => {
      expect(taken).not.toContain(findFree(0, (index) => taken.includes(index)));
    }),
  );
});
