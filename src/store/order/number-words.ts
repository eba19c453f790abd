import type { Slot } from '../table.ts';
import type { WriteWords } from './refine-runs.ts';

/** The word of what has no number. */
const NONE = 0xffffffff;
const HIGHEST = NONE - 1;

/** @returns words by which numbers ascend, NaN after all others; `read` gives the number of a slot */
export function createNumberWords(read: (slot: Slot) => number): WriteWords {
  return (pairs, length) => {
    const { low, high } = measureRange(pairs, length, read);
    const middle = low / 2;
    // Halves, because the whole range may be more than a number can hold.
    const scale = (HIGHEST - 2) / (high / 2 - middle);
    if (low < high && !(scale < Number.POSITIVE_INFINITY)) return writeRanks(pairs, length, read);
    for (let index = 0; index < 2 * length; index += 2) {
      const value = read(pairs[index + 1] as number);
      // Where a number stands between the lowest and the highest never contradicts its order, whatever is rounded.
      if (value >= low && value <= high) pairs[index] = low < high ? 1 + (value / 2 - middle) * scale : 1;
      else pairs[index] = wordBeyond(value);
    }
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
  if (Number.isNaN(value)) return NONE;
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
