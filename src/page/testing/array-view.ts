import { compareComparables } from '../../contract/field-values.ts';
import type { Key, View } from '../../store/table.ts';

/** A view that is nothing but its keys in ascending order: the plainest one that can be right. */
export interface ArrayView extends View {
  readonly keys: readonly Key[];
  add(key: Key): void;
  remove(key: Key): void;
}

export function createArrayView(initial: readonly Key[]): ArrayView {
  let keys = [...initial].sort(compareKeys);
  return {
    get keys() {
      return keys;
    },
    get count() {
      return keys.length;
    },
    slotAt: (rank) => rank,
    countBefore: (key) => keys.filter((other) => compareKeys(other, key) < 0).length,
    countThrough: (key) => keys.filter((other) => compareKeys(other, key) <= 0).length,
    add(key) {
      keys = [...keys, key].sort(compareKeys);
    },
    remove(key) {
      keys = keys.filter((other) => compareKeys(other, key) !== 0);
    },
  };
}

/** Rows 0 to `count - 1`. */
export function createNumberedView(count: number): ArrayView {
  return createArrayView(Array.from({ length: count }, (_, index) => [index]));
}

function compareKeys(one: Key, other: Key): number {
  for (const [index, value] of one.entries()) {
    const difference = compareComparables(value, other[index] ?? null);
    if (difference !== 0) return difference;
  }
  return 0;
}
