import type { Deviation } from '../deviation.ts';
import { limitDeviations } from './limit-deviations.ts';
import { tieDeviations } from './tie-deviations.ts';
import { totalDeviations } from './total-deviations.ts';

/** How pages do not join up. */
export const pagingDeviations: readonly Deviation[] = [...tieDeviations, ...totalDeviations, ...limitDeviations];
