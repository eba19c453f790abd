import { didYouMean } from '../dataset/hints/suggest-names.ts';
import type { Deviation } from './deviation.ts';
import { DEVIATIONS } from './deviations.ts';

/**
 * Finds a deviation by its name.
 *
 * @returns the deviation, or for a name that there is none of, a sentence that says so and what may have been meant
 */
export function findDeviation(name: string): Deviation | string {
  const found = DEVIATIONS.find((deviation) => deviation.name === name);
  const names = DEVIATIONS.map((deviation) => deviation.name);
  return found ?? `there is no deviation ${name}${didYouMean(name, names)}`;
}
