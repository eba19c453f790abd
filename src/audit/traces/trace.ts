import type { Contract } from '../../contract/contract.ts';
import type { LinkRole } from '../../page/page-reader.ts';
import type { Link, ListRequest } from '../requests.ts';

/** A client's way through a list. */
export interface Walk {
  /** Pages that were read, in the order of the requests. */
  readonly pages: ListRequest[];
  /** Whether it began with the first page, rather than somewhere within. */
  readonly startsAtFirst: boolean;
  /** The walk that this one goes on with, of which it is a part. */
  continues?: Walk;
  /** Whether a page of it said that it was the last one. */
  hasEnd: boolean;
  /** Whether it goes on, with something changed, with a walk that it is no part of. */
  isAltered: boolean;
}

/** A way on that a page gave: it may be used once. */
export interface OfferedLink {
  readonly from: ListRequest;
  readonly walk: Walk;
  readonly role: LinkRole;
  /** The link that it is; absent: a token, or a number that follows from the page. */
  readonly link?: Link;
  /** Whether the page said so: it may be that nothing is there. */
  readonly isCertain: boolean;
  /** `again`: it may be used, and need not be: the client turned back, or had an answer late and may ask again. */
  state: 'open' | 'used' | 'again' | 'refused';
  /** How often a request for it failed. */
  failures: number;
  /** The request that used it last, successful or not. */
  request?: ListRequest;
}

/** A request that goes on from a page. */
export interface Follow {
  readonly offer: OfferedLink;
  readonly request: ListRequest;
}

/** A request that should have been another, beside the earlier one that shows it; absent: none does. */
export interface Breach {
  readonly request: ListRequest;
  readonly earlier?: ListRequest;
}

/** A walk that ended although there was more. */
export interface AbandonedWalk {
  /** The page that it ended on. */
  readonly request: ListRequest;
  /** How many pages were read. */
  readonly pages: number;
}

/** What the requests for one contract's list were about. */
export interface Trace {
  readonly contract: Contract;
  readonly requests: readonly ListRequest[];
  readonly walks: readonly Walk[];
  readonly follows: readonly Follow[];
  /** Refused requests for positions that no page gave, beside the latest page that gave another. */
  readonly unknownPositions: readonly Breach[];
  /** Requests for positions that had been refused, beside the refused request. */
  readonly retries: readonly Breach[];
  /** Requests whose position was refused. */
  readonly refusals: readonly ListRequest[];
  /** Requests for pages that had been read, beside the request that read them. */
  readonly repeats: readonly Breach[];
  /** Requests beyond the last page, beside the page that had told where the end is. */
  readonly beyondLastPage: readonly Breach[];
  readonly abandonedWalks: readonly AbandonedWalk[];
  /** The way on that a request used or tried. */
  readonly offerOf: ReadonlyMap<ListRequest, OfferedLink>;
}

/** A trace that is being made. */
export interface TraceBuilder {
  readonly contract: Contract;
  readonly walks: Walk[];
  readonly follows: Follow[];
  readonly unknownPositions: Breach[];
  readonly retries: Breach[];
  readonly refusals: ListRequest[];
  readonly repeats: Breach[];
  readonly beyondLastPage: Breach[];
  readonly offerOf: Map<ListRequest, OfferedLink>;
  readonly runOf: Map<ListRequest, PageRun>;
  /** The way forward from a page, where it has one. */
  readonly nextOf: Map<ListRequest, OfferedLink>;
  /** How many walks may have ended because of something else that is held against the client, by where that was. */
  readonly allowances: Map<string, number>;
}

export function createTraceBuilder(contract: Contract): TraceBuilder {
  return {
    contract,
    walks: [],
    follows: [],
    unknownPositions: [],
    retries: [],
    refusals: [],
    repeats: [],
    beyondLastPage: [],
    offerOf: new Map(),
    runOf: new Map(),
    nextOf: new Map(),
    allowances: new Map(),
  };
}

/** Begins a walk with a request, which need not have been answered by a page. */
export function beginWalk(builder: TraceBuilder, request: ListRequest, startsAtFirst: boolean): Walk {
  const walk: Walk = { pages: [], startsAtFirst, hasEnd: false, isAltered: false };
  builder.walks.push(walk);
  if (request.outcome === 'page') addPage(builder, walk, request);
  return walk;
}

/**
 * Notes that a request went back to the first page from the page after it, as a part of the same walk, or round to it in a circle.
 *
 * @returns the walk that it belongs to; `undefined` when it came by no offer
 */
