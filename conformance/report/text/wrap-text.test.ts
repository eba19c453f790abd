import { describe, expect, it } from '@jest/globals';
import { fc, grapheme } from '../../../src/testing/properties.ts';
import { fitText, measureWidth, wrapText } from './wrap-text.ts';

describe('wrap text', () => {
describe('wrapText', () => {
  it('breaks between words', () => {
    expect(wrapText('the quick brown fox', 10)).toEqual(['the quick', 'brown fox']);
  });

  it('breaks a word that is longer than a line', () => {
    expect(wrapText('id abcdefghijkl end', 5)).toEqual(['id', 'abcde', 'fghij', 'kl', 'end']);
  });

  it('keeps line ends and the indentation of each line', () => {
    expect(wrapText('{\n  "a": 1\n}', 20)).toEqual(['{', '  "a": 1', '}']);
  });

  it('never makes a line too wide, and loses nothing but blanks', () => {
    fc.assert(
      fc.property(fc.string({ unit: grapheme }), fc.integer({ min: 2, max: 20 }), (text, width) => {
        const lines = wrapText(text, width);
        expect(lines.filter((line) => measureWidth(line) > width)).toEqual([]);
        expect(lines.join('').replace(/\s/g, '')).toBe(text.replace(/\s/g, ''));
      }),
    );
  });
});

describe('measureWidth', () => {
  it.each([
    ['abc', 3],
    ['東京', 4],
    ['e\u0301', 1],
    ['👍', 2],
  ])('of %s', (text, width) => {
    expect(measureWidth(text)).toBe(width);
  });
});

describe('fitText', () => {
  it.each([
    ['abcdef', 6, 'abcdef'],
    ['abcdef', 4, 'abc…'],
    ['東京都', 4, '東…'],
    ['abc', 0, ''],
  ])('fits %s into %d columns', (text, width, fitted) => {
    expect(fitText(text, width)).toBe(fitted);
  });
});
});
