import { describe, expect, it } from '@jest/globals';
import { countNoun, formatCount } from './count-noun.ts';

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
