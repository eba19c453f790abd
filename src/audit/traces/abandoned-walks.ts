import { type ListRequest, nameList } from '../requests.ts';
import { countCovered } from './positions.ts';
import { type AbandonedWalk, countRounds, type OfferedLink, rootOf, type TraceBuilder, type Walk } from './trace.ts';

/** Faults of the server at which a careful client abandonedWalks. */
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
export function findAbandonedWalks(
  builder: TraceBuilder,
  forgive: (request: ListRequest) => boolean,
): readonly AbandonedWalk[] {
  const sums = sumWalks(builder.walks);
  const abandonedWalks = new Map<Walk, AbandonedWalk>();
  for (const walk of builder.walks) {
    const root = rootOf(walk);
    const request = walk.pages.at(-1);
    const offer = request === undefined ? undefined : builder.nextOf.get(request);
    const sum = sums.get(root);
    if (request === undefined || offer === undefined || sum === undefined) continue;
    if (!root.startsAtFirst || abandonedWalks.has(root) || !isUnfollowed(builder, offer) || isRead(sum)) continue;
    if (!forgive(request)) abandonedWalks.set(root, { request, pages: sum.pages });
  }
  const isRepaired = createRepairTest(builder.walks, sums);
  return [...abandonedWalks.values()]
    .sort((one, other) => one.request.index - other.request.index)
    .filter(({ request }) => !isRepaired(request));
}

function sumWalks(walks: readonly Walk[]): ReadonlyMap<Walk, Sum> {
  const sums = new Map<Walk, Sum>();
  for (const walk of walks) {
    const root = rootOf(walk);
    const sum = sums.get(root) ?? { pages: 0, rows: 0, covered: 0, total: Number.POSITIVE_INFINITY, hasEnd: false };
    sum.hasEnd ||= walk.hasEnd;
    for (const request of walk.pages) {
      sum.pages += 1;
      sum.rows += request.page?.count ?? 0;
      sum.covered = Math.max(sum.covered, countCovered(request));
      sum.total = Math.min(sum.total, request.page?.total ?? sum.total);
    }
    sums.set(root, sum);
  }
  return sums;
}

/** Whether a way forward was given in earnest, and nobody tried to take it. */
function isUnfollowed({ runOf }: TraceBuilder, { state, failures, isCertain, from }: OfferedLink): boolean {
  // Who asked for a size that there is not cannot know how far a page goes.
  if (state !== 'open' || failures > 0 || !isCertain || from.hasInvalidSize) return false;
  if (from.exchange.faults?.some((fault) => MISLEADING.has(fault)) === true) return false;
  return countRounds(runOf.get(from), from) < 2;
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
function createRepairTest(walks: readonly Walk[], sums: ReadonlyMap<Walk, Sum>): (end: ListRequest) => boolean {
  const starts = new Map<string, ListRequest[]>();
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
