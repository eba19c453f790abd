import { STEP_ROWS, type Work } from './work.ts';
/** Parts of an array within which everything is equal so far: start, end (not included), start, end, … */
export type Runs = readonly number[];

/**
 * Gives unsigned words of 32 bits to slots that are to be sorted.
 *
 * @param pairs - a word, then a slot, and so on; the words are written
 * @param length - how many pairs there are
 * @param depth - how many times those with equal words were given further ones: these are some of those that were given words last at
 *   the depth before, and then got equal ones
 * @returns whether equal words mean equal values. If not, those with equal words are given further words among themselves;
 *   unless all values are equal, two of the words must differ
 */
export type WriteWords = (pairs: Uint32Array, length: number, depth: number) => Work<boolean>;

/**
 * Sorts the slots within each run, in place; equal ones keep their order.
 *
 * @returns the runs that are equal still
 */
export function* refineRuns(slots: Uint32Array, runs: Runs, writeWords: WriteWords, direction: 1 | -1): Work<Runs> {
  const longest = measureLongest(runs);
  const pairs = new Uint32Array(2 * longest);
  const scratch = new Uint32Array(2 * longest);
  const settled: number[] = [];
  let rowsInStep = 0;
  const sortLoaded = function* (start: number, length: number): Work<void> {
    if (length > STEP_ROWS) yield;
    if (isSorted(pairs, length)) return;
    yield* sortPairs(pairs, scratch, 0, 2 * length);
    if (length > STEP_ROWS) yield;
    storeSlots(pairs, slots, start, length);
    if (length > STEP_ROWS) yield;
  };
  const refine = function* (start: number, end: number, depth: number): Work<void> {
    const length = end - start;
    rowsInStep += length;
    if (rowsInStep > STEP_ROWS) {
      rowsInStep = length;
      yield;
    }
    loadSlots(pairs, slots.subarray(start, end));
    const isExact = yield* writeWords(pairs, length, depth);
    if (direction === -1) invertWords(pairs, length);
    yield* sortLoaded(start, length);
    const equals = isExact ? settled : [];
    collectEquals(pairs, start, length, equals);
    if (isExact) return;
    for (let run = 0; run < equals.length; run += 2)
      yield* refine(equals[run] as number, equals[run + 1] as number, depth + 1);
  };
  for (let run = 0; run < runs.length; run += 2) yield* refine(runs[run] as number, runs[run + 1] as number, 0);
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

/** Runs of up to so many numbers (two for each pair) are sorted by insertion. */
const SHORT = 40;
const MAX_BITS = 11;

/**
 * Sorts pairs of a word and whatever goes with it by their words, in place; equal ones keep their order. A radix sort that
 * begins with the most significant bits in which the words differ, so that all but the first pass stay within the
 * processor's cache.
 *
 * @param pairs - word, companion, word, companion, …
 * @param scratch - as long as the pairs
 * @param start - index of the first word to sort by
 * @param end - index after the last companion
 */
export function* sortPairs(pairs: Uint32Array, scratch: Uint32Array, start: number, end: number): Work<void> {
  if (end - start <= SHORT) {
    insertPairs(pairs, start, end);
    return;
  }
  const isLong = end - start > 2 * STEP_ROWS;
  const differing = 32 - Math.clz32(collectDifferences(pairs, start, end));
  if (isLong) yield;
  if (differing === 0) return;
  const bits = chooseBits(end - start, differing);
  const shift = differing - bits;
  const ends = yield* scatterPairs(pairs, scratch, { start, end, shift, bits });
  if (isLong) yield;
  pairs.set(scratch.subarray(start, end), start);
  if (isLong) yield;
  if (shift === 0) return;
  let from = start;
  let stepStart = start;
  for (let bucket = 0; bucket < ends.length; bucket += 1) {
    const to = ends[bucket] as number;
    if (to - stepStart > 2 * STEP_ROWS) {
      stepStart = from;
      yield;
    }
    if (to - from > SHORT) yield* sortPairs(pairs, scratch, from, to);
    else if (to - from > 2) insertPairs(pairs, from, to);
    from = to;
  }
}

function insertPairs(pairs: Uint32Array, start: number, end: number): void {
  for (let index = start + 2; index < end; index += 2) {
    const word = pairs[index] as number;
    const companion = pairs[index + 1] as number;
    let place = index;
    while (place > start && (pairs[place - 2] as number) > word) {
      pairs[place] = pairs[place - 2] as number;
      pairs[place + 1] = pairs[place - 1] as number;
      place -= 2;
    }
    pairs[place] = word;
    pairs[place + 1] = companion;
  }
}

function collectDifferences(pairs: Uint32Array, start: number, end: number): number {
  const first = pairs[start] as number;
  let differences = 0;
  for (let index = start + 2; index < end; index += 2) differences |= (pairs[index] as number) ^ first;
  return differences;
}

/**
 * A few pairs are to share a bucket, but too many buckets at once miss the cache, unless that spares all further passes: words that
 * are as dense as places among all slots are sorted by one.
 */
function chooseBits(length: number, differing: number): number {
  if (2 ** differing <= length) return differing;
  return Math.min(differing, Math.max(2, Math.min(MAX_BITS, 29 - Math.clz32(length))));
}

/** @returns where each bucket ends in the scratch array */
function* scatterPairs(
  pairs: Uint32Array,
  scratch: Uint32Array,
  { start, end, shift, bits }: { start: number; end: number; shift: number; bits: number },
): Work<Uint32Array> {
  const mask = 2 ** bits - 1;
  const next = new Uint32Array(mask + 1);
  for (let from = start; from < end; from += STEP) {
    if (from > start) yield;
    countWords(pairs, next, { from, to: Math.min(end, from + STEP), shift, mask });
  }
  let place = start;
  for (let bucket = 0; bucket <= mask; bucket += 1) {
    const length = next[bucket] as number;
    next[bucket] = place;
    place += length;
  }
  for (let from = start; from < end; from += STEP) {
    if (from > start) yield;
    placePairs(pairs, scratch, next, { from, to: Math.min(end, from + STEP), shift, mask });
  }
  return next;
}

/** Numbers of pairs that are counted or placed in one step. */
const STEP = 16 * STEP_ROWS;

interface Part {
  readonly from: number;
  readonly to: number;
  readonly shift: number;
  readonly mask: number;
}

function countWords(pairs: Uint32Array, next: Uint32Array, { from, to, shift, mask }: Part): void {
  for (let index = from; index < to; index += 2) {
    const bucket = ((pairs[index] as number) >>> shift) & mask;
    next[bucket] = (next[bucket] as number) + 2;
  }
}

function placePairs(
  pairs: Uint32Array,
  scratch: Uint32Array,
  next: Uint32Array,
  { from, to, shift, mask }: Part,
): void {
  for (let index = from; index < to; index += 2) {
    const word = pairs[index] as number;
    const bucket = (word >>> shift) & mask;
    const place = next[bucket] as number;
    next[bucket] = place + 2;
    scratch[place] = word;
    scratch[place + 1] = pairs[index + 1] as number;
  }
}
