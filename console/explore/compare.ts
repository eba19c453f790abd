import type { Change } from '../admin/activity-types.ts';
import { joinRuns, type Picture } from '../strip/picture.ts';

/** Ways to read a list that a walk can be held against. */
export const WAYS = ['last-row', 'offset'] as const;
export type Way = (typeof WAYS)[number];

/** The same walk done another way: what it would have read, where it lies now. */
export interface Comparison {
  readonly runs: readonly (readonly [from: number, to: number])[];
  /** Rows that it would never have read, and those that it would have read more than once, by the index of their cells. */
  readonly lost: readonly number[];
  readonly twice: readonly number[];
}

interface ComparedWalk {
  /** The whole list as it is now, with the windows of the walk on it. */
  readonly picture: Picture;
  /** What changed after the walk had begun, the oldest first, with places in the order of the list. */
  readonly changes: readonly Change[];
}

/**
 * Computes what another way of reading would have given at the moments at which the walk's pages were read.
 *
 * @param way - `last-row`: each page goes on behind the last row of the one before; `offset`: each page counts rows from the top
 */
export function compareWalk(way: Way, { picture, changes }: ComparedWalk): Comparison {
  const { cells, lanes } = picture;
  const index = new Map(cells.map(({ identity }, position) => [identity, position]));
  const size = Math.max(1, ...lanes.map(({ window }) => window.count));
  const pages: (readonly string[])[] = [];
  let behind: string | undefined;
  for (let turn = 0; turn < cells.length; turn += 1) {
    const { at } = (lanes[turn] ?? lanes.at(-1))?.window ?? {};
    const then = listOf(picture, at === undefined ? [] : changes.filter((one) => one.at > at));
    const from = way === 'offset' ? turn * size : startBehind(then, behind, index);
    const page = then.slice(from, from + size);
    if (page.length === 0) break;
    pages.push(page);
    behind = page.at(-1);
  }
  const reads = new Map<string, number>();
  for (const identity of pages.flat()) reads.set(identity, (reads.get(identity) ?? 0) + 1);
  const begun = new Set(listOf(picture, changes));
  const here = cells.flatMap(({ place, identity }, at) => (place === undefined ? [] : [{ identity, at }]));
  return {
    runs: pages.flatMap((page) =>
      joinRuns(
        page.flatMap((identity) => index.get(identity) ?? []),
        cells,
      ),
    ),
    lost: here.flatMap(({ identity, at }) => (begun.has(identity) && !reads.has(identity) ? [at] : [])),
    twice: here.flatMap(({ identity, at }) => ((reads.get(identity) ?? 0) > 1 ? [at] : [])),
  };
}

/** Identities in their order before changes were made: they are taken back, the newest first. */
function listOf({ cells }: Picture, later: readonly Change[]): readonly string[] {
  const list = cells.flatMap(({ identity, place }) => (place === undefined ? [] : [identity]));
  for (const { identity, placeBefore } of later.toReversed()) {
    if (identity === undefined) continue;
    const now = list.indexOf(identity);
    if (now >= 0) list.splice(now, 1);
    if (placeBefore !== undefined) list.splice(placeBefore - 1, 0, identity);
  }
  return list;
}

/** Where a list goes on behind a row, whether the row is still there or not. */
function startBehind(list: readonly string[], row: string | undefined, index: ReadonlyMap<string, number>): number {
  if (row === undefined) return 0;
  const position = list.indexOf(row);
  if (position >= 0) return position + 1;
  const was = index.get(row) ?? -1;
  const next = list.findIndex((identity) => (index.get(identity) ?? -1) > was);
  return next < 0 ? list.length : next;
}
