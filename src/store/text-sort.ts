import { type Comparable, compareComparables } from '../contract/field-values.ts';
import type { OrderColumn } from './order-column.ts';
import { refineRuns, type WriteWords } from './sort.ts';
import type { Slot } from './table.ts';
import { eachRange, STEP_ROWS, STEP_VALUES, type Work } from './work.ts';

/** A column of texts that are made at each call. */
export type TextColumn = Extract<OrderColumn, { kind: 'texts' }>;

/** Where the text of a slot stands among all texts. */
export type ReadRank = (slot: Slot) => number;

const known = new WeakMap<TextColumn, ReadRank>();

/**
 * Where the text of each slot stands among those of all slots; equal ones stand at the same place. Worked out once for a
 * column, as sorting so many texts takes longer than all else.
 *
 * @param column - of at least one slot
 */
export function* rankTexts(column: TextColumn): Work<ReadRank> {
  const kept = known.get(column);
  if (kept !== undefined) return kept;
  const isSorted = yield* isStrictlyAscending(column);
  const made = isSorted ? (slot: Slot): number => slot : createReader(yield* sortTexts(column));
  known.set(column, made);
  return made;
}

function* isStrictlyAscending({ at, size }: TextColumn): Work<boolean> {
  let before = at(0);
  for (let slot = 1; slot < size; slot += 1) {
    if (slot % STEP_VALUES === 0) yield;
    const value = at(slot);
    if (compareComparables(before, value) >= 0) return false;
    before = value;
  }
  return true;
}

/** A function of its own: as a closure of `sortTexts` it would keep all texts in memory. */
function createReader(ranks: Uint32Array): ReadRank {
  return (slot) => ranks[slot] as number;
}

