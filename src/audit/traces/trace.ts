import type { Contract } from '../../contract/contract.ts';
import type { Exchange } from '../../journal/exchange.ts';
import type { NeighbourRole } from '../../page/page-reader.ts';
import type { Work } from '../../store/work.ts';
import type { Link } from '../links.ts';
import type { ListRequest } from '../requests.ts';

/** A client's way through a list. */
export interface Walk {
  /** Pages that were read, in the order of the requests. */
  readonly pages: ListRequest[];
  /** Whether it began with the first page, rather than somewhere within. */
  readonly startsAtFirst: boolean;
  /** The walk of which this one is a part. */
  continues?: Walk;
  /** Whether a page of it said that it was the last one. */
  hasEnd: boolean;
  /** Whether it continues another walk with something changed. It is no part of that walk then. */
  isAltered: boolean;
}

/** A link, token or number by which a page offers another page. It may be used once. */
export interface OfferedLink {
  readonly from: ListRequest;
  readonly walk: Walk;
  readonly role: NeighbourRole;
  /** Absent for a token, or a number that follows from the page. */
  readonly link?: Link;
  /** The token, as it was given; absent for anything else. */
  readonly given?: string;
  /** Whether the page said that there is another; if not, nothing may be there. */
  readonly isCertain: boolean;
  /** `optional`: the client may use it, but need not: it turned back, or got an answer so late that it may repeat the request. */
  state: 'open' | 'used' | 'optional' | 'rejected';
  /** How many requests for it failed. */
  failures: number;
  /** The request that used it last, successful or not. */
  request?: ListRequest;
}

/** A request that used an offered link. */
export interface Follow {
  readonly offer: OfferedLink;
  readonly request: ListRequest;
}

/** A request that breaks a rule, with the earlier one that shows why, where there is one. */
export interface Breach {
  readonly request: ListRequest;
  readonly earlier?: ListRequest;
}

/** A request for what a page led to, by a path that does not lead there. */
export interface Misdirection {
  readonly offer: OfferedLink;
  readonly exchange: Exchange;
  /** What it asked for. */
  readonly sent: Link;
}

/** A walk that ended although there was a next page. */
export interface AbandonedWalk {
  /** The last page that was read. */
  readonly request: ListRequest;
  /** How many pages were read. */
  readonly pages: number;
  /** What the last page offered. */
  readonly next: OfferedLink;
}

/** A walk by numbers whose pages do not join. */
export interface UnevenWalk {
  /**
   * `overlap`: each page begins within the one before. `gap`: rows in between were left out. `beginning`: the first page was never
   * read.
   */
  readonly kind: 'overlap' | 'gap' | 'beginning';
  /** The page before the first fault, and the one after it. */
  readonly before?: ListRequest;
  readonly request: ListRequest;
  /** How far apart pages begin, by their positions, and how far they should. */
  readonly stride: number;
  readonly step: number;
  /** How many pages were left out; 0 for `overlap`. */
  readonly leftOut: number;
  /** The request for the first page that was left out, where there was one, which failed. */
  readonly failed?: ListRequest;
}

/** How the requests for one contract's list belong together. */
export interface Trace {
  readonly contract: Contract;
  readonly requests: readonly ListRequest[];
  readonly walks: readonly Walk[];
  readonly follows: readonly Follow[];
  /** Rejected requests for positions that no page gave; `earlier` is the latest page that gave another. */
  readonly unknownPositions: readonly Breach[];
  /** Requests for positions that had been rejected; `earlier` is the rejected request. */
  readonly retries: readonly Breach[];
  /** Requests for offered positions that were rejected. */
  readonly rejections: readonly Follow[];
  /** Requests for pages that had been read; `earlier` is the request that read them. */
  readonly repeats: readonly Breach[];
  /** Walks by numbers whose pages do not join. */
  readonly unevenWalks: readonly UnevenWalk[];
  /** Requests beyond the last page; `earlier` is the page that told where the end is. */
  readonly beyondLastPage: readonly Breach[];
  readonly abandonedWalks: readonly AbandonedWalk[];
  /** Requests for pages that links led to, by wrong paths. */
  readonly misdirections: readonly Misdirection[];
  /** The link that a request used or tried. */
  readonly offerOf: ReadonlyMap<ListRequest, OfferedLink>;
}

