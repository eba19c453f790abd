import type { CheckContext } from '../check.ts';
import type { ListQuery } from '../list/query.ts';
import { type PageReader, runWalk, type Walk, type WalkOptions } from '../list/walk.ts';

/** Reads pages anew, none of which was kept from an earlier request. */
export function readFresh(
  context: Pick<CheckContext, 'list'>,
  query: ListQuery,
  options: WalkOptions = {},
): Promise<Walk> {
  return runWalk(createFreshReader(context), query, options);
}

function createFreshReader({ list }: Pick<CheckContext, 'list'>): PageReader {
  return {
    contract: list.contract,
    ask: (query, options) => list.ask(query, { ...options, memo: false }),
    go: (from, role, options) => list.go(from, role, { ...options, memo: false }),
  };
}
