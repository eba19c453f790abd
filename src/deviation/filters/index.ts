import type { Deviation } from '../deviation.ts';
import { boundDeviations } from './bound-deviations.ts';
import { combinationDeviations } from './combination-deviations.ts';
import { textDeviations } from './text-deviations.ts';
import { valueDeviations } from './value-deviations.ts';

/** Which rows a filter does not show, and which it shows that it should not. */
export const filterDeviations: readonly Deviation[] = [
  ...boundDeviations,
  ...textDeviations,
  ...combinationDeviations,
  ...valueDeviations,
];
