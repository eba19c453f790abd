import { compareComparables } from '../../contract/comparable.ts';
import { readComparable } from '../columns/order-column.ts';
import { countWhile } from '../count-while.ts';
import type { Key, Slot } from '../table.ts';
import type { SortKey } from './sort-key.ts';

/** Slots in an order, none of which ever changes. */
export class OrderedSlots {
  readonly slots: Uint32Array;
  readonly #keys: readonly SortKey[];

  /**
   * @param slots - sorted; equals by slot
   * @param keys - the columns that they are sorted by
   */
  constructor(slots: Uint32Array, keys: readonly SortKey[]) {
    this.slots = slots;
    this.#keys = keys;
  }

  countBefore(key: Key): number {
    return countWhile(this.slots.length, (rank) => this.#compareToKey(rank, key) < 0);
  }

  countThrough(key: Key): number {
    return countWhile(this.slots.length, (rank) => this.#compareToKey(rank, key) <= 0);
  }

  /** @returns where a slot stands; `undefined` when it is not among these */
  rankOf(slot: Slot): number | undefined {
    const key = readKey(this.#keys, slot);
    const rank = countWhile(this.slots.length, (other) => {
      const difference = this.#compareToKey(other, key);
      return difference < 0 || (difference === 0 && (this.slots[other] as Slot) < slot);
    });
    return this.slots[rank] === slot ? rank : undefined;
  }

  #compareToKey(rank: number, key: Key): number {
    const slot = this.slots[rank] as Slot;
    for (const [index, { column, direction }] of this.#keys.entries()) {
      const wanted = key[index];
      if (wanted === undefined) return 0;
      const difference = compareComparables(readComparable(column, slot), wanted);
      if (difference !== 0) return direction * difference;
    }
    return 0;
  }
}

/** @returns the values of a slot in the columns of an order */
export function readKey(keys: readonly SortKey[], slot: Slot): Key {
  return keys.map(({ column }) => readComparable(column, slot));
}
