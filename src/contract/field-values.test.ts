import { describe, expect, it } from '@jest/globals';
import { fc } from '../testing/properties.ts';
import { type Comparable, compareComparables, readField, toComparable } from './field-values.ts';

describe('readField', () => {
  const item = {
    name: 'a',
    country: { id: 'CL' },
    tags: ['x', 'y'],
    none: null,
    contracts: [{ plan: 'p' }, {}, { plan: 'q' }],
    emails: { main: 'm', billing: 'b' },
  };

  it('tells the key * from every key', () => {
    expect(readField({ '*': 1, a: 2 }, ['~*'])).toEqual([1]);
  });

  it.each([
    ['name', ['a']],
    ['country/id', ['CL']],
    ['tags', ['x', 'y']],
    ['tags/*', ['x', 'y']],
    ['none', [null]],
    ['contracts/*/plan', ['p', 'q']],
    ['emails/*', ['m', 'b']],
    ['absent', []],
    ['name/length', []],
    ['country/toString', []],
    ['emails', [{ main: 'm', billing: 'b' }]],
  ])('reads %s', (path, values) => {
    expect(readField(item, path.split('/'))).toEqual(values);
  });
});

describe('comparable', () => {
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
});
