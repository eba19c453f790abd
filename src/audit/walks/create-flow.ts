import type { Visit } from '../visits/visit.ts';
import { findNeighbours, firstPosition, readPosition } from './next-positions.ts';
import type { Walk } from './trace.ts';

/** How many clients of a group read which page, whoever they were and in whatever order they asked. */
export interface Flow {
  /** How many of those who read a page cannot have gone on from it. */
  countLost(visit: Visit): number;
  /** How often a page was read more than the first. */
  countExcess(visit: Visit): number;
  /** Whether any page of the group was read more than the first. */
  isTangled(visit: Visit): boolean;
}

/** Counts the pages of groups whose positions are numbers. */
export function createFlow(walks: readonly Walk[], groupOf: (visit: Visit) => string): Flow {
  const groups = new Map<string, Map<number, Visit[]>>();
  for (const visit of walks.flatMap(({ pages }) => pages)) {
    const at = readPosition(visit);
    if (at === undefined) continue;
    const pages = groups.get(groupOf(visit)) ?? new Map<number, Visit[]>();
    groups.set(groupOf(visit), pages);
    const known = pages.get(at);
    if (known === undefined) pages.set(at, [visit]);
    else known.push(visit);
  }
  const losses = new Map<string, ReadonlyMap<number, number>>();
  const tangled = new Map<string, boolean>();
  return {
    countLost(visit) {
      const group = groupOf(visit);
      const lost = losses.get(group) ?? countLosses(groups.get(group) ?? new Map(), firstPosition(visit.contract));
      losses.set(group, lost);
      return lost.get(readPosition(visit) ?? Number.NaN) ?? 0;
    },
    countExcess(visit) {
      const pages = groups.get(groupOf(visit));
      const reads = (at: number | undefined): number => pages?.get(at ?? Number.NaN)?.length ?? 0;
      return reads(readPosition(visit)) - reads(firstPosition(visit.contract));
    },
    isTangled(visit) {
      const group = groupOf(visit);
      const known = tangled.get(group) ?? isUneven(groups.get(group) ?? new Map(), firstPosition(visit.contract));
      tangled.set(group, known);
      return known;
    },
  };
}

/** How many of those who came from the first page did not go on, by position. */
function countLosses(pages: ReadonlyMap<number, readonly Visit[]>, first: number): Map<number, number> {
  const lost = new Map<number, number>();
  let flow = pages.get(first)?.length ?? 0;
  for (let at = first, reads = pages.get(at); reads?.[0] !== undefined && flow > 0; ) {
    const onward = [...new Set(reads.flatMap((visit) => findNeighbours(visit, at).next))].filter((next) => next > at);
    const counts = onward.map((next) => ({ next, count: pages.get(next)?.length ?? 0 }));
    const gone = counts.reduce((sum, { count }) => sum + count, 0);
    lost.set(at, Math.max(0, flow - gone));
    flow = Math.min(flow, gone);
    const [best] = counts.sort((one, other) => other.count - one.count);
    if (best === undefined) break;
    at = best.next;
    reads = pages.get(at);
  }
  return lost;
}

function isUneven(pages: ReadonlyMap<number, readonly Visit[]>, first: number): boolean {
  const starts = pages.get(first)?.length ?? 0;
  return [...pages.values()].some(({ length }) => length > starts);
}
