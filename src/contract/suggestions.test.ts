import { describe, expect, it } from '@jest/globals';
import { fc } from '../testing/properties.ts';
import { countEdits, didYouMean, suggestNames } from './suggestions.ts';

describe('suggest names', () => {
  describe('suggestNames', () => {
    it('gives the nearest first', () => {
      expect(suggestNames('perth', ['sydney', 'pert', 'perths', 'berth'])[0]).toBe('berth');
      expect(suggestNames('demoo', ['demo', 'empty', 'ties'])).toEqual(['demo']);
    });

    it('finds a method that stands in another module', () => {
      expect(suggestNames('name.firstName', ['person.firstName', 'company.name'])[0]).toBe('person.firstName');
    });

    it('gives none when nothing is near', () => {
      expect(suggestNames('zzzzzz', ['demo', 'empty'])).toEqual([]);
    });
  });

  describe('didYouMean', () => {
    it('suggests, or lists what there is when it is little', () => {
      expect(didYouMean('demoo', ['demo', 'ties'])).toBe('; did you mean demo?');
      expect(didYouMean('qqqq', ['demo', 'ties'])).toBe('; known: demo, ties');
      expect(didYouMean('qqqq', [])).toBe('');
    });
  });
});

describe('countEdits', () => {
  it.each([
    ['', '', 0],
    ['ties', 'ties', 0],
    ['tyes', 'ties', 1],
    ['tie', 'ties', 1],
    ['kitten', 'sitting', 3],
    ['', 'abc', 3],
  ])('from %j to %j', (first, second, edits) => {
    expect(countEdits(first, second)).toBe(edits);
  });

  it('is a distance', () => {
    const text = fc.string({ maxLength: 8 });
    fc.assert(
      fc.property(text, text, text, (a, b, c) => {
        expect(countEdits(a, b)).toBe(countEdits(b, a));
        expect(countEdits(a, c)).toBeLessThanOrEqual(countEdits(a, b) + countEdits(b, c));
        expect(countEdits(a, b) === 0).toBe(a === b);
      }),
    );
  });
});
