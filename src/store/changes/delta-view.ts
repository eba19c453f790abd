import type { OrderKey } from '../../contract/contract.ts';
import { PagewrightError } from '../../contract/error.ts';
import { countWhile } from '../count-while.ts';
import { compareKeys } from '../order/compare-keys.ts';
import type { OrderedSlots } from '../order/ordered-slots.ts';
import type { Key, Slot, View } from '../table.ts';
import type { Delta, Insertion } from './delta.ts';

/** A list and what has changed in it, read as one. Neither ever changes, so that the view does not either. */
export class DeltaView implements View {
  readonly count: number;
  readonly #list: OrderedSlots;
  readonly #delta: Delta;
  readonly #order: readonly OrderKey[];

  constructor(list: OrderedSlots, delta: Delta, order: readonly OrderKey[]) {
    this.count = list.slots.length - delta.removed.length + delta.inserted.length;
    this.#list = list;
    this.#delta = delta;
    this.#order = order;
  }

  slotAt(rank: number): Slot {
    if (!(Number.isInteger(rank) && rank >= 0 && rank < this.count)) {
      throw new PagewrightError('unknown-rank', `There is no rank ${rank} in a view of ${this.count} rows`);
    }
    const { removed, inserted, ranks } = this.#delta;
    const insertedBefore = countWhile(ranks.length, (index) => (ranks[index] as number) < rank);
    if (ranks[insertedBefore] === rank) return (inserted[insertedBefore] as Insertion).slot;
    const left = rank - insertedBefore;
    const removedBefore = countWhile(removed.length, (index) => (removed[index] as number) - index <= left);
    return this.#list.slots[left + removedBefore] as Slot;
  }

  countBefore(key: Key): number {
    return this.#count(this.#list.countBefore(key), (other) => compareKeys(other, key, this.#order) < 0);
  }

  countThrough(key: Key): number {
    return this.#count(this.#list.countThrough(key), (other) => compareKeys(other, key, this.#order) <= 0);
  }

  #count(inList: number, isCounted: (key: Key) => boolean): number {
    const { removed, inserted } = this.#delta;
    const gone = countWhile(removed.length, (index) => (removed[index] as number) < inList);
    return inList - gone + countWhile(inserted.length, (index) => isCounted((inserted[index] as Insertion).key));
  }
}
