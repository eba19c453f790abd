import { describe, expect, it } from '@jest/globals';
import { fc } from '../testing/properties.ts';
import { SlotSet } from './slot-set.ts';

const SIZE = 100;
const someSlots = fc.uniqueArray(fc.nat(SIZE - 1));

function createSet(slots: readonly number[]): SlotSet {
  const set = new SlotSet(SIZE);
  for (const slot of slots) set.add(slot);
  return set;
}

describe('SlotSet', () => {
  it('behaves as a set of numbers', () => {
    fc.assert(
      fc.property(someSlots, someSlots, (left, right) => {
        const set = createSet(left);
        expect(set.count()).toBe(left.length);
        expect([...set.toSlots()]).toEqual([...left].sort((a, b) => a - b));
        const kept = right.filter((slot) => left.includes(slot));
        expect([...set.filter(Uint32Array.from(right), kept.length)]).toEqual(kept);
        set.retain(createSet(right));
        expect([...set.toSlots()].every((slot) => set.has(slot) && kept.includes(slot))).toBe(true);
        expect(set.count()).toBe(kept.length);
      }),
    );
  });
});
