import { appendTo, groupBy, nameOnce } from '../../audit/groups.ts';
import { type ListRequest, nameList } from '../../audit/requests.ts';
import { type RequestTracer, rootOf, type TraceBuilder, type Walk } from '../../audit/traces/trace.ts';
import { createTracer } from '../../audit/traces/trace-requests.ts';
import type { Contract } from '../../contract/contract.ts';
import { finishInSlices, type Work } from '../../store/work.ts';
import type { WindowLog } from './page-windows.ts';
import type { RecordedPage } from './recorded-pages.ts';

/** Requests that belong together, as the audit sees it. */
export interface RecordedWalk {
  /** Unique in its session; it stays when the walk goes on. */
  readonly walk: number;
  readonly contract: Contract;
  /** Who says to have sent its requests, where it is no client. */
  readonly by?: string;
  /** Its exchanges in their order, at least one. */
  readonly pages: readonly RecordedPage[];
  /** Whether it began with the first page and came to one that said that it is the last. */
  readonly isComplete: boolean;
  /** The walk that it goes on with something changed, such as a filter that was lost. */
  readonly alters?: number;
}

/** The walks of a session. */
export interface WalkLog {
  /** All that are kept, by the exchange that each began with. */
  find(): Promise<readonly RecordedWalk[]>;
}

interface Group extends Omit<RecordedWalk, 'walk' | 'alters'> {
  readonly root: Walk;
  readonly altered?: Walk;
}

/** Makes the walks of what is recorded. They are found in steps when they are asked for; what came since is added to what was found. */
export function createWalkLog(log: WindowLog): WalkLog {
  const lanes = new Map<string, Lane>();
  /** The walks that exchanges belonged to when they were last asked for, by the ids of both. */
  let numbers: ReadonlyMap<number, number> = new Map();
  let given = 0;
  let finding = { state: '', walks: Promise.resolve<readonly RecordedWalk[]>([]) };

  function* find(pages: readonly RecordedPage[], aborted: ReadonlySet<number>): Work<readonly RecordedWalk[]> {
    const bySender = groupBy(pages, laneOf);
    yield;
    for (const key of lanes.keys()) if (!bySender.has(key)) lanes.delete(key);
    const groups: Group[] = [];
    for (const [key, own] of bySender) {
      const known = lanes.get(key);
      lanes.delete(key);
      const lane = known?.canTake(own, aborted) === true ? known : new Lane(own, aborted);
      groups.push(...(yield* lane.take(own)));
      lanes.set(key, lane);
    }
    return yield* number(groups.sort((one, other) => firstOf(one) - firstOf(other)));
  }

  function* number(groups: readonly Group[]): Work<readonly RecordedWalk[]> {
    const next = new Map<number, number>();
    const taken = new Set<number>();
    const walkOf = new Map<Walk, number>();
    for (const { pages, root } of groups) {
      yield;
      const before = pages.map(({ window }) => numbers.get(window.exchange));
      const walk = before.find((one) => one !== undefined && !taken.has(one)) ?? given + 1;
      given = Math.max(given, walk);
      taken.add(walk);
      walkOf.set(root, walk);
      for (const { window } of pages) next.set(window.exchange, walk);
    }
    numbers = next;
    return groups.map(({ root, altered, ...group }) => {
      const alters = altered && walkOf.get(altered);
      return { ...group, walk: walkOf.get(root) ?? 0, ...(alters !== undefined && { alters }) };
    });
  }

  return {
    async find() {
      await log.ready;
      const { pages, aborted } = log;
      const state = nameState(pages, aborted);
      if (finding.state === state) return finding.walks;
      const work = find([...pages], new Set(aborted));
      const run = (): Promise<readonly RecordedWalk[]> => finishInSlices(work);
      // One after the other: each goes by what the one before has found.
      finding = { state, walks: finding.walks.then(run, run) };
      return finding.walks;
    },
  };
}

/** Names the sender of a page, and the list that was asked for. */
const laneOf: (page: RecordedPage) => string = nameOnce(({ window }) => JSON.stringify([window.contract, window.by]));

function nameState(pages: readonly RecordedPage[], aborted: ReadonlySet<number>): string {
  const [first, last] = [pages[0], pages.at(-1)].map((page) => page?.window.exchange ?? 0);
  return `${first} ${last} ${pages.length} ${aborted.size}`;
}

function firstOf({ pages: [first] }: Group): number {
  return first?.window.exchange ?? 0;
}

/** The requests of one sender for one list, and what was found in them so far. */
class Lane {
  readonly #first: RecordedPage;
  readonly #tracer: RequestTracer;
  readonly #aborted: ReadonlySet<number>;
  readonly #requests: ListRequest[] = [];

  /** @param pages - that are about to be taken; at least one */
  constructor([first]: readonly RecordedPage[], aborted: ReadonlySet<number>) {
    this.#first = first as RecordedPage;
    this.#tracer = createTracer(this.#first.contract);
    this.#aborted = aborted;
  }

