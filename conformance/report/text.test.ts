import { describe, expect, it } from '@jest/globals';
import { codePoint, fc, grapheme } from '../../src/testing/properties.ts';
import { fitText, measureWidth, wrapText } from './columns.ts';
import { cutLines, cutText, makeVisible, makeVisibleLine, splitCode, takeStart } from './text.ts';

describe('make visible', () => {
  const anyText = fc.string({ unit: codePoint });

  describe('makeVisible', () => {
    it.each([
      ['\u001b[31mred', '\\u001b[31mred'],
      ['a\0b', 'a\\u0000b'],
      ['abc\u202edcb', 'abc\\u202edcb'],
      ['\ud800x', '\\ud800x'],
      ['\u{e0041}', '\\u{e0041}'],
      ['one\r\ntwo\rthree\tfour', 'one\ntwo\\u000dthree\tfour'],
    ])('spells out what cannot be seen in %j', (text, visible) => {
      expect(makeVisible(text)).toBe(visible);
    });

    it('leaves what can be seen: accents, other scripts, emoji of several parts', () => {
      const text = 'Zoë 東京 مرحبا 👩‍👩‍👧 e\u0301 — “quoted” \\u0041';
      expect(makeVisible(text)).toBe(text);
    });

    it('never lets a control character or an unpaired surrogate through', () => {
      fc.assert(fc.property(anyText, (text) => !/(?![\n\t])\p{Cc}|\p{Cs}/u.test(makeVisible(text))));
    });
  });

  describe('makeVisibleLine', () => {
    it('joins lines', () => {
      expect(makeVisibleLine('  one\n\n two\u2028three\t')).toBe('one two\\u2028three');
    });

    it('has one line, whatever comes in', () => {
      fc.assert(fc.property(anyText, (text) => !/[\n\r\u0085\u2028\u2029]/.test(makeVisibleLine(text))));
    });
  });
});

describe('cut text', () => {
  describe('cutText', () => {
    it('leaves what is short enough', () => {
      expect(cutText('abc', 3)).toBe('abc');
    });

    it('says how much is missing', () => {
      expect([cutText('abcd', 3), cutText('abcdef', 3)]).toEqual([
        'abc… (1 more character)',
        'abc… (3 more characters)',
      ]);
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
});

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
          const tooWide = lines.filter((line) => measureWidth(line) > width);
          expect(tooWide.filter((line) => [...new Intl.Segmenter().segment(line)].length > 1)).toEqual([]);
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

describe('splitCode', () => {
  it('finds what stands between backticks', () => {
    expect(splitCode('MUST give `a` when `b` is `c`, 5` wide')).toEqual([
      { kind: 'text', text: 'MUST give ' },
      { kind: 'code', text: 'a' },
      { kind: 'text', text: ' when ' },
      { kind: 'code', text: 'b' },
      { kind: 'text', text: ' is ' },
      { kind: 'code', text: 'c' },
      { kind: 'text', text: ', 5` wide' },
    ]);
  });

  it('loses nothing', () => {
    const sentence = fc.string({ unit: fc.constantFrom('`', 'a', ' ', '\n') });
    fc.assert(
      fc.property(sentence, (text) => {
        const pieces = splitCode(text).map((piece) => (piece.kind === 'code' ? `\`${piece.text}\`` : piece.text));
        expect(pieces.join('')).toBe(text);
      }),
    );
  });
});
