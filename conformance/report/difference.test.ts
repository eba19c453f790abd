import { describe, expect, it } from '@jest/globals';
import { fc } from '../../src/testing/properties.ts';
import { type ComparedPiece, compareValues, describeDifference } from './difference.ts';

describe('describe difference', () => {
  const letters = [...'abcdefghij'];

  describe('describeDifference', () => {
    it.each([
      ['what is missing', letters.filter((letter) => letter !== 'c'), 'missing "c"'],
      ['what is more', [...letters, 'x', 'a'], 'unexpected "x", "a"'],
      ['both', ['x', ...letters.slice(1)], 'missing "a"; unexpected "x"'],
      ['the order', ['a', 'c', 'b', ...letters.slice(3)], 'the same items in another order, from position 2: "c"'],
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
});

describe('compare values', () => {
  function mark(pieces: readonly ComparedPiece[] | undefined): string | undefined {
    return pieces?.map(({ text, differs }) => (differs ? `«${text}»` : text)).join('');
  }

  describe('compareValues', () => {
    it.each([
      ['what is missing', ['a', 'b', 'c'], ['a', 'c'], '["a", «"b"», "c"]', '["a", "c"]'],
      ['what is more', ['a'], ['a', 'x'], '["a"]', '["a", «"x"»]'],
      ['what stands twice', [1, 2], [1, 1, 2], '[1, 2]', '[1, «1», 2]'],
      ['what is out of order', [1, 2, 3], [1, 3, 2], '[1, «2», «3»]', '[1, «3», «2»]'],
      ['another type', [1], ['1'], '[«1»]', '[«"1"»]'],
      ['members', { a: 1, b: 2 }, { a: 1, b: 3, c: null }, '{"a": 1, "b": «2»}', '{"a": 1, "b": «3», "c": «null»}'],
      ['nothing', [], {}, undefined, undefined],
      ['nothing of what is nested', [[1]], [[2]], undefined, undefined],
      ['nothing of text', 'a', 'b', undefined, undefined],
    ])('marks %s', (_, expected, received, left, right) => {
      const comparison = compareValues(expected, received);
      expect([mark(comparison?.expected), mark(comparison?.received)]).toEqual([left, right]);
    });

    it('is not fooled by members that every object inherits', () => {
      expect(mark(compareValues({ constructor: null }, {})?.expected)).toBe('{"constructor": «null»}');
    });

    it('leaves long lists alone', () => {
      expect(compareValues(Array(201).fill(1), [1])).toBeUndefined();
    });

    const lists = fc.array(fc.integer({ min: 0, max: 5 }));

    it('marks nothing exactly where values are the same', () => {
      fc.assert(
        fc.property(lists, lists, (left, right) => {
          const { expected = [], received = [] } = compareValues(left, right) ?? {};
          const isSame = JSON.stringify(left) === JSON.stringify(right);
          expect([...expected, ...received].some(({ differs }) => differs)).toBe(!isSame);
        }),
      );
    });
  });
});
