import { describe, expect, it } from '@jest/globals';
import { fc } from '../../../src/testing/properties.ts';
import { type ComparedPiece, compareValues } from './compare-values.ts';

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
