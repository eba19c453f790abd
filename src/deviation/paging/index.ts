import type { Deviation } from '../deviation.ts';
import { limitDeviations } from './limit-deviations.ts';
import { linkDeviations } from './link-deviations.ts';
import { orderDeviations } from './order-deviations.ts';
import { positionDeviations } from './position-deviations.ts';
import { tieDeviations } from './tie-deviations.ts';
import { totalDeviations } from './total-deviations.ts';
import { urlDeviations } from './url-deviations.ts';
import { walkDeviations } from './walk-deviations.ts';

/** How pages do not join up. */
export const pagingDeviations: readonly Deviation[] = [
  ...tieDeviations,
  ...walkDeviations,
  ...linkDeviations,
  ...urlDeviations,
  ...positionDeviations,
  ...limitDeviations,
  ...totalDeviations,
  ...orderDeviations,
];
