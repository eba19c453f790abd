import { hashPlace, hashText, WHOLE } from '../../dataset/generate/hash.ts';

/** Draws numbers from 0 up to, and not including, 1: the same ones in the same order for the same seed. */
export function createDraw(seed: number): () => number {
  const key = hashText(`fault ${seed}`);
  let count = 0;
  return () => {
    count += 1;
    return hashPlace(key, count, 0) / WHOLE;
  };
}
