import { describe, expect, it } from '@jest/globals';
import { codePoint, fc, grapheme } from '../../testing/properties.ts';
import { runs } from '../../testing/runs.ts';
import { mutations } from '../../testing/token-mutations.ts';
import { createRandom } from '../random.ts';
import { createTokenCodec, TOKEN_SPELLINGS } from './token-codec.ts';

describe('create token codec', () => {
  const codec = createTokenCodec('key', 'things');
  const tokens = fc.oneof(
    fc.uint8Array({ minLength: 20, maxLength: 200 }).map((bytes) => Buffer.from(bytes).toString('base64url')),
    fc.uint8Array({ minLength: 20, maxLength: 200 }).map((bytes) => Buffer.from(bytes).toString('base64')),
    fc.string({ unit: grapheme }),
  );
  const contents = fc.record({ token: tokens, isReversed: fc.boolean() });

  describe('createTokenDress', () => {
    it('reads what it has written, under the same key and for the same lists only', () => {
      const again = createTokenCodec('key', 'things');
      const others = [createTokenCodec('another key', 'things'), createTokenCodec('key', 'others')];
      fc.assert(
        fc.property(contents, fc.string(), (content, seed) => {
          const text = codec.encode(content, createRandom(seed));
          expect(again.decode(text)).toEqual(content);
          for (const other of others) expect(other.decode(text)).toBeUndefined();
        }),
      );
    });

    it('reads nothing that it has not written', () => {
      fc.assert(
        fc.property(contents, contents, fc.string(), mutations, (content, another, seed, mutate) => {
          const [text, other] = [content, another].map((one) => codec.encode(one, createRandom(seed)));
          const changed = mutate(text ?? '', other ?? '');
          fc.pre(changed !== text && changed !== other);
          expect(codec.decode(changed)).toBeUndefined();
        }),
        { numRuns: runs(400) },
      );
    });

    it('reads no text in which one character is another', () => {
      const content = { token: 'abcdefghijklmnop'.repeat(8), isReversed: true };
      for (let seed = 0; seed < 20; seed += 1) {
        const text = codec.encode(content, createRandom(`${seed}`));
        for (let at = 0; at < text.length; at += 3) {
          const other = text[at] === 'A' ? '1' : 'A';
          expect(codec.decode(text.slice(0, at) + other + text.slice(at + 1))).toBeUndefined();
        }
      }
    });

    it('writes texts of many lengths and alphabets, none of which shows the token', () => {
      const content = { token: Buffer.from('a token of the mock'.repeat(5)).toString('base64url'), isReversed: false };
      const texts = Array.from({ length: 300 }, (_, seed) => codec.encode(content, createRandom(`${seed}`)));
      const lengths = texts.map(({ length }) => length);
      expect(Math.min(...lengths)).toBeLessThan(200);
      expect(Math.max(...lengths)).toBeGreaterThan(1000);
      expect(Math.max(...lengths)).toBeLessThan(1600);
      expect(new Set(texts).size).toBe(texts.length);
      expect(texts.filter((text) => encodeURIComponent(text) === text).length).toBeLessThan(250);
      for (const text of texts) {
        expect(text).not.toContain(content.token);
        expect(Buffer.from(text, 'base64').toString('latin1')).not.toContain('a token');
      }
    });
  });
});

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
