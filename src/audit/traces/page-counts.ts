import type { Work } from '../../store/work.ts';
import { appendTo } from '../groups.ts';
import type { ListRequest } from '../requests.ts';
import { findNeighbours, firstPosition, readPosition } from './positions.ts';
import type { Walk } from './trace.ts';

/** How often each page of a group was read, by whatever client and in whatever order. */
interface PageCounts {
  /** How many of those who read a page cannot have read the next one. */
  countLost(request: ListRequest): number;
  /** How many more times a page was read than the first one. */
  countExcess(request: ListRequest): number;
  /** Whether any page of the group was read more often than the first one. */
  isUneven(request: ListRequest): boolean;
}

/** Counts the pages of groups whose positions are numbers. */
export function* createPageCounts(walks: readonly Walk[], groupOf: (request: ListRequest) => string): Work<PageCounts> {
  const groups = new Map<string, Map<number, ListRequest[]>>();
  for (const request of walks.flatMap(({ pages }) => pages)) {
    yield;
    const at = readPosition(request);
    if (at === undefined) continue;
    const pages = groups.get(groupOf(request)) ?? new Map<number, ListRequest[]>();
    groups.set(groupOf(request), pages);
    appendTo(pages, at, request);
  }
  const losses = new Map<string, ReadonlyMap<number, number>>();
  const uneven = new Map<string, boolean>();
  return {
    countLost(request) {
      const group = groupOf(request);
      const lost = losses.get(group) ?? countLosses(groups.get(group) ?? new Map(), firstPosition(request.contract));
      losses.set(group, lost);
      return lost.get(readPosition(request) ?? Number.NaN) ?? 0;
    },
    countExcess(request) {
      const pages = groups.get(groupOf(request));
      const reads = (at: number | undefined): number => pages?.get(at ?? Number.NaN)?.length ?? 0;
      return reads(readPosition(request)) - reads(firstPosition(request.contract));
    },
    isUneven(request) {
      const group = groupOf(request);
      const known = uneven.get(group) ?? isUneven(groups.get(group) ?? new Map(), firstPosition(request.contract));
      uneven.set(group, known);
      return known;
    },
  };
}

/** How many of those who came from the first page did not read the next one, by position. */
function countLosses(pages: ReadonlyMap<number, readonly ListRequest[]>, first: number): Map<number, number> {
  const lost = new Map<number, number>();
  let readers = pages.get(first)?.length ?? 0;
  for (let at = first, reads = pages.get(at); reads?.[0] !== undefined && readers > 0; ) {
    const onward = [...new Set(reads.flatMap((request) => findNeighbours(request, at).next))].filter(
      (next) => next > at,
    );
    const counts = onward.map((next) => ({ next, count: pages.get(next)?.length ?? 0 }));
    const gone = counts.reduce((sum, { count }) => sum + count, 0);
    lost.set(at, Math.max(0, readers - gone));
    readers = Math.min(readers, gone);
    const [best] = counts.sort((one, other) => other.count - one.count);
    if (best === undefined) break;
    at = best.next;
    reads = pages.get(at);
  }
  return lost;
}

function isUneven(pages: ReadonlyMap<number, readonly ListRequest[]>, first: number): boolean {
  const starts = pages.get(first)?.length ?? 0;
  return [...pages.values()].some(({ length }) => length > starts);
}

/** The groups in which several walks from the first page went on at the same time, so that requests cannot be told apart. */
export function listSharedGroups(
  walks: readonly Walk[],
  groupOf: (request: ListRequest) => string,
): ReadonlySet<string> {
  const shared = new Set<string>();
  const ends = new Map<string, number>();
  for (const { pages, startsAtFirst } of walks) {
    const [start] = pages;
    const end = pages.at(-1);
    if (!startsAtFirst || start === undefined || end === undefined) continue;
    const group = groupOf(start);
    const before = ends.get(group) ?? -1;
    if (start.index < before) shared.add(group);
    ends.set(group, Math.max(before, end.index));
  }
  return shared;
}
