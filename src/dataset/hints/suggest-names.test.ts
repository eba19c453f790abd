import { describe, expect, it } from '@jest/globals';
import { didYouMean, suggestNames } from './suggest-names.ts';

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
