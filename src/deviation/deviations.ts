import { accessDeviations } from './access/index.ts';
import type { Deviation } from './deviation.ts';
import { filterDeviations } from './filters/index.ts';
import { pagingDeviations } from './paging/index.ts';

/** Everything in which a list can differ from the plain mock: bugs first, variations that contracts allow at the end. */
export const DEVIATIONS: readonly Deviation[] = [...pagingDeviations, ...filterDeviations, ...accessDeviations];
