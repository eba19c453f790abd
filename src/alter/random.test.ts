import { describe, expect, it } from '@jest/globals';
import { fc } from '../testing/properties.ts';
import { createRandom } from './random.ts';

describe('createDice', () => {
  it('fall the same way for the same seed, and another way for another', () => {
    const throwAll = (seed: string): readonly number[] => {
      const random = createRandom(seed);
      return Array.from({ length: 20 }, () => random.below(1000));
    };
    expect(throwAll('a')).toEqual(throwAll('a'));
    expect(throwAll('a')).not.toEqual(throwAll('b'));
  });

  it('give every number below the count, and no other', () => {
    const random = createRandom('1');
    const counts = [0, 0, 0, 0, 0, 0];
    for (let times = 0; times < 6000; times += 1) {
      const side = random.below(6);
      counts[side] = (counts[side] ?? 0) + 1;
    }
    expect(counts).toHaveLength(6);
    for (const count of counts) expect(Math.abs(count - 1000)).toBeLessThan(200);
  });

  it('shuffle and pick without losing anything', () => {
    fc.assert(
      fc.property(fc.string(), fc.array(fc.integer(), { minLength: 1 }), (seed, list) => {
        const random = createRandom(seed);
        expect([...random.shuffle(list)].sort()).toEqual([...list].sort());
        expect(list).toContain(random.pick(list));
      }),
    );
    const orders = Array.from({ length: 100 }, (_, seed) => createRandom(`${seed}`).shuffle([1, 2, 3]).join(''));
    expect(new Set(orders).size).toBe(6);
  });

  it('are true once in so many times', () => {
    const random = createRandom('1');
    const often = Array.from({ length: 3000 }, () => random.onceIn(3)).filter(Boolean).length;
    expect(Math.abs(often - 1000)).toBeLessThan(150);
  });
});
