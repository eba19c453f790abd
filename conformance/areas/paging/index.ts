import type { Area } from '../../check.ts';
import { checkDeepPositions } from './check-deep-positions.ts';
import { checkJumps } from './check-jumps.ts';
import { checkLimits } from './check-limits.ts';
import { checkOddLimits } from './check-odd-limits.ts';
import { checkOrders } from './check-orders.ts';
import { checkPositions } from './check-positions.ts';
import { checkReplay } from './check-replay.ts';
import { checkStart } from './check-start.ts';
import { checkTiedOrders } from './check-tied-orders.ts';
import { checkTotals } from './check-totals.ts';
import { checkWalks } from './check-walks.ts';
import { inspectLimits } from './inspect-limits.ts';
import { inspectPages } from './inspect-pages.ts';
import { derivePagingRequirements } from './paging-requirements.ts';

/** How pages join up: walks, ends, links, positions, sizes, totals and orders. */
export const pagingArea: Area = {
  name: 'paging',
  derive: derivePagingRequirements,
  inspectors: [inspectLimits, inspectPages],
  checks: [
    checkWalks,
    checkStart,
    checkJumps,
    checkReplay,
    checkPositions,
    checkDeepPositions,
    checkLimits,
    checkOddLimits,
    checkTotals,
    checkOrders,
    checkTiedOrders,
  ],
};
