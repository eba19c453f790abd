import { describe, expect, it } from '@jest/globals';
import { fc } from '../testing/properties.ts';
import { runs } from '../testing/runs.ts';
import { isMultipleOf } from './decimal.ts';
import { createAjv } from './json-schema.ts';
import { patternOf } from './pattern.ts';

describe('pattern', () => {
  it.each([
    ['^\\d{4}$', ['2026'], ['20267', '٢٠٢٦']],
    ['^https\\:\\/\\/[a-z]+$', ['https://pages'], ['http://pages']],
    ['^[^\\s@]+@[^\\s@]+$', ['a@b'], ['a\u00a0@b', 'a@']],
    ['^(a|b)+c?$', ['abba', 'abc'], ['abcc']],
    ['^.{0,5000}$', ['x'.repeat(5000)], ['x'.repeat(5001), 'a\nb']],
    ['^\\p{Lu}\\p{L}*$', ['Émile'], ['émile']],
    ['^[\\p{L}\\d]+-[^\\p{L}]+$', ['é1-1'], ['é1-é']],
    ['^\\p{Script=Greek}+$', ['αβγ'], ['abc']],
    ['^(?=.*[A-Z])(?!-)[A-Za-z-]{2,}(?<!-)$', ['Ab', 'a-B'], ['ab', '-AB', 'AB-']],
    ['^(?:(?!--)[a-z-])+$', ['a-b'], ['a--b']],
    ['^(\\w)\\1$', ['aa'], ['ab']],
    ['^\\u{1F600}$', ['😀'], ['u{1F600}']],
    ['\\bcat\\b', ['a cat'], ['cats']],
    ['^[]$', [], ['', 'a']],
    ['(?i)^acme$', ['ACME'], ['acne']],
    ['\\A[a-z]+\\z', ['abc'], ['ABC', 'Aabcz']],
    ['^(?P<year>\\d{4})', ['2026-'], ['x']],
  ])('matches %s as JavaScript does', (source, yes, no) => {
    const { test } = patternOf(source);
    expect([yes.filter((text) => !test(text)), no.filter((text) => test(text))]).toEqual([[], []]);
  });

  it('decides as JavaScript does about whatever is made of common parts', () => {
    const part = fc.constantFrom('a', '[a-c]', '[^a]', '.', '\\d', '\\w', '\\s', '(?:ab|c)', '(a)', 'b');
    const count = fc.constantFrom('', '?', '*', '+', '{2}', '{1,3}', '{0,}');
    const sources = fc
      .tuple(
        fc.constantFrom('', '^'),
        fc.array(
          fc.tuple(part, count).map((pair) => pair.join('')),
          { maxLength: 4 },
        ),
        fc.constantFrom('', '$'),
      )
      .map(([start, parts, end]) => start + parts.join('') + end);
    const texts = fc.string({ unit: fc.constantFrom('a', 'b', 'c', '1', ' ', '\n', 'é'), maxLength: 8 });
    fc.assert(
      fc.property(sources, texts, (source, text) => {
        expect([source, patternOf(source).kind, patternOf(source).test(text)]).toEqual([
          source,
          'linear',
          new RegExp(source, 'u').test(text),
        ]);
      }),
      { numRuns: runs(2000) },
    );
  });

  it.each(['^(a+)+$', '^(a|a)*$', '^(?:[a-z]+,?)+$', '(x+x+)+y', '^(?=(a+)+$)a'])(
    'takes no time over %s, whatever the text',
    (source) => {
      const { kind, test } = patternOf(source);
      expect([kind, test(`${'a'.repeat(50_000)}${'x'.repeat(20_000)}!`)]).toEqual(['linear', false]);
    },
  );

  it('gives up a match that does not end, and refuses nothing for it', () => {
    const { kind, test } = patternOf('^(?:a(?!b)a*)*c$');
    const hostile = `${'a'.repeat(5000)}!`;
    expect([kind, ...Array.from({ length: 50 }, () => test(hostile))]).toEqual(['guarded', ...Array(50).fill(true)]);
  });

  it('says of what is no regular expression that it is none', () => {
    expect([patternOf('(').kind, patternOf('(').test('anything')]).toEqual(['invalid', true]);
  });

  it('is what schemas are validated by', () => {
    const validate = createAjv().compile({
      properties: { url: { pattern: '^https\\:\\/\\/' }, code: { pattern: '^(a+)+$' } },
      patternProperties: { '^x\\-': { type: 'integer' } },
    });
    expect(validate({ url: 'https://a', code: 'aaa', 'x-a': 1 })).toBe(true);
    expect(validate({ code: `${'a'.repeat(100)}!` })).toBe(false);
    expect(validate({ 'x-a': 'one' })).toBe(false);
  });
});

describe('multipleOf', () => {
  it('counts in decimals', () => {
    const validate = createAjv().compile({ multipleOf: 0.01 });
    expect([5.01, 0.07, 123_456_789_012.34, -1.1, 0].filter((value) => !validate(value))).toEqual([]);
    expect([5.013, 0.1 + 0.2, 1e-3].filter((value) => validate(value))).toEqual([]);
    expect(validate.errors?.[0]).toMatchObject({
      message: 'must be multiple of 0.01',
      keyword: 'multipleOf',
      params: { multipleOf: 0.01 },
    });
  });

  it('holds for whatever is written as so many steps', () => {
    fc.assert(
      fc.property(fc.integer(), fc.integer({ min: 1, max: 999 }), fc.nat(9), (count, step, places) => {
        const unit = Number(`${step}e-${places}`);
        expect(isMultipleOf(Number(`${BigInt(count) * BigInt(step)}e-${places}`), unit)).toBe(true);
        expect(isMultipleOf(Number(`${BigInt(count) * BigInt(step) * 10n + 1n}e-${places + 1}`), unit)).toBe(false);
      }),
      { numRuns: runs(500) },
    );
  });

  it('ends for numbers of any size', () => {
    expect([isMultipleOf(1e308, 5e-324), isMultipleOf(Number.MAX_VALUE, 0.3), isMultipleOf(5e-324, 1e308)]).toEqual([
      true,
      expect.any(Boolean),
      false,
    ]);
  });
});
