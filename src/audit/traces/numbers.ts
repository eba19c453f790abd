import type { Contract } from '../../contract/contract.ts';
import { listPublicHeaders } from '../../contract/credentials.ts';
import type { ListRequest } from '../requests.ts';
import { createLinkIndex, createRejectedContinuations, scoreReturn } from './link-index.ts';
import { findNeighbours, firstPosition, readPosition, showsEnd } from './positions.ts';

import {
  beginWalk,
  createOffer,
  createTraceBuilder,
  followOffer,
  type OfferedLink,
  returnTo,
  rootOf,
  type TraceBuilder,
  type Walk,
} from './trace.ts';
import { attachUnmatchedRequests, type UnmatchedRequest } from './unmatched-requests.ts';

interface Told {
  readonly request: ListRequest;
  readonly walk: Walk;
  readonly bound: number;
}

/** What the walks of one list with the same filters, page size and caller have in common. */
interface Group {
  /** What their pages said of where the list ends, the most generous of those since the first page was last read. */
  told?: Told;
  latest?: Walk | undefined;
  /** The request that read each page last since then. */
  readonly reads: Map<number, ListRequest>;
}

/** Names the group of a request. */
export function groupOf({ contract, caller, headers, path, filters, size }: ListRequest): string {
  const who = listPublicHeaders(contract).map((name) => headers.get(name) ?? '');
  return JSON.stringify([path, filters, size, caller, who]);
}

/**
 * Finds the walks among requests of a contract whose positions are page numbers or offsets: a request belongs to the latest walk
 * of the same list, caller, filters and page size whose positions it continues. What continues none is looked at afterwards.
 */
export function traceNumbers(contract: Contract, requests: readonly ListRequest[]): TraceBuilder {
  const builder = createTraceBuilder(contract);
  const offers = createLinkIndex();
  const groups = new Map<string, Group>();
  const unmatched: UnmatchedRequest[] = [];
  const rejections = createRejectedContinuations(groupOf);
  const beyondLastPage: { readonly request: ListRequest; readonly told: Told }[] = [];

  function openGroup(key: string): Group {
    const group = groups.get(key) ?? { reads: new Map() };
    groups.set(key, group);
    return group;
  }

  function tell(request: ListRequest, bound: number | undefined, walk: Walk | undefined, key: string): void {
    const group = openGroup(key);
    const { told, latest = walk } = group;
    group.latest = walk ?? latest;
    if (bound === undefined || group.latest === undefined || (told !== undefined && told.bound > bound)) return;
    group.told = { request, walk: group.latest, bound };
  }

  function give(request: ListRequest, at: number, walk: Walk, key: string): void {
    if (request.page === undefined) return;
    const { next, isCertain, mayEnd, previous, last, link, bound } = findNeighbours(request, at);
    walk.hasEnd ||= mayEnd;
    tell(request, bound, walk, key);
    openGroup(key).reads.set(at, request);
    const add = (offer: OfferedLink, places: readonly number[]): void => {
      offers.add(
        offer,
        places.map((place) => placeOf(key, place)),
      );
    };
    if (previous !== undefined) add(createOffer(request, walk, 'previous'), [previous]);
    if (last !== undefined && last !== at) add(createOffer(request, walk, 'last'), [last]);
    if (next.length === 0) return;
    const offer = createOffer(request, walk, 'next', { link, isCertain });
    add(offer, next);
    builder.nextOf.set(request, offer);
    rejections.add(offer, next);
  }

  function enterLast(request: ListRequest, key: string): void {
    const { latest, told } = openGroup(key);
    const page = latest?.pages.at(-1);
    const walk = latest ?? beginWalk(builder, request, false);
    if (page !== undefined) followOffer(builder, createOffer(page, walk, 'last'), request);
    if (request.outcome === 'page') walk.hasEnd = true;
    const at = request.page?.pageNumber ?? told?.bound;
    if (at !== undefined) give(request, at, walk, key);
  }

  function enterFirst(request: ListRequest, at: number, key: string): void {
    rejections.startOver(request);
    const offer = offers.choose(placeOf(key, at), scoreReturn);
    const walk = returnTo(builder, offer, request);
    if (walk === undefined) groups.delete(key);
    if (request.outcome === 'page') give(request, at, walk ?? beginWalk(builder, request, true), key);
  }

  function enterWithin(request: ListRequest, at: number, key: string): void {
    const offer = offers.choose(placeOf(key, at), (candidate) => scoreOffer(candidate, request));
    if (offer !== undefined) {
      // Where pages say nothing of the end, a refusal does.
      if (request.outcome === 'refused' && !showsEnd(request)) tell(request, at, offer.walk, key);
      followOffer(builder, offer, request);
      give(request, at, offer.walk, key);
      return;
    }
    const rejected = rejections.find(request, at);
    if (rejected !== undefined) {
      followOffer(builder, rejected, request);
      return;
    }
    const { told, reads } = openGroup(key);
    const earlier = reads.get(at);
    const walk = beginWalk(builder, request, false);
    if (told !== undefined && at > told.bound && told.request.answeredAt <= request.at) {
      beyondLastPage.push({ request, told });
    } else {
      unmatched.push({ request, at, walk, ...(earlier !== undefined && { earlier }) });
      give(request, at, walk, key);
    }
  }

  for (const request of requests) {
    if (request.outcome === 'other') continue;
    const key = groupOf(request);
    const at = readPosition(request);
    if (isLastWord(request)) enterLast(request, key);
    else if (at === firstPosition(contract)) enterFirst(request, at, key);
    else if (at !== undefined) enterWithin(request, at, key);
  }
  attachUnmatchedRequests(builder, unmatched, groupOf);
  // Who counts pages of another size than they have cannot know where the end is.
  const held = beyondLastPage.filter(({ told }) => !told.request.hasInvalidSize && !rootOf(told.walk).isAltered);
  builder.beyondLastPage.push(...held.map(({ request, told }) => ({ request, earlier: told.request })));
  return builder;
}

function isLastWord({ contract: { page }, position }: ListRequest): boolean {
  return page.style === 'number' && page.lastWord !== undefined && position === page.lastWord;
}

function placeOf(group: string, at: number): string {
  return `${group} ${at}`;
}

/** Forwards from wherever; backwards and to the end only from the page that a client stands on which came from the first. */
function scoreOffer({ role, from, walk, state, failures }: OfferedLink, { outcome }: ListRequest): number | undefined {
  if (role === 'next') return state === 'open' && failures === 0 ? 0 : 1;
  return outcome === 'page' && walk.startsAtFirst && walk.pages.at(-1) === from ? 2 : undefined;
}
