import { describe, expect, it } from '@jest/globals';
import { readText, readWhole } from './read-values.ts';

describe('readWhole', () => {
  it('reads a number, if there is one', () => {
    expect([readWhole('limit', '0'), readWhole('limit', '042'), readWhole('limit', undefined)]).toEqual([
      0,
      42,
      undefined,
    ]);
  });

  it.each(['', ' 1', '-1', '+1', '1.5', '1e3', '0x1', 'x', '٣', '1'.repeat(16)])('refuses %p', (text) => {
    expect(() => readWhole('limit', text)).toThrow(`limit is ${JSON.stringify(text)}; expected a whole number`);
  });
});

describe('readText', () => {
  it('reads a text', () => {
    expect(readText('name', 'a', '"b"')).toBe('a');
  });

  it.each([
    [undefined, 'name is missing'],
    ['', 'name is ""'],
    [7, 'name is 7'],
    [null, 'name is null'],
    [['a'], 'name is ["a"]'],
  ])('refuses %p', (value, found) => {
    expect(() => readText('name', value, '"b"')).toThrow(`${found}; expected a text, such as "b"`);
  });
});
