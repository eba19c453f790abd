import { describe, expect, it } from '@jest/globals';
import { findBrokenRules } from './find-broken-rules.ts';

describe('findBrokenRules', () => {
  it.each([
    [1, []],
    [100, []],
    [0, ['minimum']],
    [101, ['maximum']],
    [1.5, ['type']],
    [-1.5, ['minimum', 'type']],
    [Number.NaN, ['maximum', 'minimum', 'type']],
    [Number.POSITIVE_INFINITY, ['maximum', 'type']],
  ])('finds that %d breaks %j', (value, broken) => {
    expect(findBrokenRules(value, { minimum: 1, maximum: 100 })).toEqual(broken);
  });

  it('knows no maximum where there is none', () => {
    expect(findBrokenRules(Number.NaN, { minimum: 0 })).toEqual(['minimum', 'type']);
    expect(findBrokenRules(1e300, { minimum: 0 })).toEqual([]);
  });
});
