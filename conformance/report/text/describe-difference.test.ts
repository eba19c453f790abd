import { describe, expect, it } from '@jest/globals';
import { fc } from '../../../src/testing/properties.ts';
import { describeDifference } from './describe-difference.ts';

const letters = [...'abcdefghij'];

describe('describeDifference', () => {
  it.each([
    ['what is missing', letters.filter((letter) => letter !== 'c'), 'missing "c"'],
    ['what is more', [...letters, 'x', 'a'], 'unexpected "x", "a"'],
    ['both', ['x', ...letters.slice(1)], 'missing "a"; unexpected "x"'],
    ['the order', ['a', 'c', 'b', ...letters.slice(3)], 'the same in another order, from place 2: "c"'],
    ['many', [], 'missing "a", "b", "c", "d", "e", "f", "g", "h" and 2 more'],
    ['nothing where there is nothing', letters, undefined],
    ['nothing where one is no list', 'abc', undefined],
  ])('says %s', (_, received, text) => {
    expect(describeDifference(letters, received)).toBe(text);
  });

  it('leaves short lists to the eye', () => {
    expect(describeDifference(['a', 'b'], ['a'])).toBeUndefined();
  });

  const lists = fc.array(fc.integer({ min: 0, max: 3 }), { minLength: 8, maxLength: 12 });

  it('finds a difference exactly where there is one', () => {
    fc.assert(
      fc.property(lists, lists, (left, right) => {
        expect(describeDifference(left, right) === undefined).toBe(JSON.stringify(left) === JSON.stringify(right));
      }),
    );
  });
});
