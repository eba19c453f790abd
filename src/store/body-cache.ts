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