export function returnTo(
  builder: TraceBuilder,
  offer: OfferedLink | undefined,
  request: ListRequest,
): Walk | undefined {
  if (offer === undefined) return undefined;
  if (offer.role === 'next' || request.outcome !== 'page') {
    followOffer(builder, offer, request);
    return offer.walk;
  }
  builder.follows.push({ offer, request });
  builder.offerOf.set(request, offer);
  offer.state = 'used';
  offer.request = request;
  leaveOpen(builder, offer.from);
  const walk = beginWalk(builder, request, true);
  walk.continues = rootOf(offer.walk);
  return walk;
}

/** Notes that a request used an offer, and what came of it. */
export function followOffer(builder: TraceBuilder, offer: OfferedLink, request: ListRequest): void {
  builder.follows.push({ offer, request });
  builder.offerOf.set(request, offer);
  if (request.outcome === 'page') {
    // Of a page that was read twice because it came late, one way on is enough.
    leaveOpen(builder, offer.request);
    if (offer.role !== 'next') leaveOpen(builder, offer.from);
    offer.state = request.isSlow ? 'again' : 'used';
    addPage(builder, offer.walk, request, offer);
  } else if (request.outcome === 'refused' && builder.contract.page.style !== 'number') {
    offer.state = 'refused';
    builder.refusals.push(request);
  } else {
    offer.failures += 1;
  }
  offer.request = request;
}

/** The way forward from a page that the client turned away from may be used, and need not be. */
function leaveOpen(builder: TraceBuilder, page: ListRequest | undefined): void {
  const offer = page === undefined ? undefined : builder.nextOf.get(page);
  if (offer?.state === 'open') offer.state = 'again';
}

/** Adds a page that was read to a walk; going round a second time is going too far. */
export function addPage(builder: TraceBuilder, walk: Walk, request: ListRequest, offer?: OfferedLink): void {
  const from = offer?.role === 'next' ? offer.from : undefined;
  const run = extendRun(from && builder.runOf.get(from), from, request);
  builder.runOf.set(request, run);
  if (countRounds(run, request) > 2) {
    const earlier = walk.pages.find(({ page }) => page?.fingerprint === request.page?.fingerprint);
    builder.repeats.push({ request, ...(earlier !== undefined && { earlier }) });
  }
  walk.pages.push(request);
}

/** Makes the offer of a link. */
export function createOffer(
  from: ListRequest,
  walk: Walk,
  role: LinkRole,
  { link, isCertain = true }: { readonly link?: Link | undefined; readonly isCertain?: boolean } = {},
): OfferedLink {
  return { from, walk, role, ...(link !== undefined && { link }), isCertain, state: 'open', failures: 0 };
}

/** Forgives one walk that ends at a place. */
export function allowAbandonedWalk(builder: TraceBuilder, place: string): void {
  builder.allowances.set(place, (builder.allowances.get(place) ?? 0) + 1);
}

/** Pages that were read one after the other, each by the way forward that the one before gave. */
interface PageRun {
  tail: ListRequest;
  /** How often each page comes in it, by fingerprint. */
  readonly counts: Map<string, number>;
}

/** Adds a page to the run of the page before it; begins one where there is none, or where it goes on already. */
function extendRun(before: PageRun | undefined, from: ListRequest | undefined, request: ListRequest): PageRun {
  const run = before !== undefined && before.tail === from ? before : { tail: request, counts: new Map() };
  run.tail = request;
  const { fingerprint } = request.page ?? {};
  const isRepeated = request.exchange.faults?.includes('repeated-page') ?? false;
  if (fingerprint !== undefined && !isRepeated) {
    run.counts.set(fingerprint, (run.counts.get(fingerprint) ?? 0) + 1);
  }
  return run;
}

/** How often the client has come to a page by going forwards only. */
export function countRounds(run: PageRun | undefined, { page }: ListRequest): number {
  return run?.counts.get(page?.fingerprint ?? '') ?? 0;
}

/** The walk that a walk is a part of: the one that it goes on with, and so on; itself when it goes on with none. */
export function rootOf(walk: Walk): Walk {
  let root = walk;
  while (root.continues !== undefined) root = root.continues;
  // What was found is kept, so that a long run is followed once.
  for (let part = walk; part.continues !== undefined && part.continues !== root; ) {
    const { continues } = part;
    part.continues = root;
    part = continues;
  }
  return root;
}
