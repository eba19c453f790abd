import type { Comparable } from '../../contract/comparable.ts';
import type { OrderColumn } from '../columns/order-column.ts';
import type { Slot } from '../table.ts';
import { createNumberWords } from './number-words.ts';
import { rankTexts } from './rank-texts.ts';
import type { WriteWords } from './refine-runs.ts';
import { createTextWords } from './text-words.ts';

/** One column of an order. */
export interface SortKey {
  readonly column: OrderColumn;
  /** 1 ascending, -1 descending. */
  readonly direction: 1 | -1;
}

/** From such a part of all slots on, it pays to sort the texts of all. */
const MANY = 1 / 4;

/**
 * @param column - whose values order the slots
 * @param count - how many slots are to be sorted
 */
export function createWords(column: OrderColumn, count: number): WriteWords {
  switch (column.kind) {
    case 'numbers': {
      const { values } = column;
      return createNumberWords((slot) => values[slot] as number);
    }
    case 'ranks': {
      const { ranks } = column;
      return createExactWords((slot) => ranks[slot] as number);
    }
    case 'texts':
      if (column.ascends) return createExactWords((slot) => slot);
      if (count >= column.size * MANY) return createExactWords(rankTexts(column));
      return createTextWords(keepInMap(column.at));
  }
}

function createExactWords(read: (slot: Slot) => number): WriteWords {
  return (pairs, length) => {
    for (let index = 0; index < 2 * length; index += 2) pairs[index] = read(pairs[index + 1] as number);
    return true;
  };
}

type ReadComparable = (slot: Slot) => Comparable;

function keepInMap(make: ReadComparable): ReadComparable {
  const kept = new Map<Slot, Comparable>();
  return (slot) => {
    const known = kept.get(slot);
    if (known !== undefined) return known;
    const made = make(slot);
    kept.set(slot, made);
    return made;
  };
}
