import { describe, expect, it } from '@jest/globals';
import { fc } from '../testing/properties.ts';
import { parseInteger, parseNumber } from './parse-integer.ts';

const LARGEST = Number.MAX_SAFE_INTEGER;

describe('parseInteger', () => {
  it.each([
    ['0', 0],
    ['007', 7],
    ['-12', -12],
    ['-0', 0],
    ['99999999999999999999', LARGEST],
    [`-${'9'.repeat(400)}`, -LARGEST],
    ['', undefined],
    ['+1', undefined],
    [' 1', undefined],
    ['1.0', undefined],
    ['1e1', undefined],
    ['0x10', undefined],
    ['1_0', undefined],
    ['١', undefined],
    ['-', undefined],
    ['NaN', undefined],
    ['Infinity', undefined],
  ])('reads %j as decimal', (text, value) => {
    expect(parseInteger(text, 'decimal')).toBe(value);
  });

  // What int() of Python 3.11 makes of them.
  it.each([
    ['02', 2],
    [' 2', 2],
    ['\t2\n', 2],
    ['\u20032\x85', 2],
    ['+2', 2],
    ['-2', -2],
    ['-0', 0],
    ['1_0', 10],
    ['1_000_000', 1_000_000],
    ['٣٤', 34],
    ['１２3', 123],
    ['𝟘𝟙𝟚', 12],
    ['𝟗𝟘𝟡', 909],
    ['9999999999999999999999', LARGEST],
    ['', undefined],
    [' ', undefined],
    ['\ufeff2', undefined],
    ['\x1c2', undefined],
    ['\u200b2', undefined],
    ['- 2', undefined],
    ['+-2', undefined],
    ['_1', undefined],
    ['1_', undefined],
    ['1__0', undefined],
    ['1 0', undefined],
    ['1.0', undefined],
    ['1e1', undefined],
    ['0x10', undefined],
    ['²', undefined],
    ['Ⅷ', undefined],
    ['inf', undefined],
  ])('reads %j as Python does', (text, value) => {
    expect(parseInteger(text, 'python')).toBe(value);
  });

  it.each([
    ['', 0],
    [' ', 0],
    [' 10', 10],
    ['1e1', 10],
    ['0x10', 16],
    ['1.0', 1],
    ['-0', 0],
    ['1e300', 1e300],
    ['1.5', undefined],
    ['abc', undefined],
    ['1_0', undefined],
    ['Infinity', undefined],
    ['NaN', undefined],
  ])('reads %j as JavaScript does', (text, value) => {
    expect(parseInteger(text, 'javascript')).toBe(value);
  });

  it('reads any text in any spelling as an integer or not at all', () => {
    const text = fc.string({ unit: fc.constantFrom(...'0129+-_.ex \t٣Ⅷ') });
    const spelling = fc.constantFrom('decimal', 'python', 'javascript');
    fc.assert(
      fc.property(text, spelling, (text, spelling) => {
        const value = parseInteger(text, spelling);
        expect(value === undefined || Number.isInteger(value)).toBe(true);
      }),
    );
  });

  it('takes no longer than it should over a long hostile text', () => {
    const text = `${' '.repeat(8000)}${'1_'.repeat(4000)}`;
    expect(parseInteger(text, 'python')).toBeUndefined();
  });
});

describe('parseNumber', () => {
  it('keeps what JavaScript knows beside integers', () => {
    expect(parseNumber('1.5', 'javascript')).toBe(1.5);
    expect(parseNumber('Infinity', 'javascript')).toBe(Number.POSITIVE_INFINITY);
  });

  it('is NaN for what is no number', () => {
    expect(parseNumber('abc', 'decimal')).toBeNaN();
    expect(parseNumber('1.5', 'python')).toBeNaN();
  });
});