/** Finds walks among requests while they are added, in their order. */
export interface RequestTracer {
  readonly builder: TraceBuilder;
  add(request: ListRequest): void;
  /**
   * Finds what shows in the end only, in steps.
   *
   * @returns takes it back, so that further requests may be added
   */
  conclude(): Work<() => void>;
}

/** A trace while requests are added to it in their order. */
export class TraceBuilder {
  readonly contract: Contract;
  readonly walks: Walk[] = [];
  readonly follows: Follow[] = [];
  readonly unknownPositions: Breach[] = [];
  readonly retries: Breach[] = [];
  readonly rejections: Follow[] = [];
  readonly repeats: Breach[] = [];
  /** Requests that read a page again. Whether they may is decided in the end. */
  readonly rereads: Breach[] = [];
  readonly beyondLastPage: Breach[] = [];
  readonly offerOf: Map<ListRequest, OfferedLink> = new Map();
  /** The link to the next page that a page offered. */
  readonly nextOf: Map<ListRequest, OfferedLink> = new Map();
  /** By place, how many walks may end there without being held against the client, as something else is already. */
  readonly allowances: Map<string, number> = new Map();
  /** Groups whose walks are held against the client for another reason. */
  readonly explainedGroups: Set<string> = new Set();
  readonly #runs: Map<ListRequest, PageRun> = new Map();
  readonly #lists: readonly unknown[][] = [this.follows, this.rereads, this.beyondLastPage];
  /** Is told of an offer right before a request is attached to it. */
  #onAttach: ((offer: OfferedLink, request: ListRequest) => void) | undefined;

  constructor(contract: Contract) {
    this.contract = contract;
  }

  /** Begins a walk with a request, whether or not a page answered it. */
  beginWalk(request: ListRequest, startsAtFirst: boolean): Walk {
    const walk: Walk = { pages: [], startsAtFirst, hasEnd: false, isAltered: false };
    this.walks.push(walk);
    if (request.outcome === 'page') this.addPage(walk, request);
    return walk;
  }

  /** Records that a request used an offered link, and what came of it. */
  follow(offer: OfferedLink, request: ListRequest): void {
    this.#record(offer, request);
    if (request.outcome === 'page') {
      // Where a late page was read twice, one link of its two copies is enough.
      this.#makeOptional(offer.request);
      if (offer.role !== 'next') this.#makeOptional(offer.from);
      offer.state = request.isSlow ? 'optional' : 'used';
      this.addPage(offer.walk, request, offer);
    } else if (request.outcome === 'rejected' && this.contract.page.style !== 'number') {
      offer.state = 'rejected';
      this.rejections.push({ offer, request });
    } else {
      offer.failures += 1;
    }
    offer.request = request;
  }

  /**
   * Records that a request used a link to the first page: back from a later page, as a part of the same walk, or round to it in a
   * circle.
   *
   * @returns the walk that the request belongs to
   */
  followToFirst(offer: OfferedLink, request: ListRequest): Walk {
    if (offer.role === 'next' || request.outcome !== 'page') {
      this.follow(offer, request);
      return offer.walk;
    }
    this.#record(offer, request);
    offer.state = 'used';
    offer.request = request;
    this.#makeOptional(offer.from);
    const walk = this.beginWalk(request, true);
    walk.continues = rootOf(offer.walk);
    return walk;
  }

  /** Attaches a walk that began on its own to the link that explains it. */
  attach(offer: OfferedLink, request: ListRequest, walk: Walk, isSameWalk: boolean): void {
    this.#onAttach?.(offer, request);
    this.#record(offer, request);
    if (request.outcome === 'page') offer.state = 'used';
    else offer.failures += 1;
    offer.request = request;
    if (isSameWalk) walk.continues = rootOf(offer.walk);
    else walk.isAltered = true;
  }