function* sortTexts(column: TextColumn): Work<Uint32Array> {
  const { size } = column;
  const slots = countUp(size);
  const equals = yield* refineRuns(slots, [0, size], createTextWords(column), 1);
  const ranks = new Uint32Array(size);
  yield* eachRange(size, (from, to) => {
    for (let place = from; place < to; place += 1) ranks[slots[place] as Slot] = place;
  });
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

/** The word of what has no text. */
const NO_TEXT = 0xffffffff;

/** Characters that fit into a byte when 0 is for the end of a text, and are not to be taken for `NO_TEXT` four times over. */
const SMALL = 0xfe;

/** @returns words by which the texts of a column ascend, null after all others; each text is made once */
export function createTextWords({ at, size }: TextColumn): WriteWords {
  const texts = new TextBuffer(size);
  /** By depth, how many characters are in the words up to there: as many are the same where these words are equal. */
  const ends: number[] = [];
  return function* (pairs, length, depth) {
    if (depth === 0) {
      yield* eachRange(
        length,
        (from, to) => {
          for (let index = from; index < to; index += 1) {
            const slot = pairs[2 * index + 1] as Slot;
            if (!texts.has(slot)) texts.put(slot, at(slot));
          }
        },
        STEP_VALUES,
      );
    }
    const start = yield* measureCommonPrefix(pairs, length, texts, ends[depth - 1] ?? 0);
    const areSmall = yield* packAll(pairs, length, start, texts, 4);
    if (!areSmall) yield* packAll(pairs, length, start, texts, 1);
    ends[depth] = start + (areSmall ? 4 : 1);
    return yield* areEqual(pairs, length, texts);
  };
}

/**
 * How many characters all texts begin with.
 *
 * @param known - so many at least, unless all have no text
 */
function* measureCommonPrefix(pairs: Uint32Array, length: number, texts: TextBuffer, known: number): Work<number> {
  let first: Slot | undefined;
  let prefix = known;
  for (let index = 0; index < length; index += 1) {
    if (index % STEP_ROWS === STEP_ROWS - 1) yield;
    const slot = pairs[2 * index + 1] as Slot;
    if (!texts.isText(slot)) continue;
    if (first === undefined) prefix = texts.lengthOf(slot);
    else prefix = texts.countCommon(first, slot, known, prefix);
    first ??= slot;
    if (prefix <= known) break;
  }
  return prefix;
}

/**
 * Writes words of so many characters from a place on.
 *
 * @returns whether the characters fit into a byte each; if not, the words are of no use
 */
function* packAll(
  pairs: Uint32Array,
  length: number,
  start: number,
  texts: TextBuffer,
  characters: 1 | 4,
): Work<boolean> {
  let fits = true;
  yield* eachRange(length, (from, to) => {
    for (let index = 2 * from; fits && index < 2 * to; index += 2) {
      const slot = pairs[index + 1] as Slot;
      const word = !texts.isText(slot)
        ? NO_TEXT
        : characters === 1
          ? texts.packOne(slot, start)
          : texts.packFour(slot, start);
      if (word === undefined) fits = false;
      else pairs[index] = word;
    }
  });
  return fits;
}

function* areEqual(pairs: Uint32Array, length: number, texts: TextBuffer): Work<boolean> {
  const first = pairs[1] as Slot;
  for (let index = 1; index < length; index += 1) {
    if (index % STEP_ROWS === STEP_ROWS - 1) yield;
    if (pairs[2 * index] !== pairs[0] || !texts.areEqual(first, pairs[2 * index + 1] as Slot)) return false;
  }
  return true;
}

/** Units of a chunk; longer texts get one of their own. */
const CHUNK_BITS = 18;
const CHUNK = 2 ** CHUNK_BITS;
const OFFSET_MASK = CHUNK - 1;

/**
 * Texts by slot, all in a few arrays: a million strings would keep the garbage collector busy, which stops everything else.
 * Before the units of each text stands its length, in two units.
 */
class TextBuffer {
  /** Of each slot where its text begins, counted from 1; 0 where there is none yet. */
  readonly #starts: Uint32Array;
  readonly #isNull: Uint8Array;
  readonly #chunks: Uint16Array[] = [];
  #used = CHUNK;

  constructor(size: number) {
    this.#starts = new Uint32Array(size);
    this.#isNull = new Uint8Array(size);
  }

  has(slot: Slot): boolean {
    return this.#starts[slot] !== 0;
  }

  isText(slot: Slot): boolean {
    return this.#isNull[slot] === 0;
  }

  put(slot: Slot, value: Comparable): void {
    const text = typeof value === 'string' ? value : '';
    if (typeof value !== 'string') this.#isNull[slot] = 1;
    const { length } = text;
    if (this.#used + length + 2 > CHUNK) {
      this.#chunks.push(new Uint16Array(Math.max(CHUNK, length + 2)));
      this.#used = 0;
    }
    const chunk = this.#chunks.at(-1) as Uint16Array;
    const offset = this.#used;
    chunk[offset] = length & 0xffff;
    chunk[offset + 1] = length >>> 16;
    for (let place = 0; place < length; place += 1) chunk[offset + 2 + place] = text.charCodeAt(place);
    this.#used += length + 2;
    this.#starts[slot] = (this.#chunks.length - 1) * CHUNK + offset + 1;
  }

  lengthOf(slot: Slot): number {
    const start = (this.#starts[slot] as number) - 1;
    const chunk = this.#chunks[start >>> CHUNK_BITS] as Uint16Array;
    const offset = start & OFFSET_MASK;
    return (chunk[offset] as number) + (chunk[offset + 1] as number) * 0x10000;
  }

  /** With how many equal units two texts begin, up to a limit, where so many are known to be. */
  countCommon(one: Slot, other: Slot, known: number, limit: number): number {
    const end = Math.min(limit, this.lengthOf(one), this.lengthOf(other));
    const [start, otherStart] = [(this.#starts[one] as number) - 1, (this.#starts[other] as number) - 1];
    const chunk = this.#chunks[start >>> CHUNK_BITS] as Uint16Array;
    const otherChunk = this.#chunks[otherStart >>> CHUNK_BITS] as Uint16Array;
    const [offset, otherOffset] = [(start & OFFSET_MASK) + 2, (otherStart & OFFSET_MASK) + 2];
    let place = Math.min(known, end);
    while (place < end && chunk[offset + place] === otherChunk[otherOffset + place]) place += 1;
    return place;
  }

  areEqual(one: Slot, other: Slot): boolean {
    const length = this.lengthOf(one);
    return (
      this.isText(one) === this.isText(other) &&
      length === this.lengthOf(other) &&
      this.countCommon(one, other, 0, length) === length
    );
  }

  /** The number of a character, counted from 1; 0 after the end. */
  packOne(slot: Slot, place: number): number {
    const start = (this.#starts[slot] as number) - 1;
    const chunk = this.#chunks[start >>> CHUNK_BITS] as Uint16Array;
    return place < this.lengthOf(slot) ? (chunk[(start & OFFSET_MASK) + 2 + place] as number) + 1 : 0;
  }

  /** Those of four characters, a byte each; `undefined` when one does not fit. */
  packFour(slot: Slot, place: number): number | undefined {
    const start = (this.#starts[slot] as number) - 1;
    const chunk = this.#chunks[start >>> CHUNK_BITS] as Uint16Array;
    const offset = start & OFFSET_MASK;
    const length = (chunk[offset] as number) + (chunk[offset + 1] as number) * 0x10000;
    const from = offset + 2 + place;
    const end = Math.min(4, length - place);
    let word = 0;
    for (let index = 0; index < end; index += 1) {
      const unit = chunk[from + index] as number;
      if (unit >= SMALL) return undefined;
      word |= (unit + 1) << (24 - 8 * index);
    }
    return word;
  }
}
