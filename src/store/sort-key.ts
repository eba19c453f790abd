import type { OrderColumn } from './order-column.ts';
import type { WriteWords } from './sort.ts';
import type { Slot } from './table.ts';
import { createTextWords, rankTexts } from './text-sort.ts';
import { eachRange, STEP_ROWS, type Work } from './work.ts';

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
export function* createWords(column: OrderColumn, count: number): Work<WriteWords> {
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
      if (count >= column.size * MANY) return createExactWords(yield* rankTexts(column));
      return createTextWords(column);
  }
}

function createExactWords(read: (slot: Slot) => number): WriteWords {
  return function* (pairs, length) {
    yield* eachRange(length, (from, to) => {
      for (let index = 2 * from; index < 2 * to; index += 2) pairs[index] = read(pairs[index + 1] as number);
    });
    return true;
  };
}

/** The word of what has no number. */
const NO_NUMBER = 0xffffffff;
const HIGHEST = NO_NUMBER - 1;

/** @returns words by which numbers ascend, NaN after all others; `read` gives the number of a slot */
function createNumberWords(read: (slot: Slot) => number): WriteWords {
  return function* (pairs, length) {
    const { low, high } = measureRange(pairs, length, read);
    if (length > STEP_ROWS) yield;
    const middle = low / 2;
    // Halves, because the whole range may be more than a number can hold.
    const scale = (HIGHEST - 2) / (high / 2 - middle);
    if (low < high && !(scale < Number.POSITIVE_INFINITY)) return writeRanks(pairs, length, read);
    yield* eachRange(length, (from, to) => {
      for (let index = 2 * from; index < 2 * to; index += 2) {
        const value = read(pairs[index + 1] as number);
        // Where a number stands between the lowest and the highest never contradicts its order, whatever is rounded.
        if (value >= low && value <= high) pairs[index] = low < high ? 1 + (value / 2 - middle) * scale : 1;
        else pairs[index] = wordBeyond(value);
      }
    });
    return !(low < high);
  };
}

/** The lowest and highest of the finite numbers. */
function measureRange(pairs: Uint32Array, length: number, read: (slot: Slot) => number): { low: number; high: number } {
  let low = Number.POSITIVE_INFINITY;
  let high = Number.NEGATIVE_INFINITY;
  for (let index = 1; index < 2 * length; index += 2) {
    const value = read(pairs[index] as number);
    if (value < low && value > Number.NEGATIVE_INFINITY) low = value;
    if (value > high && value < Number.POSITIVE_INFINITY) high = value;
  }
  return { low, high };
}

/** For numbers that are infinite, or none. */
function wordBeyond(value: number): number {
  if (Number.isNaN(value)) return NO_NUMBER;
  return value < 0 ? 0 : HIGHEST;
}

/** For numbers so small and so close together that their distance has no inverse. */
function writeRanks(pairs: Uint32Array, length: number, read: (slot: Slot) => number): boolean {
  const distinct = new Set<number>();
  for (let index = 1; index < 2 * length; index += 2) distinct.add(read(pairs[index] as number));
  const ranks = new Map([...new Float64Array(distinct).sort()].map((value, rank) => [value, rank]));
  for (let index = 0; index < 2 * length; index += 2)
    pairs[index] = ranks.get(read(pairs[index + 1] as number)) as number;
  return true;
}
