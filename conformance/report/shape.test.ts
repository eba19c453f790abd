import { describe, expect, it } from '@jest/globals';
import { amount, anything, listOf, mapOf, nullable, objectOf, oneOf, text, word } from './shape.ts';

describe('shapes', () => {
  const shape = objectOf(
    { name: text, size: amount, kind: oneOf(['a', 'b']), tags: listOf(text) },
    { note: nullable(text), headers: mapOf(text), extra: anything },
  );

  it('takes what fits, and members that it does not know', () => {
    expect(shape({ name: 'x', size: 0, kind: 'b', tags: [], note: null, headers: { a: 'b' }, other: 1 }, '')).toEqual(
      [],
    );
  });

  it('names every place that does not fit, and what would', () => {
    expect(shape({ size: -1, kind: 'c', tags: ['a', 1, null], headers: { 'a/b~': [] }, note: {} }, '/x')).toEqual([
      '/x: missing `name`',
      '/x/size: expected a number, 0 or more, got -1',
      '/x/kind: expected one of a, b, got "c"',
      '/x/tags/1: expected text, got 1',
      '/x/tags/2: expected text, got null',
      '/x/note: expected text, got an object',
      '/x/headers/a~1b~0: expected text, got a list',
    ]);
  });

  it.each([
    [objectOf({}), 'expected an object, got a list'],
    [mapOf(text), 'expected an object, got a list'],
    [amount, 'expected a number, 0 or more, got a list'],
  ])('tells a list from an object', (what, message) => {
    expect(what([], '')).toEqual([message]);
  });

  it('takes a word for a method that could be one', () => {
    const words = ['GET', 'PROPFIND', 'M-SEARCH', '', 'A B', 'GET\n', '<b>', 7];
    expect(words.map((value) => word(value, '').length)).toEqual([0, 0, 0, 1, 1, 1, 1, 1]);
  });

  it('is not fooled by members that every object inherits', () => {
    expect(objectOf({ constructor: anything })({}, '')).toEqual(['missing `constructor`']);
  });
});