  /** Whether pages only add to those that were taken, and of those no more responses turned out to have been cut off. */
  canTake(pages: readonly RecordedPage[], aborted: ReadonlySet<number>): boolean {
    const last = this.#requests.at(-1)?.exchange.id;
    const isMore =
      pages[0]?.window.exchange === this.#first.window.exchange &&
      pages[this.#requests.length - 1]?.window.exchange === last;
    return isMore && this.#requests.every(({ exchange: { id } }) => aborted.has(id) === this.#aborted.has(id));
  }

  /** Takes the pages that are new, and finds the walks of all of them. */
  *take(pages: readonly RecordedPage[]): Work<readonly Group[]> {
    for (const { request } of pages.slice(this.#requests.length)) {
      yield;
      const judged = this.#judge(request);
      this.#requests.push(judged);
      this.#tracer.add(judged);
    }
    const restore = yield* this.#tracer.conclude();
    try {
      return yield* this.#group(pages);
    } finally {
      restore();
    }
  }

  /** Of a response that was cut off, the client has no page. */
  #judge(request: ListRequest): ListRequest {
    if (!this.#aborted.has(request.exchange.id)) return request;
    const { page: _, ...rest } = request;
    return { ...rest, outcome: 'failed' };
  }

  *#group(pages: readonly RecordedPage[]): Work<readonly Group[]> {
    const { builder } = this.#tracer;
    const owners = yield* findOwners(this.#requests, builder);
    const parts = groupBy(builder.walks, rootOf);
    yield;
    const members = new Map<Walk, RecordedPage[]>();
    for (const [index, request] of this.#requests.entries()) {
      const root = owners.get(request);
      if (root !== undefined) appendTo(members, root, pages[index] as RecordedPage);
      if (index % STEP === 0) yield;
    }
    const { contract, window } = this.#first;
    return [...members].map(([root, own]): Group => {
      const walks = parts.get(root) ?? [root];
      const altered = root.isAltered ? alteredBy(root, builder) : undefined;
      return {
        contract,
        ...(window.by !== undefined && { by: window.by }),
        pages: own,
        isComplete: walks.some(({ startsAtFirst }) => startsAtFirst) && walks.some(({ hasEnd }) => hasEnd),
        root,
        ...(altered !== undefined && { altered }),
      };
    });
  }
}

function alteredBy(root: Walk, { offerOf }: TraceBuilder): Walk | undefined {
  const offers = root.pages.flatMap((request) => offerOf.get(request) ?? []);
  return offers.map(({ walk }) => rootOf(walk)).find((walk) => walk !== root);
}

/** A page without rows that is not the first one is beyond the end of another walk, wherever its list has ended. */
function hasRead({ startsAtFirst, pages }: Walk): boolean {
  return startsAtFirst || pages.some(({ page }) => page?.count !== 0);
}

/** The walk that each request belongs to: its pages, what was asked for on the way, and what was tried in vain before. */
function* findOwners(
  requests: readonly ListRequest[],
  { walks, follows, ...breaches }: TraceBuilder,
): Work<ReadonlyMap<ListRequest, Walk>> {
  const owners = new Map<ListRequest, Walk>();
  const own = (request: ListRequest, walk: Walk | undefined): void => {
    if (walk !== undefined && !owners.has(request)) owners.set(request, walk);
  };
  const addPages = function* (these: readonly Walk[]): Work<void> {
    for (const walk of these) {
      const root = rootOf(walk);
      for (const [index, request] of walk.pages.entries()) {
        own(request, root);
        if (index % STEP === 0) yield;
      }
    }
  };
  yield* addPages(walks.filter(hasRead));
  for (const { offer, request } of follows) own(request, rootOf(offer.walk));
  yield;
  const { unknownPositions, retries, beyondLastPage } = breaches;
  for (const { request, earlier } of [...unknownPositions, ...retries, ...beyondLastPage]) {
    own(request, earlier && owners.get(earlier));
  }
  yield;
  const isPage = ({ outcome }: ListRequest): boolean => outcome === 'page';
  yield* inherit(requests.filter(isPage), nameList, owners);
  yield* addPages(walks);
  yield* inherit(requests.toReversed(), nameSender, owners);
  return owners;
}

/** How many requests are gone through in a step. */
const STEP = 1024;

/** Names what is asked for, and by whom. */
const nameSender: (request: ListRequest) => string = nameOnce(({ canonical, caller }) => {
  return JSON.stringify([canonical, caller]);
});

/** Gives requests without a walk that of the one before them with the same name. */
function* inherit(
  requests: readonly ListRequest[],
  nameOf: (request: ListRequest) => string,
  owners: Map<ListRequest, Walk>,
): Work<void> {
  const latest = new Map<string, Walk>();
  for (const [index, request] of requests.entries()) {
    if (index % STEP === 0) yield;
    const name = nameOf(request);
    const walk = owners.get(request) ?? latest.get(name);
    if (walk === undefined) continue;
    owners.set(request, walk);
    latest.set(name, walk);
  }
}
