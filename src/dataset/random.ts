/** Hashes are below this. */
export const WHOLE: number = 2 ** 32;

/** A 32-bit hash of a text: what every choice of a seed and a field goes back to. */
export function hashText(text: string): number {
  let hash = 0x811c9dc5;
  for (let index = 0; index < text.length; index++) {
    hash = Math.imul(hash ^ text.charCodeAt(index), 0x01000193);
  }
  return mix(hash);
}

/**
 * The number that decides a value.
 *
 * @param key - hash of seed and field
 * @param variant - the row, or the variant of an array
 * @param element - which element of an array; 0 outside arrays
 * @returns an integer from 0 to 2^32 - 1
 */
export function hashPlace(key: number, variant: number, element: number): number {
  let hash = Math.imul(variant, 0x9e3779b1) ^ key;
  hash = Math.imul(hash ^ (hash >>> 16), 0x21f0aaad) + Math.imul(element, 0x85ebca6b) + key;
  hash = Math.imul(hash ^ (hash >>> 15), 0x735a2d97);
  return (hash ^ (hash >>> 15)) >>> 0;
}

/** Spreads a hash over `count` choices. */
export function scaleHash(hash: number, count: number): number {
  return Math.floor(hash * (count / WHOLE));
}

/** Scrambles an integer, so that neighbours have nothing in common. */
export function mix(value: number): number {
  let hash = value;
  hash = Math.imul(hash ^ (hash >>> 16), 0x21f0aaad);
  hash = Math.imul(hash ^ (hash >>> 15), 0x735a2d97);
  return (hash ^ (hash >>> 15)) >>> 0;
}

/** Two 32-bit words. */
type Words = readonly [high: number, low: number];

/** A one-to-one scrambling of 64 bits: no two inputs meet, and each can be found again from its output. */
interface Permutation {
  apply(words: Words): Words;
  invert(words: Words): Words;
}

/** A Feistel network of four rounds, keyed by a 32-bit number. */
export function createPermutation(key: number): Permutation {
  const keys = [1, 2, 3, 4].map((round) => mix(key + Math.imul(round, 0x9e3779b1)));
  return {
    apply: (words) => {
      let [high, low] = words;
      for (const round of keys) [high, low] = [low, (high ^ mix(low ^ round)) >>> 0];
      return [high, low];
    },
    invert: (words) => {
      let [high, low] = words;
      for (const round of keys.toReversed()) [high, low] = [(low ^ mix(high ^ round)) >>> 0, high];
      return [high, low];
    },
  };
}

/** A sequence of choices that looks like chance, and follows from where it begins. */
export interface Random {
  /** A number from 0 up to, and not including, 1. */
  fraction(): number;
  /** An integer from 0 to `count` - 1. */
  below(count: number): number;
  /** True about once in so many times. */
  onceIn(times: number): boolean;
  /** One of a list that is not empty. */
  pick<Value>(list: readonly Value[]): Value;
  /** The same values in another order. */
  shuffle<Value>(list: readonly Value[]): readonly Value[];
}

/**
 * Makes a sequence that is the same for the same start.
 *
 * @param start - what decides the whole sequence: a hash, or a text, which is hashed
 */
export function createRandom(start: number | string): Random {
  return new SeededRandom(typeof start === 'string' ? hashText(start) : start);
}

/** A class, as one is made for each generated text. */
class SeededRandom implements Random {
  #state: number;

  constructor(start: number) {
    this.#state = start | 0;
  }

  #next(): number {
    this.#state = (this.#state + 0x9e3779b9) | 0;
    return mix(this.#state);
  }

  fraction(): number {
    return this.#next() / WHOLE;
  }

  below(count: number): number {
    return scaleHash(this.#next(), count);
  }

  onceIn(times: number): boolean {
    return this.below(times) === 0;
  }

  pick<Value>(list: readonly Value[]): Value {
    return list[this.below(list.length)] as Value;
  }

  shuffle<Value>(list: readonly Value[]): readonly Value[] {
    const shuffled = [...list];
    for (let index = shuffled.length - 1; index > 0; index -= 1) {
      const [moved] = shuffled.splice(this.below(index + 1), 1);
      if (moved !== undefined) shuffled.push(moved);
    }
    return shuffled;
  }
}
