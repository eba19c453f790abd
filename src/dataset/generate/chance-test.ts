import { hashPlace, WHOLE } from './hash.ts';
import type { Test } from './producer.ts';

/** A test that holds by chance. */
export function chanceTest(key: number, chance: number): Test {
  const limit = chance * WHOLE;
  return {
    at: (variant, element) => hashPlace(key, variant, element) < limit,
    usesRow: false,
    fill: (target, first) => fillChance(target, first, key, limit),
  };
}

function fillChance(target: Uint8Array, first: number, key: number, limit: number): void {
  for (let index = 0; index < target.length; index++) target[index] = hashPlace(key, first + index, 0) < limit ? 1 : 0;
}
