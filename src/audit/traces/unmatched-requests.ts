import { listCredentialHeaders } from '../../contract/credentials.ts';
import { type ListRequest, listMissingHeaders } from '../requests.ts';
import { createPageCounts, listSharedGroups } from './page-counts.ts';
import { findNeighbours, readPosition } from './positions.ts';
import { allowAbandonedWalk, type OfferedLink, rootOf, type TraceBuilder, type Walk } from './trace.ts';

/** As many ways on to one place are tried for each unmatchedRequest. */
const SEARCHED = 32;

/**
 * Finds out where requests for pages within come from to which nothing led: pages that were asked for before the page that leads to
 * them had come, or a walk that went on with something changed. What remains went straight to a page, which anybody may, or read
 * a page of a walk again.
 */
export function attachUnmatchedRequests(
  builder: TraceBuilder,
  unmatched: readonly UnmatchedRequest[],
  groupOf: (request: ListRequest) => string,
): void {
  const open = indexOpenOffers(builder, groupOf);
  const flow = createPageCounts(builder.walks, groupOf);
  // Among several walks, or requests that go straight to pages, nobody can tell who reads a page again.
  const mixed = new Set(
    unmatched.filter(({ earlier }) => earlier === undefined).map(({ request }) => groupOf(request)),
  );
  for (const group of listSharedGroups(builder.walks, groupOf)) mixed.add(group);
  for (const unmatchedRequest of unmatched) {
    const { request, at, earlier } = unmatchedRequest;
    const group = groupOf(request);
    const offer =
      findOffer(open.get(`${group} ${at}`), unmatchedRequest, () => true) ??
      findOffer(open.get(`${request.path} ${at}`), unmatchedRequest, (candidate) => {
        return flow.countLost(candidate.from) > 0 && couldBecome(candidate, request);
      });
    if (offer !== undefined) {
      attach(builder, offer, unmatchedRequest);
      continue;
    }
    allowAbandonedWalk(builder, group);
    if (request.outcome !== 'page') continue;
    if (earlier !== undefined && !earlier.isSlow && !mixed.has(group) && flow.countExcess(request) > 0)
      builder.repeats.push({ request, earlier });
  }
}

/** The ways forward that nobody took, by where they lead: within the group of the page, and within its list. */
function indexOpenOffers(
  builder: TraceBuilder,
  groupOf: (request: ListRequest) => string,
): ReadonlyMap<string, readonly OfferedLink[]> {
  const open = new Map<string, OfferedLink[]>();
  for (const offer of builder.nextOf.values()) {
    if (offer.state !== 'open') continue;
    const { from } = offer;
    for (const at of findNeighbours(from, readPosition(from) ?? Number.NaN).next) {
      for (const key of [`${groupOf(from)} ${at}`, `${from.path} ${at}`]) {
        const offers = open.get(key);
        if (offers === undefined) open.set(key, [offer]);
        else offers.push(offer);
      }
    }
  }
  return open;
}

function findOffer(
  offers: readonly OfferedLink[] = [],
  { walk }: UnmatchedRequest,
  accepts: (offer: OfferedLink) => boolean,
): OfferedLink | undefined {
  return offers
    .slice(-SEARCHED)
    .findLast((offer) => offer.state === 'open' && rootOf(offer.walk) !== walk && accepts(offer));
}

/** Whether a client may have come this way with something changed: its credentials renewed, a header or a filter lost or replaced. */
function couldBecome({ from, isCertain, failures }: OfferedLink, request: ListRequest): boolean {
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

function attach(builder: TraceBuilder, offer: OfferedLink, { request, walk }: UnmatchedRequest): void {
  const { from } = offer;
  if (request.outcome === 'page') offer.state = 'used';
  else offer.failures += 1;
  offer.request = request;
  builder.follows.push({ offer, request });
  builder.offerOf.set(request, offer);
  if (isSameSelection(from, request) && listMissingHeaders(from, request).length === 0)
    walk.continues = rootOf(offer.walk);
  else walk.isAltered = true;
}

/** A request for a page somewhere within, to which nothing led. */
export interface UnmatchedRequest {
  readonly request: ListRequest;
  readonly at: number;
  /** The walk that it began. */
  readonly walk: Walk;
  /** The request that read the page before, since somebody last began with the first; absent: none did. */
  readonly earlier?: ListRequest;
}
