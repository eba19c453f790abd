import { mix } from './hash.ts';

/** Two 32-bit words. */
type Words = readonly [high: number, low: number];

/** A one-to-one scrambling of 64 bits: no two inputs meet, and each can be found again from its output. */
export interface Permutation {
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
