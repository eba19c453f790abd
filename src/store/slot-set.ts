import type { Slot } from './table.ts';

/** A set of slots, one bit for each slot of a table. */
export class SlotSet {
  /** The bits themselves, for loops in which a call for each slot would cost too much. */
  readonly words: Int32Array;

  /** @param size - how many slots there are; the set is empty at first */
  constructor(size: number) {
    this.words = new Int32Array((size + 31) >>> 5);
  }

  add(slot: Slot): void {
    const index = slot >>> 5;
    this.words[index] = (this.words[index] as number) | (1 << (slot & 31));
  }

  has(slot: Slot): boolean {
    return (((this.words[slot >>> 5] as number) >>> (slot & 31)) & 1) === 1;
  }

  /** Takes out what is not in the other set. */
  retain(other: SlotSet): void {
    const { words } = this;
    for (let index = 0; index < words.length; index += 1) {
      words[index] = (words[index] as number) & (other.words[index] as number);
    }
  }

  count(): number {
    let count = 0;
    for (const word of this.words) count += countBits(word);
    return count;
  }

  /** @returns the slots in ascending order */
  toSlots(): Uint32Array {
    const slots = new Uint32Array(this.count());
    let count = 0;
    for (let index = 0; index < this.words.length; index += 1) {
      for (let rest = this.words[index] as number; rest !== 0; rest &= rest - 1) {
        slots[count] = index * 32 + 31 - Math.clz32(rest & -rest);
        count += 1;
      }
    }
    return slots;
  }

  /**
   * @param slots - in any order
   * @param count - how many of them are in the set
   * @returns those in the set, in the order in which they were given
   */
  filter(slots: Uint32Array, count: number): Uint32Array {
    const { words } = this;
    // Always written, kept only when the place moves on: half of a random test's cost is the branch.
    const kept = new Uint32Array(count + 1);
    let place = 0;
    for (let index = 0; index < slots.length; index += 1) {
      const slot = slots[index] as number;
      kept[place] = slot;
      place += ((words[slot >>> 5] as number) >>> (slot & 31)) & 1;
    }
    return kept.subarray(0, count);
  }
}

function countBits(word: number): number {
  const pairs = word - ((word >>> 1) & 0x55555555);
  const nibbles = (pairs & 0x33333333) + ((pairs >>> 2) & 0x33333333);
  return Math.imul((nibbles + (nibbles >>> 4)) & 0x0f0f0f0f, 0x01010101) >>> 24;
}
