import { sortPairs } from './sort-pairs.ts';

/** Parts of an array within which everything is equal so far: start, end (not included), start, end, … */
export type Runs = readonly number[];

/**
 * Gives unsigned words of 32 bits to slots that are to be sorted.
 *
 * @param pairs - a word, then a slot, and so on; the words are written
 * @param length - how many pairs there are
 * @returns whether equal words mean equal values. If not, those with equal words are given further words among themselves;
 *   unless all values are equal, two of the words must differ
 */
export type WriteWords = (pairs: Uint32Array, length: number) => boolean;

/**
 * Sorts the slots within each run, in place; equal ones keep their order.
 *
 * @returns the runs that are equal still
 */
export function refineRuns(slots: Uint32Array, runs: Runs, writeWords: WriteWords, direction: 1 | -1): Runs {
  const longest = measureLongest(runs);
  const pairs = new Uint32Array(2 * longest);
  const scratch = new Uint32Array(2 * longest);
  const settled: number[] = [];
  const refine = (start: number, end: number): void => {
    const length = end - start;
    loadSlots(pairs, slots.subarray(start, end));
    const isExact = writeWords(pairs, length);
    if (direction === -1) invertWords(pairs, length);
    if (!isSorted(pairs, length)) {
      sortPairs(pairs, scratch, 0, 2 * length);
      storeSlots(pairs, slots, start, length);
    }
    const equals = isExact ? settled : [];
    collectEquals(pairs, start, length, equals);
    if (isExact) return;
    for (let run = 0; run < equals.length; run += 2) refine(equals[run] as number, equals[run + 1] as number);
  };
  for (let run = 0; run < runs.length; run += 2) refine(runs[run] as number, runs[run + 1] as number);
  return settled;
}

function measureLongest(runs: Runs): number {
  let longest = 0;
  for (let run = 0; run < runs.length; run += 2) {
    longest = Math.max(longest, (runs[run + 1] as number) - (runs[run] as number));
  }
  return longest;
}

function loadSlots(pairs: Uint32Array, slots: Uint32Array): void {
  for (let index = 0; index < slots.length; index += 1) pairs[2 * index + 1] = slots[index] as number;
}

function storeSlots(pairs: Uint32Array, slots: Uint32Array, start: number, length: number): void {
  for (let index = 0; index < length; index += 1) slots[start + index] = pairs[2 * index + 1] as number;
}

function invertWords(pairs: Uint32Array, length: number): void {
  for (let index = 0; index < 2 * length; index += 2) pairs[index] = ~(pairs[index] as number);
}

function isSorted(pairs: Uint32Array, length: number): boolean {
  for (let index = 2; index < 2 * length; index += 2) {
    if ((pairs[index] as number) < (pairs[index - 2] as number)) return false;
  }
  return true;
}

/** Adds the runs of equal words to `runs`. */
function collectEquals(pairs: Uint32Array, start: number, length: number, runs: number[]): void {
  let from = 0;
  for (let index = 1; index <= length; index += 1) {
    if (index < length && pairs[2 * index] === pairs[2 * index - 2]) continue;
    if (index - from > 1) runs.push(start + from, start + index);
    from = index;
  }
}
