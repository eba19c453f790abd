import { accessDeviations } from './access/index.ts';
import type { Deviation } from './deviation.ts';
import { filterDeviations } from './filters/index.ts';
import { integrityDeviations } from './integrity/index.ts';
import { pagingDeviations } from './paging/index.ts';
import { robustnessDeviations } from './robustness/index.ts';
import { shapeDeviations } from './shape/index.ts';
import { variations } from './variations/index.ts';

/** Everything in which a list can differ from the plain mock: bugs first, then what contracts allow. */
export const DEVIATIONS: readonly Deviation[] = [
  ...shapeDeviations,
  ...pagingDeviations,
  ...filterDeviations,
  ...accessDeviations,
  ...integrityDeviations,
  ...robustnessDeviations,
  ...variations,
];
