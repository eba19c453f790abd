import type { ListClient } from '../list/list-client.ts';
import type { ListQuery } from '../list/list-query.ts';
import type { Walk } from '../list/walk.ts';

/** However much a contract allows, a page of more rows than this teaches nothing new. */
const LARGEST_PAGE = 100;

/** The largest page size that is worth asking for. */
export function largestPageSize({ contract }: Pick<ListClient, 'contract'>): number {
  return Math.min(contract.page.limit.maximum, LARGEST_PAGE);
}

/** Reads rows with as few requests as the contract allows; where its largest page size is refused, in pages of the usual one. */
export async function readRows(list: ListClient, query: ListQuery, maxPages: number): Promise<Walk> {
  const walk = await list.walk({ ...query, limit: largestPageSize(list) }, { maxPages });
  return walk.pages.length === 0 ? list.walk(query, { maxPages }) : walk;
}
