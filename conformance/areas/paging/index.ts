import type { Area } from '../../check.ts';
import { checkLimits, inspectLimits } from './check-limits.ts';
import { checkOrders } from './check-orders.ts';
import { checkPositions } from './check-positions.ts';
import { checkTotals } from './check-totals.ts';
import { checkReplay, checkWalks } from './check-walks.ts';
import { inspectPages } from './inspect-pages.ts';
import { derivePagingRequirements } from './paging-requirements.ts';

/** How pages join up: walks, ends, links, positions, sizes, totals and orders. */
export const pagingArea: Area = {
  name: 'paging',
  derive: derivePagingRequirements,
  inspectors: [inspectLimits, inspectPages],
  checks: [checkWalks, checkReplay, checkPositions, checkLimits, checkTotals, checkOrders],
};
