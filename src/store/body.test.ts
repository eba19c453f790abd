import { describe, expect, it } from '@jest/globals';
import type { Row } from '../dataset/row-source.ts';
import { fc, grapheme } from '../testing/properties.ts';
import { BodyCache, createBodyWriter, toByteString } from './body.ts';

describe('BodyCache', () => {
  it('gives back what it was given, or nothing', () => {
    const cache = new BodyCache(3, 1000);
    cache.keep(1, 'one');
    expect([cache.get(0), cache.get(1), cache.get(2), cache.get(7), cache.get(-1)]).toEqual([
      undefined,
      'one',
      undefined,
      undefined,
      undefined,
    ]);
  });

  it('never holds more than it has room for, and always the latest that fits', () => {
    const room = 2000;
    fc.assert(
      fc.property(fc.array(fc.nat(1500), { maxLength: 60 }), (lengths) => {
        const cache = new BodyCache(lengths.length, room);
        for (const [slot, length] of lengths.entries()) {
          cache.keep(slot, 'x'.repeat(length));
          const held = lengths.slice(0, slot + 1).map((_length, index) => cache.get(index)?.length ?? 0);
          expect(held.reduce((sum, bytes) => sum + bytes, 0)).toBeLessThanOrEqual(room);
          if (length <= room / 4) expect(cache.get(slot)).toBe('x'.repeat(length));
        }
      }),
    );
  });

  it('drops the oldest first', () => {
    const cache = new BodyCache(100, 1000);
    for (let slot = 0; slot < 100; slot += 1) cache.keep(slot, 'x'.repeat(76));
    const held = Array.from({ length: 100 }, (_, slot) => cache.get(slot) !== undefined);
    const first = held.indexOf(true);
    expect(first).toBeGreaterThan(80);
    expect(first).toBeLessThan(96);
    expect(held.slice(first).every(Boolean)).toBe(true);
  });
});

describe('createBodyWriter', () => {
  it('writes JSON as bytes of UTF-8', () => {
    const write = createBodyWriter([]);
    fc.assert(
      fc.property(fc.dictionary(fc.string({ unit: grapheme }), fc.jsonValue()), (row) => {
        expect(Buffer.from(write(row as Row), 'latin1')).toEqual(Buffer.from(JSON.stringify(row)));
      }),
    );
  });

  it('leaves out hidden fields and nothing else, in the order of the row', () => {
    const write = createBodyWriter(['listed', 'absent', '__proto__']);
    const row = JSON.parse('{"b":1,"listed":true,"__proto__":2,"a":{"listed":1},"toJSON":null}') as Row;
    expect(write(row)).toBe('{"b":1,"a":{"listed":1},"toJSON":null}');
    expect(write({})).toBe('{}');
  });
});

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
