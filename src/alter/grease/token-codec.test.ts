import { describe, expect, it } from '@jest/globals';
import { fc, grapheme } from '../../testing/properties.ts';
import { runs } from '../../testing/runs.ts';
import { mutations } from '../../testing/token-mutations.ts';
import { createDice } from '../random.ts';
import { createTokenDress } from './token-codec.ts';

describe('create token dress', () => {
  const dress = createTokenDress('key', 'things');
  const tokens = fc.oneof(
    fc.uint8Array({ minLength: 20, maxLength: 200 }).map((bytes) => Buffer.from(bytes).toString('base64url')),
    fc.uint8Array({ minLength: 20, maxLength: 200 }).map((bytes) => Buffer.from(bytes).toString('base64')),
    fc.string({ unit: grapheme }),
  );
  const contents = fc.record({ token: tokens, isTurned: fc.boolean() });

  describe('createTokenDress', () => {
    it('reads what it has written, under the same key and for the same lists only', () => {
      const again = createTokenDress('key', 'things');
      const others = [createTokenDress('another key', 'things'), createTokenDress('key', 'others')];
      fc.assert(
        fc.property(contents, fc.string(), (content, seed) => {
          const text = dress.write(content, createDice(seed));
          expect(again.read(text)).toEqual(content);
          for (const other of others) expect(other.read(text)).toBeUndefined();
        }),
      );
    });

    it('reads nothing that it has not written', () => {
      fc.assert(
        fc.property(contents, contents, fc.string(), mutations, (content, another, seed, mutate) => {
          const [text, other] = [content, another].map((one) => dress.write(one, createDice(seed)));
          const changed = mutate(text ?? '', other ?? '');
          fc.pre(changed !== text && changed !== other);
          expect(dress.read(changed)).toBeUndefined();
        }),
        { numRuns: runs(400) },
      );
    });

    it('reads no text in which one character is another', () => {
      const content = { token: 'abcdefghijklmnop'.repeat(8), isTurned: true };
      for (let seed = 0; seed < 20; seed += 1) {
        const text = dress.write(content, createDice(`${seed}`));
        for (let at = 0; at < text.length; at += 3) {
          const other = text[at] === 'A' ? '1' : 'A';
          expect(dress.read(text.slice(0, at) + other + text.slice(at + 1))).toBeUndefined();
        }
      }
    });

    it('writes texts of many lengths and alphabets, none of which shows the token', () => {
      const content = { token: Buffer.from('a token of the mock'.repeat(5)).toString('base64url'), isTurned: false };
      const texts = Array.from({ length: 300 }, (_, seed) => dress.write(content, createDice(`${seed}`)));
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
