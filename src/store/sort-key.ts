import { type Comparable, compareComparables } from '../contract/field-values.ts';
import type { OrderColumn } from './order-column.ts';
import { refineRuns, type WriteWords } from './sort.ts';
import type { Slot } from './table.ts';

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

/** The word of what has no number. */
const NO_NUMBER = 0xffffffff;
const HIGHEST = NO_NUMBER - 1;

/** @returns words by which numbers ascend, NaN after all others; `read` gives the number of a slot */
function createNumberWords(read: (slot: Slot) => number): WriteWords {
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

/** The word of what has no text. */
const NO_TEXT = 0xffffffff;

/** Characters that fit into a byte when 0 is for the end of a text, and are not to be taken for `NO_TEXT` four times over. */
const SMALL = 0xfe;

/** @returns words by which texts ascend, null after all others; `read` gives the text of a slot */
function createTextWords(read: (slot: Slot) => Comparable): WriteWords {
  return (pairs, length) => {
    const start = measureCommonPrefix(pairs, length, read);
    const pack = areSmall(pairs, length, start, read) ? packFour : packOne;
    const first = read(pairs[1] as number);
    let areEqual = true;
    for (let index = 0; index < 2 * length; index += 2) {
      const text = read(pairs[index + 1] as number);
      pairs[index] = typeof text === 'string' ? pack(text, start) : NO_TEXT;
      if (text !== first) areEqual = false;
    }
    return areEqual;
  };
}

/** How many characters all texts begin with. */
function measureCommonPrefix(pairs: Uint32Array, length: number, read: (slot: Slot) => Comparable): number {
  let prefix: string | undefined;
  for (let index = 1; index < 2 * length; index += 2) {
    const text = read(pairs[index] as number);
    if (typeof text !== 'string') continue;
    prefix ??= text;
    while (!text.startsWith(prefix)) prefix = prefix.slice(0, -1);
    if (prefix === '') break;
  }
  return prefix?.length ?? 0;
}

function areSmall(pairs: Uint32Array, length: number, start: number, read: (slot: Slot) => Comparable): boolean {
  for (let index = 1; index < 2 * length; index += 2) {
    const text = read(pairs[index] as number);
    if (typeof text !== 'string') continue;
    for (let place = start; place < start + 4; place += 1) if (text.charCodeAt(place) >= SMALL) return false;
  }
  return true;
}

function packFour(text: string, start: number): number {
  let word = 0;
  for (let place = start; place < start + 4; place += 1) word = (word << 8) | packOne(text, place);
  return word;
}

/** A character's own number, counted from 1; 0 after the end. */
function packOne(text: string, place: number): number {
  return place < text.length ? text.charCodeAt(place) + 1 : 0;
}

type TextColumn = Extract<OrderColumn, { kind: 'texts' }>;
type ReadRank = (slot: Slot) => number;

const known = new WeakMap<TextColumn, ReadRank>();

/**
 * Where the text of each slot stands among those of all slots; equal ones stand at the same place. Worked out once for a
 * column, as sorting so many texts takes longer than all else.
 *
 * @param column - of at least one slot
 */
function rankTexts(column: TextColumn): ReadRank {
  const kept = known.get(column);
  if (kept !== undefined) return kept;
  const made = isStrictlyAscending(column) ? (slot: Slot): number => slot : createReader(sortTexts(column));
  known.set(column, made);
  return made;
}

function isStrictlyAscending({ at, size }: TextColumn): boolean {
  let before = at(0);
  for (let slot = 1; slot < size; slot += 1) {
    const value = at(slot);
    if (compareComparables(before, value) >= 0) return false;
    before = value;
  }
  return true;
}

/** On its own, lest it hold on to all the texts that `sortTexts` looked at. */
function createReader(ranks: Uint32Array): ReadRank {
  return (slot) => ranks[slot] as number;
}

function sortTexts({ at, size }: TextColumn): Uint32Array {
  const texts = new Array<Comparable>(size);
  for (let slot = 0; slot < size; slot += 1) texts[slot] = at(slot);
  const slots = countUp(size);
  const equals = refineRuns(
    slots,
    [0, size],
    createTextWords((slot) => texts[slot] as Comparable),
    1,
  );
  const ranks = new Uint32Array(size);
  for (let place = 0; place < size; place += 1) ranks[slots[place] as Slot] = place;
  for (let run = 0; run < equals.length; run += 2) {
    const start = equals[run] as number;
    for (let place = start; place < (equals[run + 1] as number); place += 1) ranks[slots[place] as Slot] = start;
  }
  return ranks;
}

/** @returns the whole numbers from 0 on */
export function countUp(length: number): Uint32Array<ArrayBuffer> {
  const numbers = new Uint32Array(length);
  for (let index = 0; index < length; index += 1) numbers[index] = index;
  return numbers;
}
