import type { Row } from '../../dataset/row-source.ts';

/** What a query asks for, as a test and a comparison of whole rows. */
export interface ListCriteria {
  readonly matches: (row: Row) => boolean;
  /** Total: no two rows are equal. */
  readonly compare: Comparison;
}

export type Comparison = (a: Row, b: Row) => number;

/** The rows of a list: filter and sort, nothing else. */
export function listRows(rows: readonly Row[], { matches, compare }: ListCriteria): readonly Row[] {
  return rows.filter(matches).sort(compare);
}

/** Compares by one value after another; the first that differs decides. */
export function compareBy(...comparisons: readonly Comparison[]): Comparison {
  return (a, b) => comparisons.reduce((difference, compare) => difference || compare(a, b), 0);
}

/** Ascending; null and absent values last. */
export function ascending(pick: (row: Row) => unknown): Comparison {
  return (a, b) => compareValues(pick(a), pick(b));
}

export function descending(pick: (row: Row) => unknown): Comparison {
  return (a, b) => compareValues(pick(b), pick(a));
}

function compareValues(a: unknown, b: unknown): number {
  const [x, y] = [a ?? null, b ?? null] as [string | number | null, string | number | null];
  if (x === y) return 0;
  if (x === null) return 1;
  if (y === null) return -1;
  return x < y ? -1 : 1;
}

/** Where a page begins or ends, by the rows beside it as they were when its token was given out. */
export type Place =
  | { readonly at: 'start'; readonly row?: never }
  | { readonly at: 'end'; readonly row?: never }
  /** `from` and `through` are the rows on the other side of `before` and `after`. */
  | { readonly at: 'after' | 'before' | 'from' | 'through'; readonly row: Row };

/** A page of a list and what lies around it. */
export interface NaivePage {
  readonly rows: readonly Row[];
  /** How many rows of the list come before it. */
  readonly start: number;
  readonly total: number;
  readonly next: Place | undefined;
  readonly previous: Place | undefined;
}

/** Cuts a page of at most `limit` rows out of a list, as a keyset does. */
export function cutPage(list: readonly Row[], place: Place, limit: number, compare: Comparison): NaivePage {
  const [start, end] = findBounds(list, place, limit, compare);
  const rows = list.slice(start, end);
  const [first, last] = [rows[0], rows.at(-1)];
  return {
    rows,
    start,
    total: list.length,
    next: limit > 0 && end < list.length ? (last ? { at: 'after', row: last } : crossOver(place)) : undefined,
    previous: limit > 0 && start > 0 ? (first ? { at: 'before', row: first } : crossOver(place)) : undefined,
  };
}

function findBounds(list: readonly Row[], place: Place, limit: number, compare: Comparison): readonly [number, number] {
  if (place.at === 'start') return [0, Math.min(limit, list.length)];
  if (place.at === 'end') {
    const rest = limit === 0 ? 0 : list.length % limit || limit;
    return [Math.max(0, list.length - rest), limit === 0 ? 0 : list.length];
  }
  const before = list.filter((row) => compare(row, place.row) < 0).length;
  const through = list.filter((row) => compare(row, place.row) <= 0).length;
  const edge = place.at === 'after' || place.at === 'through' ? through : before;
  return place.at === 'after' || place.at === 'from'
    ? [edge, Math.min(edge + limit, list.length)]
    : [Math.max(0, edge - limit), edge];
}

/** From a page that has lost all of its rows, the way on leads to what lies on the other side of its own place. */
function crossOver(place: Place): Place {
  if (place.row === undefined) return { at: place.at === 'start' ? 'end' : 'start' };
  const other = { after: 'through', through: 'after', before: 'from', from: 'before' } as const;
  return { at: other[place.at], row: place.row };
}
