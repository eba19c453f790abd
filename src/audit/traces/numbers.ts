import type { Contract } from '../../contract/contract.ts';
import { listPublicHeaders } from '../../contract/credentials.ts';
import { nameOnce } from '../groups.ts';
import type { ListRequest } from '../requests.ts';
import { LinkIndex, RejectedContinuations, scoreReturn } from './link-index.ts';
import { findNeighbours, firstPosition, readPosition, tellsEnd } from './positions.ts';
import { createOffer, type OfferedLink, type RequestTracer, rootOf, TraceBuilder, type Walk } from './trace.ts';
import { attachUnmatchedRequests, type UnmatchedRequest } from './unmatched-requests.ts';

/** Where a list ends, and the page that told it. */
interface KnownEnd {
  readonly request: ListRequest;
  readonly walk: Walk;
  /** The greatest position with rows. */
  readonly bound: number;
}

/** What the walks of one list with the same filters, page size and sender have in common. */
interface Group {
  /** The farthest end that a page told since the first page was last read. */
  end?: KnownEnd;
  latest?: Walk | undefined;
  /** The request that read each page last since then. */
  readonly reads: Map<number, ListRequest>;
}

/** Names the group of a request. */
export const groupOf: (request: ListRequest) => string = nameOnce(
  ({ contract, caller, headers, path, filters, size }) => {
    const who = listPublicHeaders(contract).map((name) => headers.get(name) ?? '');
    return JSON.stringify([path, filters, size, caller, who]);
  },
);

/**
 * Prepares the search for walks among requests of a contract whose positions are page numbers or offsets: a request belongs to the
 * latest walk of the same list, sender, filters and page size whose positions it continues. Requests that continue none are attached
 * in the end.
 */
export function createNumberTracer(contract: Contract): RequestTracer {
  const builder = new TraceBuilder(contract);
  const offers = new LinkIndex();
  const groups = new Map<string, Group>();
  const unmatched: UnmatchedRequest[] = [];
  const rejections = new RejectedContinuations(groupOf);
  const beyondLastPage: { readonly request: ListRequest; readonly end: KnownEnd }[] = [];

  function openGroup(key: string): Group {
    const group = groups.get(key) ?? { reads: new Map() };
    groups.set(key, group);
    return group;
  }

  function noteEnd(request: ListRequest, bound: number | undefined, walk: Walk | undefined, key: string): void {
    const group = openGroup(key);
    const { end, latest = walk } = group;
    group.latest = walk ?? latest;
    if (bound === undefined || group.latest === undefined || (end !== undefined && end.bound > bound)) return;
    group.end = { request, walk: group.latest, bound };
  }

  function addOffers(request: ListRequest, at: number, walk: Walk, key: string): void {
    if (request.page === undefined) return;
    const { next, isCertain, mayEnd, previous, last, link, bound } = findNeighbours(request, at);
    walk.hasEnd ||= mayEnd;
    noteEnd(request, bound, walk, key);
    openGroup(key).reads.set(at, request);
    const add = (offer: OfferedLink, positions: readonly number[]): void => {
      offers.add(
        offer,
        positions.map((position) => placeOf(key, position)),
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

  /** The word for the last page, whatever its number is. */
  function addLastWord(request: ListRequest, key: string): void {
    const { latest, end } = openGroup(key);
    const page = latest?.pages.at(-1);
    const walk = latest ?? builder.beginWalk(request, false);
    if (page !== undefined) builder.follow(createOffer(page, walk, 'last'), request);
    if (request.outcome === 'page') walk.hasEnd = true;
    const at = request.page?.pageNumber ?? end?.bound;
    if (at !== undefined) addOffers(request, at, walk, key);
  }

  function addFirst(request: ListRequest, at: number, key: string): void {
    rejections.startOver(request);
    const offer = offers.choose(placeOf(key, at), scoreReturn);
    const walk = offer === undefined ? undefined : builder.followToFirst(offer, request);
    if (walk === undefined) groups.delete(key);
    if (request.outcome === 'page') addOffers(request, at, walk ?? builder.beginWalk(request, true), key);
  }

  function addLater(request: ListRequest, at: number, key: string): void {
    const offer = offers.choose(placeOf(key, at), (candidate) => scoreOffer(candidate, request));
    if (offer !== undefined) {
      // Where pages say nothing of the end, a rejection does.
      if (request.outcome === 'rejected' && !tellsEnd(request)) noteEnd(request, at, offer.walk, key);
      builder.follow(offer, request);
      addOffers(request, at, offer.walk, key);
      return;
    }
    const rejected = rejections.find(request, at);
    if (rejected !== undefined) {
      builder.follow(rejected, request);
      return;
    }
    const { end, reads } = openGroup(key);
    const earlier = reads.get(at);
    const walk = builder.beginWalk(request, false);
    if (end !== undefined && at > end.bound && end.request.answeredAt <= request.at) {
      beyondLastPage.push({ request, end });
    } else {
      unmatched.push({ request, at, walk, ...(earlier !== undefined && { earlier }) });
      addOffers(request, at, walk, key);
    }
  }

  function add(request: ListRequest): void {
    if (request.outcome === 'other') return;
    const key = groupOf(request);
    const at = readPosition(request);
    if (isLastWord(request)) addLastWord(request, key);
    else if (at === firstPosition(contract)) addFirst(request, at, key);
    else if (at !== undefined) addLater(request, at, key);
  }

  return {
    builder,
    add,
    *conclude() {
      const restore = builder.save();
      yield* attachUnmatchedRequests(builder, unmatched, groupOf);
      // A client that counts in pages of another size than it gets cannot know where the end is.
      const certain = beyondLastPage.filter(({ end }) => !end.request.hasInvalidSize && !rootOf(end.walk).isAltered);
      builder.beyondLastPage.push(...certain.map(({ request, end }) => ({ request, earlier: end.request })));
      return restore;
    },
  };
}

function isLastWord({ contract: { page }, position }: ListRequest): boolean {
  return page.style === 'number' && page.lastWord !== undefined && position === page.lastWord;
}

function placeOf(group: string, at: number): string {
  return `${group} ${at}`;
}

/** Forwards from any page; backwards and to the end only from the page that the client is on, in a walk from the first page. */
function scoreOffer({ role, from, walk, state, failures }: OfferedLink, { outcome }: ListRequest): number | undefined {
  if (role === 'next') return state === 'open' && failures === 0 ? 0 : 1;
  return outcome === 'page' && walk.startsAtFirst && walk.pages.at(-1) === from ? 2 : undefined;
}
