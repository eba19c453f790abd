import type { Exchange, WalkSummary } from '../admin/activity-types.ts';

/** Requests that stand together in the list. */
export interface Group {
  /** Absent: they belong to no walk. */
  readonly walk?: WalkSummary;
  readonly exchanges: readonly Exchange[];
}

/**
 * Puts requests together by walk, in the order of the first request of each.
 *
 * @param exchanges - in their order
 */
export function groupByWalk(exchanges: readonly Exchange[], walks: readonly WalkSummary[]): readonly Group[] {
  const walkOf = new Map(walks.flatMap((walk) => walk.exchanges.map((id) => [id, walk] as const)));
  const groups: { readonly walk?: WalkSummary; readonly exchanges: Exchange[] }[] = [];
  const byWalk = new Map<number, Exchange[]>();
  for (const exchange of exchanges) {
    const walk = walkOf.get(exchange.id);
    const open = walk === undefined ? groups.at(-1) : undefined;
    const list = walk === undefined ? (open?.walk === undefined ? open?.exchanges : undefined) : byWalk.get(walk.walk);
    if (list !== undefined) {
      list.push(exchange);
      continue;
    }
    const begun = [exchange];
    groups.push(walk === undefined ? { exchanges: begun } : { walk, exchanges: begun });
    if (walk !== undefined) byWalk.set(walk.walk, begun);
  }
  return groups;
}
