import { describe, expect, it } from '@jest/globals';
import { fc } from '../testing/properties.ts';
import { countWhile } from './count-while.ts';

describe('countWhile', () => {
  it('finds where a condition ceases to hold', () => {
    fc.assert(
      fc.property(fc.nat(1000), fc.nat(1000), (a, b) => {
        const [holding, length] = [Math.min(a, b), Math.max(a, b)];
        expect(countWhile(length, (index) => index < holding)).toBe(holding);
      }),
    );
  });
});
