import { listCredentialHeaders } from '../../contract/credentials.ts';
import type { Work } from '../../store/work.ts';
import { appendTo } from '../groups.ts';
import { type ListRequest, listMissingHeaders } from '../requests.ts';
import { createPageCounts, listSharedGroups } from './page-counts.ts';
import { findNeighbours, readPosition } from './positions.ts';
import { type OfferedLink, rootOf, type TraceBuilder, type Walk } from './trace.ts';

/** How many links to one place are compared with each request. */
const MAX_COMPARED = 32;

/** A request for a page after the first, to which no link had led when it came. */
export interface UnmatchedRequest {
  readonly request: ListRequest;
  readonly at: number;
  /** The walk that it began. */
  readonly walk: Walk;
  /** The request that read the page before, since the first page was last read; absent when none did. */
  readonly earlier?: ListRequest;
}

/**
 * Attaches requests to walks that explain them after all: a page was requested before the page that leads to it had come, or a
 * walk went on with something changed. The others went straight to a page, which is allowed, or read a page of a walk again.
 */
export function* attachUnmatchedRequests(
  builder: TraceBuilder,
  unmatched: readonly UnmatchedRequest[],
  groupOf: (request: ListRequest) => string,
): Work<void> {
  if (unmatched.length === 0) return;
  yield;
  const open = yield* indexOpenOffers(builder, groupOf);
  const counts = yield* createPageCounts(builder.walks, groupOf);
  // Among several walks, or requests that go straight to pages, it is unknown who reads a page again.
  const mixed = new Set(
    unmatched.filter(({ earlier }) => earlier === undefined).map(({ request }) => groupOf(request)),
  );
  for (const group of listSharedGroups(builder.walks, groupOf)) mixed.add(group);
  for (const { request, at, walk, earlier } of unmatched) {
    yield;
    const group = groupOf(request);
    const offer =
      findOffer(open.get(`${group} ${at}`), walk, () => true) ??
      findOffer(open.get(`${request.path} ${at}`), walk, (candidate) => {
        return counts.countLost(candidate.from) > 0 && couldFollow(candidate, request);
      });
    if (offer !== undefined) {
      const isSameWalk = isSameSelection(offer.from, request) && listMissingHeaders(offer.from, request).length === 0;
      builder.attach(offer, request, walk, isSameWalk);
      continue;
    }
    builder.allowAbandonedWalk(group);
    if (request.outcome !== 'page') continue;
    if (earlier !== undefined && !earlier.isSlow && !mixed.has(group) && counts.countExcess(request) > 0)
      builder.rereads.push({ request, earlier });
  }
}

/** The unused links to next pages, by where they lead: within the group of the page, and within its list. */
function* indexOpenOffers(
  builder: TraceBuilder,
  groupOf: (request: ListRequest) => string,
): Work<ReadonlyMap<string, readonly OfferedLink[]>> {
  const open = new Map<string, OfferedLink[]>();
  for (const offer of builder.nextOf.values()) {
    yield;
    if (offer.state !== 'open') continue;
    const { from } = offer;
    for (const at of findNeighbours(from, readPosition(from) ?? Number.NaN).next) {
      for (const key of [`${groupOf(from)} ${at}`, `${from.path} ${at}`]) appendTo(open, key, offer);
    }
  }
  return open;
}

function findOffer(
  offers: readonly OfferedLink[] = [],
  walk: Walk,
  accepts: (offer: OfferedLink) => boolean,
): OfferedLink | undefined {
  return offers
    .slice(-MAX_COMPARED)
    .findLast((offer) => offer.state === 'open' && rootOf(offer.walk) !== walk && accepts(offer));
}

/** Whether a request may follow a link with something changed: credentials renewed, a header or a filter lost or replaced. */
function couldFollow({ from, isCertain, failures }: OfferedLink, request: ListRequest): boolean {
  if (!isCertain || failures > 0 || from.index > request.index) return false;
  const credentials = listCredentialHeaders(request.contract);
  const isMissing = listMissingHeaders(from, request).length > 0;
  const isRenewed = from.caller !== request.caller && !isMissing;
  const differs = ([name, value]: readonly [string, string]): boolean => (from.headers.get(name) ?? '') !== value;
  const others = [...request.headers].filter(([name]) => !credentials.includes(name) || !isRenewed);
  if (others.some(differs)) return false;
  return isSameSelection(from, request) || (!isMissing && !isRenewed);
}

function isSameSelection(from: ListRequest, request: ListRequest): boolean {
  return from.filters === request.filters && from.size === request.size;
}
