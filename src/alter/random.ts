import { hashPlace, hashText, mix, scaleHash, WHOLE } from '../dataset/random.ts';

/** A sequence of choices that looks like chance. */
export interface Dice {
  /** An integer from 0 to `count` - 1. */
  below(count: number): number;
  /** True about once in so many times. */
  onceIn(times: number): boolean;
  /** One of a list that is not empty. */
  pick<Value>(list: readonly Value[]): Value;
  /** The same values in another order. */
  shuffle<Value>(list: readonly Value[]): readonly Value[];
}

/** Makes dice that fall the same way for the same seed. */
export function createDice(seed: string): Dice {
  let state = hashText(seed);
  const below = (count: number): number => {
    state = (state + 0x9e3779b9) >>> 0;
    return scaleHash(mix(state), count);
  };
  return {
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

/** Draws numbers from 0 up to, and not including, 1: the same ones in the same order for the same seed. */
export function createDraw(seed: number): () => number {
  const key = hashText(`fault ${seed}`);
  let count = 0;
  return () => {
    count += 1;
    return hashPlace(key, count, 0) / WHOLE;
  };
}
