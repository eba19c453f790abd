import { describe, expect, it } from '@jest/globals';
import { fc } from '../testing/properties.ts';
import { type Comparable, compareComparables, toComparable } from './comparable.ts';

const comparables: fc.Arbitrary<Comparable> = fc.oneof(fc.string(), fc.constant(null));

describe('toComparable', () => {
  it('brings every spelling of an instant to one number', () => {
    expect(toComparable('2026-01-31T09:00:00-03:00', 'instant')).toBe(
      toComparable('2026-01-31T12:00:00.000Z', 'instant'),
    );
  });

  it('makes null of what is not of the kind', () => {
    expect([
      toComparable('x', 'number'),
      toComparable(1, 'string'),
      toComparable(null, 'string'),
      toComparable('x', 'instant'),
    ]).toEqual([null, null, null, null]);
  });

  it('orders false before true', () => {
    expect([toComparable(false, 'boolean'), toComparable(true, 'boolean')]).toEqual([0, 1]);
  });
});

describe('compareComparables', () => {
  it('puts null last', () => {
    expect([null, 'b', 'a'].sort(compareComparables)).toEqual(['a', 'b', null]);
  });

  it('is a total order', () => {
    fc.assert(
      fc.property(comparables, comparables, comparables, (a, b, c) => {
        expect(Math.sign(compareComparables(a, b))).toBe(-Math.sign(compareComparables(b, a)) + 0);
        if (compareComparables(a, b) <= 0 && compareComparables(b, c) <= 0)
          expect(compareComparables(a, c)).toBeLessThanOrEqual(0);
        expect(compareComparables(a, b) === 0).toBe(a === b);
      }),
    );
  });
});
