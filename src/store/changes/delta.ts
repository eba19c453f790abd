import type { OrderKey } from '../../contract/contract.ts';
import type { Row } from '../../dataset/row-source.ts';
import { compareKeys } from '../order/compare-keys.ts';
import type { OrderedSlots } from '../order/ordered-slots.ts';
import type { Key, Slot } from '../table.ts';
import { readRowKey } from './row-reader.ts';

/** A row that a selection has beside those of its list. */
export interface Insertion {
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
  /** Slots of the list's table that have died. */
  readonly deadInList: ReadonlySet<Slot>;
  /** Other slots that have died. */
  readonly deadBeside: ReadonlySet<Slot>;
  /** Rows that are there now and were not before. */
  readonly born: readonly (readonly [slot: Slot, row: Row])[];
}

/** What a delta is a difference to. */
export interface Basis {
  readonly list: OrderedSlots;
  readonly order: readonly OrderKey[];
  readonly matches: (row: Row) => boolean;
}

/** No difference at all. */
export const NO_DELTA: Delta = { removed: new Uint32Array(0), inserted: [], ranks: new Uint32Array(0) };

/** @returns a delta that has taken in further changes; the given one stays as it is */
export function applyChanges({ removed, inserted }: Delta, pending: Pending, basis: Basis): Delta {
  const nowRemoved = mergeRanks(removed, findDead(pending.deadInList, basis.list));
  const nowInserted = insertBorn(
    pending.deadBeside.size === 0 ? inserted : inserted.filter(({ slot }) => !pending.deadBeside.has(slot)),
    pending.born.filter(([, row]) => basis.matches(row)),
    basis,
  );
  return { removed: nowRemoved, inserted: nowInserted, ranks: rankInserted(nowRemoved, nowInserted) };
}

/** @returns bytes that a delta is taken to weigh */
export function weighDelta({ removed, inserted }: Delta): number {
  return 4 * removed.length + 128 * inserted.length;
}

function findDead(dead: ReadonlySet<Slot>, list: OrderedSlots): readonly number[] {
  const ranks: number[] = [];
  if (dead.size > list.slots.length) {
    for (const [rank, slot] of list.slots.entries()) if (dead.has(slot)) ranks.push(rank);
    return ranks;
  }
  for (const slot of dead) {
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

function insertBorn(
  inserted: readonly Insertion[],
  born: Pending['born'],
  { list, order }: Basis,
): readonly Insertion[] {
  if (born.length === 0) return inserted;
  const more = born.map(([slot, row]) => {
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
