import { nameList } from '../visits/name-list.ts';
import type { Visit } from '../visits/visit.ts';
import { countLaps } from './chain.ts';
import type { Trail } from './create-trail.ts';
import { countCovered } from './next-positions.ts';
import { rootOf } from './root-of.ts';
import type { Edge, Stop, Walk } from './trace.ts';

/** Faults of the server at which a careful client stops. */
const MISLEADING: ReadonlySet<string> = new Set(['cycle', 'repeated-page']);

/** What the parts of a walk come to together. */
interface Sum {
  pages: number;
  rows: number;
  /** How many come before the end of its farthest page, by position. */
  covered: number;
  /** The least that any of its pages said that there are; infinite: none said anything. */
  total: number;
  hasEnd: boolean;
}

/**
 * Finds the walks that began with the first page and ended on one that had a next page. None of them is one that ended with a
 * failed request, or where the server sent the client in a circle; that had read as many rows as there are; or that the client
 * began again and then read to the end.
 *
 * @param forgive - whether one that ends on a page may be let off for another reason; asked once for each
 */
export function findStops(trail: Trail, forgive: (visit: Visit) => boolean): readonly Stop[] {
  const sums = sumWalks(trail.walks);
  const stops = new Map<Walk, Stop>();
  for (const walk of trail.walks) {
    const root = rootOf(walk);
    const visit = walk.pages.at(-1);
    const edge = visit === undefined ? undefined : trail.nextOf.get(visit);
    const sum = sums.get(root);
    if (visit === undefined || edge === undefined || sum === undefined) continue;
    if (!root.startsAtFirst || stops.has(root) || !isLoose(trail, edge) || isRead(sum)) continue;
    if (!forgive(visit)) stops.set(root, { visit, pages: sum.pages });
  }
  const isRepaired = createRepairTest(trail.walks, sums);
  return [...stops.values()]
    .sort((one, other) => one.visit.index - other.visit.index)
    .filter(({ visit }) => !isRepaired(visit));
}

function sumWalks(walks: readonly Walk[]): ReadonlyMap<Walk, Sum> {
  const sums = new Map<Walk, Sum>();
  for (const walk of walks) {
    const root = rootOf(walk);
    const sum = sums.get(root) ?? { pages: 0, rows: 0, covered: 0, total: Number.POSITIVE_INFINITY, hasEnd: false };
    sum.hasEnd ||= walk.hasEnd;
    for (const visit of walk.pages) {
      sum.pages += 1;
      sum.rows += visit.page?.count ?? 0;
      sum.covered = Math.max(sum.covered, countCovered(visit));
      sum.total = Math.min(sum.total, visit.page?.total ?? sum.total);
    }
    sums.set(root, sum);
  }
  return sums;
}

/** Whether a way forward was given in earnest, and nobody tried to take it. */
function isLoose({ chainOf }: Trail, { state, failures, isCertain, from }: Edge): boolean {
  // Who asked for a size that there is not cannot know how far a page goes.
  if (state !== 'open' || failures > 0 || !isCertain || from.isOddlySized) return false;
  if (from.exchange.faults?.some((fault) => MISLEADING.has(fault)) === true) return false;
  return countLaps(chainOf.get(from), from) < 2;
}

/** Rows may come and go during a walk: whoever read as far as any of its pages said that there are rows has read it. */
function isRead({ rows, covered, total, hasEnd }: Sum): boolean {
  return hasEnd || Math.max(rows, covered) >= total;
}

/**
 * Prepares the test of whether a walk was begun again later and read to its end. Each of those that were makes good for one.
 *
 * @returns a function of the page that a walk ended on, to be asked in the order of the requests
 */
function createRepairTest(walks: readonly Walk[], sums: ReadonlyMap<Walk, Sum>): (end: Visit) => boolean {
  const starts = new Map<string, Visit[]>();
  for (const walk of walks) {
    const [start] = walk.pages;
    if (start === undefined || !walk.startsAtFirst || sums.get(rootOf(walk))?.hasEnd !== true) continue;
    const known = starts.get(nameList(start));
    if (known === undefined) starts.set(nameList(start), [start]);
    else known.push(start);
  }
  const used = new Map<string, number>();
  return (end) => {
    const name = nameList(end);
    const candidates = starts.get(name) ?? [];
    let at = used.get(name) ?? 0;
    while (at < candidates.length && (candidates[at]?.index ?? 0) < end.index) at += 1;
    used.set(name, at + 1);
    return at < candidates.length;
  };
}
