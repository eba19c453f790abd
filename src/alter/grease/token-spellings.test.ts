import { describe, expect, it } from '@jest/globals';
import { codePoint, fc } from '../../testing/properties.ts';
import { TOKEN_SPELLINGS } from './token-spellings.ts';

describe('TOKEN_SPELLINGS', () => {
  it.each([...TOKEN_SPELLINGS.keys()])('read what they write, in about the length that they say (%i)', (index) => {
    const spelling = TOKEN_SPELLINGS[index];
    fc.assert(
      fc.property(fc.uint8Array({ minLength: 20, maxLength: 1000 }), (array) => {
        const bytes = Buffer.from(array);
        const text = spelling?.write(bytes) ?? '';
        expect(spelling?.read(text)).toEqual(bytes);
        expect(Math.abs(text.length - bytes.length * (spelling?.ratio ?? 0))).toBeLessThan(bytes.length / 20 + 4);
      }),
    );
  });

  it.each([...TOKEN_SPELLINGS.keys()])('read anything without throwing (%i)', (index) => {
    fc.assert(
      fc.property(fc.string({ unit: codePoint }), (text) => {
        expect(TOKEN_SPELLINGS[index]?.read(text)).toBeInstanceOf(Buffer);
      }),
    );
  });

  it('are different, and some need to be encoded in a URL', () => {
    const bytes = Buffer.from(Array.from({ length: 256 }, (_, byte) => byte));
    const texts = TOKEN_SPELLINGS.map(({ write }) => write(bytes));
    expect(new Set(texts).size).toBe(texts.length);
    for (const pattern of [
      /^[\w-]+$/,
      /[+/]/,
      /=$/,
      /^[0-9a-f]+$/,
      /^[0-9A-F]+$/,
      /^\d+$/,
      /\..+\./,
      /[~!*]/,
      /[ %&#]/,
    ]) {
      expect(texts.filter((text) => pattern.test(text))).not.toEqual([]);
    }
  });
});
