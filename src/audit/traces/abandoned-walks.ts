import type { Work } from '../../store/work.ts';
import { appendTo } from '../groups.ts';
import { type ListRequest, nameList } from '../requests.ts';
import { countCovered } from './positions.ts';
import { type AbandonedWalk, type OfferedLink, rootOf, type TraceBuilder, type Walk } from './trace.ts';

/** Faults at which a careful client stops. */
const MISLEADING: ReadonlySet<string> = new Set(['cycle', 'repeated-page']);

/** All parts of a walk together. */
interface WalkTotals {
  pages: number;
  rows: number;
  /** Rows before the end of its farthest page, by position. */
  covered: number;
  /** The smallest total that any of its pages told; infinite when none did. */
  total: number;
  hasEnd: boolean;
}

/**
 * Finds the walks that began with the first page and ended on a page that had a next one. Not among them are walks that ended
 * with a failed request or in a circle of the server's making, that had read all rows, or that the client began again and read to
 * the end; nor is a first page that was read once more after a whole walk.
 *
 * @param groupOf - names what a request asks for, and who sends it
 * @param isAllowed - whether a walk may end on a page for another reason; called once for each walk
 */
export function* findAbandonedWalks(
  builder: TraceBuilder,
  groupOf: (request: ListRequest) => string,
  isAllowed: (request: ListRequest) => boolean,
): Work<readonly AbandonedWalk[]> {
  const totals = yield* totalWalks(builder.walks);
  const abandonedWalks = new Map<Walk, AbandonedWalk>();
  for (const walk of builder.walks) {
    yield;
    const root = rootOf(walk);
    const request = walk.pages.at(-1);
    const offer = request === undefined ? undefined : builder.nextOf.get(request);
    const total = totals.get(root);
    if (request === undefined || offer === undefined || total === undefined) continue;
    if (!root.startsAtFirst || abandonedWalks.has(root) || !isUnfollowed(builder, offer) || isComplete(total)) continue;
    const [start = request] = root.pages;
    if (builder.explainedGroups.has(groupOf(start)) || isAllowed(request)) continue;
    abandonedWalks.set(root, { request, pages: total.pages, next: offer });
  }
  const isMadeUp = createRepeatTest(builder.walks, totals);
  return [...abandonedWalks.values()]
    .sort((one, other) => one.request.index - other.request.index)
    .filter((walk) => !isMadeUp(walk));
}

function* totalWalks(walks: readonly Walk[]): Work<ReadonlyMap<Walk, WalkTotals>> {
  const totals = new Map<Walk, WalkTotals>();
  for (const walk of walks) {
    yield;
    const root = rootOf(walk);
    const sum = totals.get(root) ?? { pages: 0, rows: 0, covered: 0, total: Number.POSITIVE_INFINITY, hasEnd: false };
    sum.hasEnd ||= walk.hasEnd;
    for (const request of walk.pages) {
      sum.pages += 1;
      sum.rows += request.page?.count ?? 0;
      sum.covered = Math.max(sum.covered, countCovered(request));
      sum.total = Math.min(sum.total, request.page?.total ?? sum.total);
    }
    totals.set(root, sum);
  }
  return totals;
}

/** Whether a page clearly offered a next one, and no request for it was sent. */
function isUnfollowed(builder: TraceBuilder, { state, failures, isCertain, from }: OfferedLink): boolean {
  // A client that requested an invalid page size cannot know how far a page goes.
  if (state !== 'open' || failures > 0 || !isCertain || from.hasInvalidSize) return false;
  if (from.exchange.faults?.some((fault) => MISLEADING.has(fault)) === true) return false;
  return builder.countRounds(from) < 2;
}

/** Rows may come and go during a walk: the smallest total that was told counts. */
function isComplete({ rows, covered, total, hasEnd }: WalkTotals): boolean {
  return hasEnd || Math.max(rows, covered) >= total;
}

/** Prepares the test of whether a whole walk through the same list makes up for one that was broken off. */
function createRepeatTest(
  walks: readonly Walk[],
  totals: ReadonlyMap<Walk, WalkTotals>,
): (walk: AbandonedWalk) => boolean {
  const whole = walks.filter((walk) => walk.startsAtFirst && totals.get(rootOf(walk))?.hasEnd === true);
  /** When each list was first and last begun to be read whole. */
  const begun = new Map<string, { readonly first: number; readonly last: number }>();
  for (const { index, name } of whole.flatMap(({ pages }) => pages.slice(0, 1)).map(withName)) {
    const { first, last } = begun.get(name) ?? { first: index, last: index };
    begun.set(name, { first: Math.min(first, index), last: Math.max(last, index) });
  }
  const isBeside = createTwinTest(whole);
  return ({ request, pages }) => {
    const known = begun.get(nameList(request));
    if (known === undefined) return false;
    // Who has read all may look at the first page again.
    return known.last > request.index || (pages === 1 && known.first < request.index) || isBeside(request);
  };
}

/** So near to each other stand requests for one page that were sent at once. */
const TWINS = 2;

/** Prepares the test of whether a whole walk read the same page at the same time: of what is sent twice, one copy may be given up. */
function createTwinTest(whole: readonly Walk[]): (request: ListRequest) => boolean {
  let places: Map<string, number[]> | undefined;
  const placeOf = (request: ListRequest): string => `${nameList(request)} ${request.canonical}`;
  return (request) => {
    if (places === undefined) {
      places = new Map();
      for (const page of whole.flatMap(({ pages }) => pages)) appendTo(places, placeOf(page), page.index);
    }
    return places.get(placeOf(request))?.some((index) => Math.abs(index - request.index) <= TWINS) ?? false;
  };
}

function withName(request: ListRequest): { readonly index: number; readonly name: string } {
  return { index: request.index, name: nameList(request) };
}
