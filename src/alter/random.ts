import { hashText, mix, scaleHash, WHOLE } from '../dataset/random.ts';

/** A sequence of choices that looks like chance. */
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

/** Makes a sequence that is the same for the same seed. */
export function createRandom(seed: string): Random {
  let state = hashText(seed);
  const next = (): number => {
    state = (state + 0x9e3779b9) >>> 0;
    return mix(state);
  };
  const below = (count: number): number => scaleHash(next(), count);
  return {
    fraction: () => next() / WHOLE,
    below,
    onceIn: (times) => below(times) === 0,
    pick: <Value>(list: readonly Value[]) => list[below(list.length)] as Value,
    shuffle(list) {
      const shuffled = [...list];
      for (let index = shuffled.length - 1; index > 0; index -= 1) {
        const [moved] = shuffled.splice(below(index + 1), 1);
        if (moved !== undefined) shuffled.push(moved);
      }
      return shuffled;
    },
  };
}
