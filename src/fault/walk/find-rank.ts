import type { Contract } from '../../contract/contract.ts';
import { type Page, readId } from '../../page/page-reader.ts';

import type { Spot } from './create-spot-finder.ts';

/** How many rows of the list come before the first one of a page; `undefined` for a page without rows. */
export function findRank(contract: Contract, { table, selection }: Spot, { items }: Page): number | undefined {
  const [first] = items;
  const slot = first && table.find(readId(contract, first));
  return slot === undefined ? undefined : table.select(selection).countBefore(table.keyAt(slot, selection.order));
}

/** Whether rows follow those of a page. */
export function hasMoreRows(contract: Contract, spot: Spot, page: Page): boolean {
  const rank = findRank(contract, spot, page);
  return rank !== undefined && rank + page.items.length < spot.table.select(spot.selection).count;
}
