import type { OrderKey } from '../contract/contract.ts';
import { compareComparables } from '../contract/field-values.ts';
import { readComparable } from './order-column.ts';
import { type Runs, refineRuns } from './sort.ts';
import { createWords, type SortKey } from './sort-key.ts';
import type { Key, Slot } from './table.ts';
import type { Work } from './work.ts';

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

/**
 * Sorts slots in place. Only those that a column leaves equal are looked up in the next; what is equal in all columns
 * keeps its order.
 *
 * @param slots - in ascending order at first
 * @param keys - columns, the most significant first
 */
export function* sortSlots(slots: Uint32Array, keys: readonly SortKey[]): Work<void> {
  let runs: Runs = slots.length > 1 ? [0, slots.length] : [];
  for (const { column, direction } of keys) {
    if (runs.length === 0) return;
    runs = yield* refineRuns(slots, runs, yield* createWords(column, countAll(runs)), direction);
  }
}

function countAll(runs: Runs): number {
  let count = 0;
  for (let run = 0; run < runs.length; run += 2) count += (runs[run + 1] as number) - (runs[run] as number);
  return count;
}

/**
 * Compares the keys of two rows. A key that is shorter than the order is compared as far as it goes.
 *
 * @returns negative, zero or positive, as `Array.prototype.sort` wants it
 */
export function compareKeys(a: Key, b: Key, order: readonly OrderKey[]): number {
  for (const [index, { direction }] of order.entries()) {
    const left = a[index];
    const right = b[index];
    if (left === undefined || right === undefined) return 0;
    const difference = compareComparables(left, right);
    if (difference !== 0) return direction * difference;
  }
  return 0;
}

/**
 * @param length - how many there are
 * @param holds - true for some first indexes, false for all that follow
 * @returns for how many it is true
 */
export function countWhile(length: number, holds: (index: number) => boolean): number {
  let low = 0;
  let high = length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if (holds(middle)) low = middle + 1;
    else high = middle;
  }
  return low;
}
