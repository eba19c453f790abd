import { describe, expect, it } from '@jest/globals';
import type { Limit, QuerySyntax } from '../contract/contract.ts';
import { fc } from '../testing/properties.ts';
import { findBrokenRules, parseInteger, parseNumber, resolveLimit } from './limit.ts';
import { parseQuery } from './query.ts';
import { DECIMAL, JAVASCRIPT, PYTHON } from './testing/sample-contract.ts';

describe('resolve limit', () => {
  const BASE = { default: 20, minimum: 1, maximum: 100 };

  /** The limit, or the rules that are broken. */
  function resolve(raw: string, limit: Limit, syntax: QuerySyntax): number | readonly string[] {
    const reading = resolveLimit(parseQuery(raw), limit, syntax);
    return reading.ok ? reading.limit : reading.violations.map(({ parameter, rule }) => `${parameter} ${rule}`);
  }

  describe('resolveLimit', () => {
    // As NestJS 11 was recorded, with class-validator behind it.
    it.each([
      ['', 10],
      ['take=', ['take minimum']],
      ['take=0', ['take minimum']],
      ['take=-1', ['take minimum']],
      ['take=101', ['take maximum']],
      ['take=100', 100],
      ['take=abc', ['take maximum', 'take minimum', 'take type']],
      ['take=10&take=20', ['take maximum', 'take minimum', 'take type']],
      ['take=1e1', 10],
      ['take=%2010', 10],
      ['take=0x10', 16],
      ['take=1.5', ['take type']],
    ])('rejects like NestJS: %j gives %j', (raw, expected) => {
      const limit: Limit = {
        ...BASE,
        default: 10,
        parameter: 'take',
        above: 'reject',
        below: 'reject',
        malformed: 'reject',
      };
      expect(resolve(raw, limit, JAVASCRIPT)).toEqual(expected);
    });

    // As Django REST framework 3.16 was recorded.
    it.each([
      ['', 20],
      ['page_size=0', 20],
      ['page_size=-1', 20],
      ['page_size=abc', 20],
      ['page_size=', 20],
      ['page_size=1.5', 20],
      ['page_size=100', 100],
      ['page_size=101', 100],
      ['page_size=99999999999999999999', 100],
      ['page_size=5&page_size=7', 7],
    ])('corrects like Django REST framework: %j gives %j', (raw, expected) => {
      const limit: Limit = { ...BASE, parameter: 'page_size', above: 'clamp', below: 'default', malformed: 'default' };
      expect(resolve(raw, limit, PYTHON)).toEqual(expected);
    });

    it.each([
      ['limit=0', 1],
      ['limit=-7', 1],
      ['limit=1000', 100],
      ['limit=abc', 20],
      ['limit=1&limit=2', 20],
    ])('clamps what has a nearest bound: %j gives %j', (raw, expected) => {
      const limit: Limit = { ...BASE, parameter: 'limit', above: 'clamp', below: 'clamp', malformed: 'clamp' };
      expect(resolve(raw, limit, DECIMAL)).toEqual(expected);
    });

    it('clamps a fraction to an integer within bounds', () => {
      const limit: Limit = { ...BASE, parameter: 'limit', above: 'clamp', below: 'clamp', malformed: 'clamp' };
      expect(resolve('limit=1.5', limit, JAVASCRIPT)).toBe(1);
      expect(resolve('limit=0.5', limit, JAVASCRIPT)).toBe(1);
      expect(resolve('limit=-Infinity', limit, JAVASCRIPT)).toBe(1);
    });

    it('allows zero where the contract does', () => {
      const limit: Limit = {
        ...BASE,
        minimum: 0,
        parameter: 'limit',
        above: 'clamp',
        below: 'reject',
        malformed: 'reject',
      };
      expect(resolve('limit=0', limit, DECIMAL)).toBe(0);
      expect(resolve('limit=-1', limit, DECIMAL)).toEqual(['limit minimum']);
    });
  });
});

describe('parse integer', () => {
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
});

describe('findBrokenRules', () => {
  it.each([
    [1, []],
    [100, []],
    [0, ['minimum']],
    [101, ['maximum']],
    [1.5, ['type']],
    [-1.5, ['minimum', 'type']],
    [Number.NaN, ['maximum', 'minimum', 'type']],
    [Number.POSITIVE_INFINITY, ['maximum', 'type']],
  ])('finds that %d breaks %j', (value, broken) => {
    expect(findBrokenRules(value, { minimum: 1, maximum: 100 })).toEqual(broken);
  });

  it('knows no maximum where there is none', () => {
    expect(findBrokenRules(Number.NaN, { minimum: 0 })).toEqual(['minimum', 'type']);
    expect(findBrokenRules(1e300, { minimum: 0 })).toEqual([]);
  });
});
