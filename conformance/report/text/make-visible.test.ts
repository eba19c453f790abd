import { describe, expect, it } from '@jest/globals';
import { codePoint, fc } from '../../../src/testing/properties.ts';
import { makeVisible, makeVisibleLine } from './make-visible.ts';

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
