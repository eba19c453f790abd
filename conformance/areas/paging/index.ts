import type { Area } from '../../check.ts';
import { checkBackwardSizes } from './backward-sizes.ts';
import { checkDeepPositions } from './deep-positions.ts';
import { checkDescribedNext } from './described-next.ts';
import { checkOddLimits } from './invalid-limits.ts';
import { checkJumps } from './jumps.ts';
import { checkLimits, inspectLimits } from './limits.ts';
import { checkOrders } from './orders.ts';
import { checkOtherWays } from './other-ways.ts';
import { inspectPages } from './page-inspection.ts';
import { checkPositions } from './positions.ts';
import { checkMixedSizes, checkReplay, checkStart } from './repeated-reads.ts';
import { checkRequestsApart } from './requests-apart.ts';
import { derivePagingRequirements } from './requirements.ts';
import { checkTiedOrders } from './tied-orders.ts';
import { checkTotals } from './totals.ts';
import { checkWalks } from './walks.ts';

/** Pagination: walks, ends, links, positions, page sizes, totals and orders. */
export const pagingArea: Area = {
  name: 'paging',
  derive: derivePagingRequirements,
  inspectors: [inspectLimits, inspectPages],
  checks: [
    checkWalks,
    checkStart,
    checkBackwardSizes,
    checkJumps,
    checkReplay,
    checkMixedSizes,
    checkPositions,
    checkDeepPositions,
    checkLimits,
    checkOddLimits,
    checkTotals,
    checkOrders,
    checkTiedOrders,
    checkDescribedNext,
    checkRequestsApart,
    checkOtherWays,
  ],
};
