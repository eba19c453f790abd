import type { Deviation } from '../deviation.ts';
import { boundDeviations } from './bound-deviations.ts';

/** Which rows a filter does not show, and which it shows that it should not. */
export const filterDeviations: readonly Deviation[] = [...boundDeviations];
