import { describe, expect, it } from '@jest/globals';
import { cutLines, cutText, takeStart } from './cut-text.ts';

describe('cutText', () => {
  it('leaves what is short enough', () => {
    expect(cutText('abc', 3)).toBe('abc');
  });

  it('says how much is missing', () => {
    expect([cutText('abcd', 3), cutText('abcdef', 3)]).toEqual(['abc… (1 more character)', 'abc… (3 more characters)']);
  });

  it('never cuts a character in two', () => {
    expect(cutText('ab👍cd', 3)).toBe('ab… (4 more characters)');
    expect(cutText('ab👍cd', 4)).toBe('ab👍… (2 more characters)');
  });
});

describe('cutLines', () => {
  it('leaves what is short enough', () => {
    expect(cutLines(['a', 'b'], 2)).toEqual(['a', 'b']);
  });

  it('says how many lines are missing, within the limit', () => {
    expect(cutLines(['a', 'b', 'c', 'd'], 2)).toEqual(['a', '… (3 more lines)']);
  });
});

describe('takeStart', () => {
  it('never ends within a character', () => {
    expect([1, 2, 3, 9].map((limit) => takeStart('a👍b', limit))).toEqual(['a', 'a', 'a👍', 'a👍b']);
  });
});
