import { describe, expect, it } from '@jest/globals';
import { fc } from '../testing/properties.ts';
import { readPointer } from './json-pointer.ts';
import {
  countEdits,
  countNoun,
  createWildcardTest,
  didYouMean,
  formatCount,
  formatDuration,
  joinNames,
  suggestNames,
  toSentence,
} from './text.ts';

describe('suggestions', () => {
  describe('suggest names', () => {
    describe('suggestNames', () => {
      it('gives the nearest first', () => {
        expect(suggestNames('perth', ['sydney', 'pert', 'perths', 'berth'])[0]).toBe('berth');
        expect(suggestNames('demoo', ['demo', 'empty', 'ties'])).toEqual(['demo']);
      });

      it('finds a method that stands in another module', () => {
        expect(suggestNames('name.firstName', ['person.firstName', 'company.name'])[0]).toBe('person.firstName');
      });

      it('gives none when nothing is near', () => {
        expect(suggestNames('zzzzzz', ['demo', 'empty'])).toEqual([]);
      });
    });

    describe('didYouMean', () => {
      it('suggests, or lists what there is when it is little', () => {
        expect(didYouMean('demoo', ['demo', 'ties'])).toBe('; did you mean demo?');
        expect(didYouMean('qqqq', ['demo', 'ties'])).toBe('; known: demo, ties');
        expect(didYouMean('qqqq', [])).toBe('');
      });
    });
  });

  describe('createWildcardTest', () => {
    it.each([
      ['walk.complete', 'walk.complete', true],
      ['walk.complete', 'walk-complete', false],
      ['walk.*', 'walk.complete', true],
      ['*', '', true],
      ['a*a', 'a', false],
      ['a*a', 'aa', true],
      ['*a*b*', 'xaxbx', true],
      ['*b*a*', 'xaxbx', false],
      ['a*bc*c', 'abc', false],
      ['a*bc*c', 'abcc', true],
    ])('%p and %p: %p', (pattern, text, expected) => {
      expect(createWildcardTest(pattern)(text)).toBe(expected);
    });

    it('ends, whatever the pattern', () => {
      expect(createWildcardTest(`${'*a'.repeat(500)}*b`)('a'.repeat(5000))).toBe(false);
    });
  });

  describe('countEdits', () => {
    it.each([
      ['', '', 0],
      ['ties', 'ties', 0],
      ['tyes', 'ties', 1],
      ['tie', 'ties', 1],
      ['kitten', 'sitting', 3],
      ['', 'abc', 3],
    ])('from %j to %j', (first, second, edits) => {
      expect(countEdits(first, second)).toBe(edits);
    });

    it('is a distance', () => {
      const text = fc.string({ maxLength: 8 });
      fc.assert(
        fc.property(text, text, text, (a, b, c) => {
          expect(countEdits(a, b)).toBe(countEdits(b, a));
          expect(countEdits(a, c)).toBeLessThanOrEqual(countEdits(a, b) + countEdits(b, c));
          expect(countEdits(a, b) === 0).toBe(a === b);
        }),
      );
    });
  });
});

describe('wording', () => {
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
});

describe('readPointer', () => {
  const body = { errors: [{ code: 'a' }], total: 0, next: null };

  it.each([
    [[], body],
    [['errors', '0', 'code'], 'a'],
    [['total'], 0],
    [['next'], null],
    [['next', 'more'], undefined],
    [['errors', '1'], undefined],
    [['total', 'x'], undefined],
  ])('%j', (pointer, value) => {
    expect(readPointer(body, pointer)).toEqual(value);
  });
});
