import type { OrderKey } from '../contract/contract.ts';
import { PagewrightError } from '../contract/error.ts';
import type { Row } from '../dataset/row-source.ts';
import { readRowKey } from './order-column.ts';
import { compareKeys, countWhile, type OrderedSlots } from './ordered-slots.ts';
import type { Key, Slot, View } from './table.ts';

/** A row that a selection has beside those of its list. */
interface Insertion {
  readonly slot: Slot;
  readonly key: Key;
  /** How many of the list come before it, removed ones included. */
  readonly before: number;
}

/** How the rows of a selection differ from a list that does not change. */
export interface Delta {
  /** Ranks in the list of those that are gone, ascending. */
  readonly removed: Uint32Array;
  /** In order. */
  readonly inserted: readonly Insertion[];
  /** The rank of each inserted row among all that are left, ascending. */
  readonly ranks: Uint32Array;
}

/** Changes that a delta has not taken in yet. */
export interface Pending {
  /** Slots of the list's table that were removed. */
  readonly removedFromList: ReadonlySet<Slot>;
  /** Other slots that were removed. */
  readonly removedAdditions: ReadonlySet<Slot>;
  /** Rows that are there now and were not before. */
  readonly added: readonly (readonly [slot: Slot, row: Row])[];
}

/** What a delta is a difference to. */
interface Basis {
  readonly list: OrderedSlots;
  readonly order: readonly OrderKey[];
  readonly matches: (row: Row) => boolean;
}

/** No difference at all. */
export const NO_DELTA: Delta = { removed: new Uint32Array(0), inserted: [], ranks: new Uint32Array(0) };

/** @returns a delta that has taken in further changes; the given one stays as it is */
export function applyChanges({ removed, inserted }: Delta, pending: Pending, basis: Basis): Delta {
  const nowRemoved = mergeRanks(removed, findRemoved(pending.removedFromList, basis.list));
  const nowInserted = insertAdded(
    pending.removedAdditions.size === 0 ? inserted : inserted.filter(({ slot }) => !pending.removedAdditions.has(slot)),
    pending.added.filter(([, row]) => basis.matches(row)),
    basis,
  );
  return { removed: nowRemoved, inserted: nowInserted, ranks: rankInserted(nowRemoved, nowInserted) };
}

/** @returns bytes that a delta is taken to weigh */
export function weighDelta({ removed, inserted }: Delta): number {
  return 4 * removed.length + 128 * inserted.length;
}

function findRemoved(removed: ReadonlySet<Slot>, list: OrderedSlots): readonly number[] {
  const ranks: number[] = [];
  if (removed.size > list.slots.length) {
    for (const [rank, slot] of list.slots.entries()) if (removed.has(slot)) ranks.push(rank);
    return ranks;
  }
  for (const slot of removed) {
    const rank = list.rankOf(slot);
    if (rank !== undefined) ranks.push(rank);
  }
  return ranks;
}

function mergeRanks(ranks: Uint32Array, more: readonly number[]): Uint32Array {
  if (more.length === 0) return ranks;
  const merged = new Uint32Array(ranks.length + more.length);
  merged.set(ranks);
  merged.set(more, ranks.length);
  return merged.sort();
}

function insertAdded(
  inserted: readonly Insertion[],
  added: Pending['added'],
  { list, order }: Basis,
): readonly Insertion[] {
  if (added.length === 0) return inserted;
  const more = added.map(([slot, row]) => {
    const key = readRowKey(row, order);
    return { slot, key, before: list.countThrough(key) };
  });
  return [...inserted, ...more].sort((a, b) => compareKeys(a.key, b.key, order) || a.slot - b.slot);
}

function rankInserted(removed: Uint32Array, inserted: readonly Insertion[]): Uint32Array {
  let gone = 0;
  return Uint32Array.from(inserted, ({ before }, index) => {
    while (gone < removed.length && (removed[gone] as number) < before) gone += 1;
    return before - gone + index;
  });
}

/** Consecutive ranks of a view that are consecutive in its list. */
interface Run {
  readonly from: number;
  /** The one after the last. */
  readonly to: number;
  /** From a rank of the view to that of the list. */
  readonly shift: number;
}

/** A list and what has changed in it, read as one. Neither ever changes, so that the view does not either. */
export class DeltaView implements View {
  readonly count: number;
  readonly #list: OrderedSlots;
  readonly #delta: Delta;
  readonly #order: readonly OrderKey[];
  /** The ranks around the one that was asked for last, which lie in the list as far as each other as they do here. */
  #run: Run;

  constructor(list: OrderedSlots, delta: Delta, order: readonly OrderKey[]) {
    this.count = list.slots.length - delta.removed.length + delta.inserted.length;
    this.#list = list;
    this.#delta = delta;
    this.#order = order;
    const isWhole = delta.removed.length + delta.inserted.length === 0;
    this.#run = { from: 0, to: isWhole ? this.count : 0, shift: 0 };
  }

  slotAt(rank: number): Slot {
    if (!(Number.isInteger(rank) && rank >= 0 && rank < this.count)) {
      throw new PagewrightError('unknown-rank', `Unknown rank ${rank}: the view has ${this.count} rows`);
    }
    const { from, to, shift } = this.#run;
    if (rank >= from && rank < to) return this.#list.slots[rank + shift] as Slot;
    const { inserted, ranks } = this.#delta;
    const insertedBefore = countWhile(ranks.length, (index) => (ranks[index] as number) < rank);
    if (ranks[insertedBefore] === rank) return (inserted[insertedBefore] as Insertion).slot;
    this.#run = this.#findRun(rank, insertedBefore);
    return this.#list.slots[rank + this.#run.shift] as Slot;
  }

  #findRun(rank: number, insertedBefore: number): Run {
    const { removed, ranks } = this.#delta;
    const left = rank - insertedBefore;
    const removedBefore = countWhile(removed.length, (index) => (removed[index] as number) - index <= left);
    // Where the rows begin that come behind so many removed ones.
    const startBehind = (count: number): number => (removed[count - 1] ?? -1) - count + 1 + insertedBefore;
    return {
      from: Math.max((ranks[insertedBefore - 1] ?? -1) + 1, removedBefore === 0 ? 0 : startBehind(removedBefore)),
      to: Math.min(
        ranks[insertedBefore] ?? this.count,
        removedBefore === removed.length ? this.count : startBehind(removedBefore + 1),
      ),
      shift: removedBefore - insertedBefore,
    };
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
