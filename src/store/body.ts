import type { Row } from '../dataset/row-source.ts';
import type { Slot } from './table.ts';

/** What a string costs beside its characters. */
const OVERHEAD = 24;

/**
 * Texts by slot, within a number of bytes. They are kept in two generations: when the younger one has filled half of the
 * room, the older one goes as a whole. So reading is one array access, and making room costs nothing for each read.
 */
export class BodyCache {
  #bodies: (string | undefined)[] = [];
  readonly #size: number;
  readonly #half: number;
  #older: Slot[] = [];
  #younger: Slot[] = [];
  #youngerBytes = 0;

  /**
   * @param size - how many slots there are
   * @param bytes - room for texts of one byte for each character
   */
  constructor(size: number, bytes: number) {
    this.#size = size;
    this.#half = bytes / 2;
  }

  get(slot: Slot): string | undefined {
    return this.#bodies[slot];
  }

  /** Keeps the text of a slot that has none; the oldest ones may have to go. */
  keep(slot: Slot, body: string): void {
    const bytes = body.length + OVERHEAD;
    if (bytes > this.#half) return;
    if (this.#bodies.length === 0) this.#bodies = new Array<string | undefined>(this.#size).fill(undefined);
    if (this.#youngerBytes + bytes > this.#half) this.#age();
    this.#bodies[slot] = body;
    this.#younger.push(slot);
    this.#youngerBytes += bytes;
  }

  #age(): void {
    for (const slot of this.#older) this.#bodies[slot] = undefined;
    this.#older = this.#younger;
    this.#younger = [];
    this.#youngerBytes = 0;
  }
}

/**
 * @param hidden - names of fields that a response does not show
 * @returns what writes the other fields of a row as JSON in UTF-8, one character for each byte (`latin1`)
 */
export function createBodyWriter(hidden: readonly string[]): (row: Row) => string {
  if (hidden.length === 0) return writeBytes;
  // JSON has no undefined: such a property is left out.
  const blank = Object.fromEntries(hidden.map((name) => [name, undefined]));
  return (row) => writeBytes({ ...row, ...blank });
}

function writeBytes(row: object): string {
  return toByteString(JSON.stringify(row));
}

/**
 * Brings text to the form that bodies have: the bytes of its UTF-8, one character each (`latin1`), so that parts are joined
 * without being copied and the length is the number of bytes.
 */
export function toByteString(text: string): string {
  // In ASCII, and only there, every character is one byte already.
  return Buffer.byteLength(text) === text.length ? text : Buffer.from(text).toString('latin1');
}

/** A unit of a text as JSON escapes it by its number. */
export function escapeUnit(unit: string): string {
  return `\\u${unit.charCodeAt(0).toString(16).padStart(4, '0')}`;
}
