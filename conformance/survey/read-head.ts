import { hasPage } from '../list/answer.ts';
import type { ListClient } from '../list/list-client.ts';
import { EVERYTHING } from '../list/list-query.ts';
import type { Walk } from '../list/walk.ts';

/** However much a contract allows, a page of more rows than this teaches nothing new. */
const LARGEST_PAGE = 100;

/**
 * Reads the start of the list in pages of the largest size that is worth asking for. Where the target refuses that size, which
 * is for others to judge, in pages of the size that it takes when none is asked for.
 */
export async function readHead(list: ListClient, maxPages: number): Promise<Walk> {
  const { limit } = list.contract.page;
  const query = { ...EVERYTHING, limit: Math.min(limit.maximum, LARGEST_PAGE) };
  const from = await list.ask(query, { purpose: 'either' });
  if (hasPage(from)) return list.walk(query, { from, maxPages });
  return list.walk({ ...EVERYTHING, limit: limit.default }, { maxPages });
}
