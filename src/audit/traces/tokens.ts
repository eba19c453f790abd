import type { Contract } from '../../contract/contract.ts';
import { NEIGHBOUR_ROLES } from '../../page/page-reader.ts';
import { findValue } from '../../page/query.ts';
import { canonize, createLinkComparer, createPositionFinder, type Link, type LinkChanges, readLink } from '../links.ts';
import { type ListRequest, listMissingHeaders } from '../requests.ts';
import { LinkIndex, scoreReturn } from './link-index.ts';
import { createOffer, type OfferedLink, type RequestTracer, TraceBuilder, type Walk } from './trace.ts';

/**
 * Prepares the search for walks among requests of a contract whose positions are opaque links or tokens: a request belongs to the
 * walk whose page gave its position.
 */
export function createTokenTracer(contract: Contract): RequestTracer {
  const builder = new TraceBuilder(contract);
  const offers = new LinkIndex();
  /** The same by what is left of a position whose spelling is lost. */
  const resemblances = new LinkIndex();
  /** By path, the latest page with a next page. */
  const latest = new Map<string, ListRequest>();
  /** The parameter names that links have used for the position. */
  const names = new Set<string>();
  const findPosition = createPositionFinder(contract);
  const compareLink = createLinkComparer(contract);
  /** The last rejected request for each position that no page gave. */
  const unknown = new Map<string, ListRequest>();

  /** The position that a link has; the whole link where it has none. */
  function placeOf(link: Link): string {
    const [name, value] = findPosition(link) ?? [];
    if (name === undefined || value === undefined) return canonize(link);
    names.add(name);
    return value;
  }

  function addOffers(request: ListRequest, walk: Walk): void {
    if (request.page === undefined) return;
    if (request.page.links.next === undefined || request.page.hasNext === false) walk.hasEnd = true;
    for (const { offer, given } of listOffers(request, walk)) {
      const position = offer.link === undefined ? given : placeOf(offer.link);
      offers.add(offer, [position]);
      resemblances.add(offer, [blur(position)]);
      if (offer.role !== 'next') continue;
      builder.nextOf.set(request, offer);
      latest.set(request.path, request);
    }
  }

  /** Links that were not tried yet come first, so that of two clients at one place each gets its own. */
  function score(offer: OfferedLink, request: ListRequest): number {
    const { altered, reselected } = offer.link === undefined ? UNCHANGED : compareLink(offer.link, request);
    const filters = offer.link !== undefined || offer.from.filters === request.filters ? 0 : 1;
    const differences = altered.length + reselected.length + filters + listMissingHeaders(offer.from, request).length;
    // A client that goes back or to the end has not gone forwards from there.
    const hasGoneOn = offer.role !== 'next' && builder.nextOf.get(offer.from)?.state === 'used';
    const isOtherSize = offer.from.size !== request.size;
    const isTried = offer.state !== 'open' || offer.failures > 0;
    // Where several links of a page lead to one place, the client goes on.
    const isAside = offer.role !== 'next';
    return differences * 16 + (isOtherSize ? 8 : 0) + (hasGoneOn ? 4 : 0) + (isTried ? 2 : 0) + (isAside ? 1 : 0);
  }

  function follow(offer: OfferedLink, request: ListRequest, key: string): void {
    builder.follow(offer, request);
    offers.use(offer, key);
    addOffers(request, offer.walk);
  }

  function followUnknown(request: ListRequest, key: string): void {
    const rejected = unknown.get(key);
    if (rejected !== undefined) {
      builder.retries.push({ request, earlier: rejected });
    } else if (request.outcome === 'rejected') {
      const page = latest.get(request.path);
      builder.unknownPositions.push({ request, ...(page !== undefined && { earlier: page }) });
    }
    if (request.outcome === 'rejected') unknown.set(key, request);
    builder.allowAbandonedWalk(request.path);
    // A position that the server accepts is its own: it was given before the journal began.
    if (request.outcome === 'page') addOffers(request, builder.beginWalk(request, false));
  }

  function followAgain(offer: OfferedLink, request: ListRequest): void {
    const earlier = offer.request ?? offer.from;
    if (offer.state === 'rejected') builder.retries.push({ request, earlier });
    else builder.rereads.push({ request, earlier });
    builder.allowAbandonedWalk(request.path);
    if (request.outcome !== 'page') return;
    builder.addPage(offer.walk, request);
    addOffers(request, offer.walk);
  }

  function begin(request: ListRequest, startsAtFirst: boolean): void {
    if (request.outcome === 'page') addOffers(request, builder.beginWalk(request, startsAtFirst));
  }

  function addFirst(request: ListRequest): void {
    const offer = offers.choose(request.canonical, scoreReturn);
    if (offer === undefined) begin(request, true);
    else addOffers(request, builder.followToFirst(offer, request));
  }

  function addLater(request: ListRequest, position: string): void {
    const offer = offers.choose(position, (candidate) => score(candidate, request));
    const used = offer ?? offers.lastUsed(position);
    if (offer !== undefined) follow(offer, request, position);
    else if (used !== undefined) followAgain(used, request);
    else addLost(request, position);
  }

  function addLost(request: ListRequest, position: string): void {
    // Decoded or encoded once more, padded or trimmed, it is still known whose it was.
    const altered = unknown.has(position)
      ? undefined
      : resemblances.choose(blur(position), (candidate) => score(candidate, request));
    if (altered !== undefined) follow(altered, request, position);
    else followUnknown(request, position);
  }

  return {
    builder,
    add(request) {
      if (request.outcome === 'other') return;
      const position = request.position ?? request.pairs.findLast(([name]) => names.has(name))?.[1];
      if (position !== undefined) addLater(request, position);
      // Backwards without a token is the last page, which begins a walk of its own.
      else if (isBackward(contract, request)) begin(request, false);
      else addFirst(request);
    },
    // A position tells at once where it came from.
    *conclude() {
      return () => {};
    },
  };
}

/** What is left of a position when its escapes, padding, spaces and letter case are taken off. */
function blur(position: string): string {
  let text = position;
  for (let round = 0; round < MAX_DECODINGS && text.includes('%'); round += 1) {
    const decoded = decodeSafely(text);
    if (decoded === text) break;
    text = decoded;
  }
  return text.replaceAll(/[\s+=]|%$/g, '').toLowerCase();
}

/** How many times a position may have been encoded. */
const MAX_DECODINGS = 3;

function decodeSafely(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text.replace(/%[0-9a-f]{2}/gi, (code) => String.fromCharCode(Number.parseInt(code.slice(1), 16)));
  }
}

const UNCHANGED: LinkChanges = { altered: [], reselected: [] };

/** The links or tokens of a page. */
function listOffers(
  request: ListRequest,
  walk: Walk,
): readonly { readonly offer: OfferedLink; readonly given: string }[] {
  const { contract, page, exchange } = request;
  return NEIGHBOUR_ROLES.flatMap((role) => {
    const given = page?.links[role];
    if (given === undefined) return [];
    const form = contract.envelope.forms.get(role);
    if (form !== 'link' && form !== 'relativeLink')
      return [{ offer: createOffer(request, walk, role, { given }), given }];
    const link = readLink(contract, given, exchange.request);
    return link === undefined ? [] : [{ offer: createOffer(request, walk, role, { link }), given }];
  });
}

function isBackward({ page }: Contract, { pairs }: ListRequest): boolean {
  if (page.style !== 'keyset' || page.direction === undefined) return false;
  const { parameter, backward } = page.direction;
  return findValue(pairs, parameter) === backward;
}