  /** Adds a page that was read to a walk. Going round a circle a second time is a repeated read. */
  addPage(walk: Walk, request: ListRequest, offer?: OfferedLink): void {
    const from = offer?.role === 'next' ? offer.from : undefined;
    this.#runs.set(request, extendRun(from && this.#runs.get(from), from, request));
    if (this.countRounds(request) > 2) {
      const earlier = walk.pages.find(({ page }) => page?.fingerprint === request.page?.fingerprint);
      this.repeats.push({ request, ...(earlier !== undefined && { earlier }) });
    }
    walk.pages.push(request);
  }

  /** How often the client has come to a page by going forwards only. */
  countRounds(request: ListRequest): number {
    return this.#runs.get(request)?.counts.get(request.page?.fingerprint ?? '') ?? 0;
  }

  /** Allows one walk to end at a place. */
  allowAbandonedWalk(place: string): void {
    this.allowances.set(place, (this.allowances.get(place) ?? 0) + 1);
  }

  /**
   * Remembers what is known now.
   *
   * @returns forgets what was recorded since, so that further requests may be added. Only attached requests are forgotten, and what
   *   was found with them: pages must not have been added meanwhile
   */
  save(): () => void {
    const lengths = this.#lists.map(({ length }) => length);
    const parts = this.walks.map(({ continues, isAltered }) => ({ continues, isAltered }));
    const allowances = [...this.allowances];
    const offers: (() => void)[] = [];
    this.#onAttach = (offer, request) => {
      const { state, failures, request: before } = offer;
      offers.push(() => {
        Object.assign(offer, { state, failures, request: before });
        this.offerOf.delete(request);
      });
    };
    return () => {
      this.#onAttach = undefined;
      for (const [index, list] of this.#lists.entries()) list.length = lengths[index] as number;
      for (const [index, walk] of this.walks.entries()) Object.assign(walk, parts[index]);
      this.allowances.clear();
      for (const [place, count] of allowances) this.allowances.set(place, count);
      for (const restore of offers.reverse()) restore();
    };
  }

  #record(offer: OfferedLink, request: ListRequest): void {
    this.follows.push({ offer, request });
    this.offerOf.set(request, offer);
  }

  /** Of a page that the client turned away from, the next one may be read, but need not be. */
  #makeOptional(page: ListRequest | undefined): void {
    const offer = page === undefined ? undefined : this.nextOf.get(page);
    if (offer?.state === 'open') offer.state = 'optional';
  }
}

/** A new link, not used yet. */
export function createOffer(
  from: ListRequest,
  walk: Walk,
  role: NeighbourRole,
  {
    link,
    given,
    isCertain = true,
  }: { readonly link?: Link | undefined; readonly given?: string; readonly isCertain?: boolean } = {},
): OfferedLink {
  return {
    from,
    walk,
    role,
    ...(link !== undefined && { link }),
    ...(given !== undefined && { given }),
    isCertain,
    state: 'open',
    failures: 0,
  };
}

/** The walk that a walk is a part of, through all that it continues; itself when it continues none. */
export function rootOf(walk: Walk): Walk {
  let root = walk;
  while (root.continues !== undefined) root = root.continues;
  // The result is kept, so that a long chain is followed once.
  for (let part = walk; part.continues !== undefined && part.continues !== root; ) {
    const { continues } = part;
    part.continues = root;
    part = continues;
  }
  return root;
}

/** Pages that were read one after the other, each by the next link of the one before. */
interface PageRun {
  tail: ListRequest;
  /** How often each page occurs, by fingerprint. */
  readonly counts: Map<string, number>;
}

/** Adds a page to the run of the page before it; begins a run where there is none, or where it goes on already. */
function extendRun(before: PageRun | undefined, from: ListRequest | undefined, request: ListRequest): PageRun {
  const run = before !== undefined && before.tail === from ? before : { tail: request, counts: new Map() };
  run.tail = request;
  const { fingerprint } = request.page ?? {};
  const isRepeated = request.exchange.faults?.includes('repeated-page') ?? false;
  if (fingerprint !== undefined && !isRepeated) run.counts.set(fingerprint, (run.counts.get(fingerprint) ?? 0) + 1);
  return run;
}
