import { describe, expect, it } from '@jest/globals';
import { fc, grapheme } from '../testing/properties.ts';
import { toByteString } from './to-byte-string.ts';

describe('toByteString', () => {
  it('has one character for each byte of the UTF-8', () => {
    expect(toByteString('a\n\u007f')).toBe('a\n\u007f');
    expect(toByteString('é€😀')).toBe('\u00c3\u00a9\u00e2\u0082\u00ac\u00f0\u009f\u0098\u0080');
    expect(toByteString('')).toBe('');
  });

  it('can be read back, whatever the text', () => {
    fc.assert(
      fc.property(fc.string({ unit: grapheme }), (text) =>
        expect(Buffer.from(toByteString(text), 'latin1').toString('utf8')).toBe(text),
      ),
    );
  });

  it('joins as bytes join', () => {
    fc.assert(
      fc.property(fc.string({ unit: grapheme }), fc.string({ unit: grapheme }), (one, other) => {
        expect(toByteString(one) + toByteString(other)).toBe(toByteString(one + other));
      }),
    );
  });
});
