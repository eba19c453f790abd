import { describe, expect, it } from '@jest/globals';
import { fc } from '../testing/properties.ts';
import { BodyCache } from './body-cache.ts';

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
