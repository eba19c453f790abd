import { describe, expect, it } from '@jest/globals';
import { countNoun, formatCount, formatDuration, joinNames, toSentence } from './wording.ts';

describe('countNoun', () => {
  it.each([
    [0, '0 requests'],
    [1, '1 request'],
    [12_040, '12,040 requests'],
  ])('spells %d', (count, text) => {
    expect(countNoun(count, 'request')).toBe(text);
  });

  it('takes another plural', () => {
    expect([countNoun(1, 'reply', 'replies'), countNoun(2, 'reply', 'replies')]).toEqual(['1 reply', '2 replies']);
  });
});

describe('formatCount', () => {
  it('groups thousands', () => {
    expect([999, 1000, 1_234_567].map(formatCount)).toEqual(['999', '1,000', '1,234,567']);
  });
});

describe('formatDuration', () => {
  it.each([
    [0, '0 ms'],
    [349.6, '350 ms'],
    [999.7, '1.0 s'],
    [4180, '4.2 s'],
    [9949, '9.9 s'],
    [9951, '10 s'],
    [59_400, '59 s'],
    [59_600, '1 min 0 s'],
    [125_000, '2 min 5 s'],
  ])('says %d ms', (ms, text) => {
    expect(formatDuration(ms)).toBe(text);
  });
});

describe('joinNames', () => {
  it('lists names as a sentence does', () => {
    expect([[], ['a'], ['a', 'b'], ['a', 'b', 'c']].map((names) => joinNames(names))).toEqual([
      '',
      'a',
      'a and b',
      'a, b and c',
    ]);
    expect(joinNames(['a', 'b', 'c'], 'or')).toBe('a, b or c');
  });
});

describe('toSentence', () => {
  it('begins with a capital letter and ends with a stop', () => {
    expect(['a page', 'Is it?', ''].map(toSentence)).toEqual(['A page.', 'Is it?', '.']);
  });
});
