import { groupBy } from '../../audit/groups.ts';
import { type ListRequest, nameList } from '../../audit/requests.ts';
import { rootOf, type Trace, type Walk } from '../../audit/traces/trace.ts';
import { traceRequests } from '../../audit/traces/trace-requests.ts';
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

/** The requests of one sender for one list, and what was found in them. */
interface Lane {
  /** Names the exchanges that it was found in. */
  readonly state: string;
  readonly groups: readonly Group[];
}

interface Group extends Omit<RecordedWalk, 'walk' | 'alters'> {
  readonly root: Walk;
  readonly altered?: Walk;
}

/** Makes the walks of what is recorded. Each is found in steps when it is asked for, and kept until more is recorded. */
export function createWalkLog(log: WindowLog): WalkLog {
  const lanes = new Map<string, Lane>();
  /** The walks that exchanges belonged to when they were last asked for, by the ids of both. */
  let numbers: ReadonlyMap<number, number> = new Map();
  let given = 0;
  let finding = { state: '', walks: Promise.resolve<readonly RecordedWalk[]>([]) };

  function* find(pages: readonly RecordedPage[], aborted: ReadonlySet<number>): Work<readonly RecordedWalk[]> {
    const bySender = groupBy(pages, ({ window }) => JSON.stringify([window.contract, window.by]));
    for (const key of lanes.keys()) if (!bySender.has(key)) lanes.delete(key);
    const groups: Group[] = [];
    for (const [key, own] of bySender) {
      const state = nameState(own, aborted);
      const known = lanes.get(key);
      const lane = known?.state === state ? known : { state, groups: yield* groupPages(own, aborted) };
      lanes.set(key, lane);
      groups.push(...lane.groups);
    }
    return number(groups.sort((one, other) => firstOf(one) - firstOf(other)));
  }

  function number(groups: readonly Group[]): readonly RecordedWalk[] {
    const next = new Map<number, number>();
    const taken = new Set<number>();
    const walkOf = new Map<Walk, number>();
    for (const { pages, root } of groups) {
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
      // One after the other: each goes by the numbers that the one before gave.
      finding = { state, walks: finding.walks.then(() => finishInSlices(work)) };
      return finding.walks;
    },
  };
}

function nameState(pages: readonly RecordedPage[], aborted: ReadonlySet<number>): string {
  const [first, last] = [pages[0], pages.at(-1)].map((page) => page?.window.exchange ?? 0);
  return `${first} ${last} ${pages.length} ${aborted.size}`;
}

function firstOf({ pages: [first] }: Group): number {
  return first?.window.exchange ?? 0;
}

function* groupPages(pages: readonly RecordedPage[], aborted: ReadonlySet<number>): Work<readonly Group[]> {
  const [sample] = pages;
  if (sample === undefined) return [];
  const { contract, window } = sample;
  const requests = pages.map(({ request }): ListRequest => {
    if (!aborted.has(request.exchange.id)) return request;
    const { page: _, ...rest } = request;
    return { ...rest, outcome: 'failed' };
  });
  const trace = yield* traceRequests(contract, requests);
  yield;
  const owners = findOwners(trace);
  yield;
  const parts = groupBy(trace.walks, rootOf);
  const members = groupBy(
    requests.flatMap((request, index) => {
      const root = owners.get(request);
      return root === undefined ? [] : [{ root, page: pages[index] as RecordedPage }];
    }),
    ({ root }) => root,
  );
  return [...members].map(([root, own]): Group => {
    const walks = parts.get(root) ?? [root];
    const altered = root.isAltered ? alteredBy(root, trace) : undefined;
    return {
      contract,
      ...(window.by !== undefined && { by: window.by }),
      pages: own.map(({ page }) => page),
      isComplete: walks.some(({ startsAtFirst }) => startsAtFirst) && walks.some(({ hasEnd }) => hasEnd),
      root,
      ...(altered !== undefined && { altered }),
    };
  });
}

function alteredBy(root: Walk, { offerOf }: Trace): Walk | undefined {
  const offers = root.pages.flatMap((request) => offerOf.get(request) ?? []);
  return offers.map(({ walk }) => rootOf(walk)).find((walk) => walk !== root);
}

/** A page without rows that is not the first one is beyond the end of another walk, wherever its list has ended. */
function hasRead({ startsAtFirst, pages }: Walk): boolean {
  return startsAtFirst || pages.some(({ page }) => page?.count !== 0);
}

/** The walk that each request belongs to: its pages, what was asked for on the way, and what was tried in vain before. */
function findOwners({ requests, walks, follows, ...breaches }: Trace): ReadonlyMap<ListRequest, Walk> {
  const owners = new Map<ListRequest, Walk>();
  const own = (request: ListRequest, walk: Walk | undefined): void => {
    if (walk !== undefined && !owners.has(request)) owners.set(request, walk);
  };
  for (const walk of walks.filter(hasRead)) for (const request of walk.pages) own(request, rootOf(walk));
  for (const { offer, request } of follows) own(request, rootOf(offer.walk));
  const { unknownPositions, retries, beyondLastPage } = breaches;
  for (const { request, earlier } of [...unknownPositions, ...retries, ...beyondLastPage]) {
    own(request, earlier && owners.get(earlier));
  }
  const isPage = ({ outcome }: ListRequest): boolean => outcome === 'page';
  inherit(requests.filter(isPage), nameList, owners);
  for (const walk of walks) for (const request of walk.pages) own(request, rootOf(walk));
  inherit(requests.toReversed(), ({ canonical, caller }) => JSON.stringify([canonical, caller]), owners);
  return owners;
}

/** Gives requests without a walk that of the one before them with the same name. */
function inherit(
  requests: readonly ListRequest[],
  nameOf: (request: ListRequest) => string,
  owners: Map<ListRequest, Walk>,
): void {
  const latest = new Map<string, Walk>();
  for (const request of requests) {
    const name = nameOf(request);
    const walk = owners.get(request) ?? latest.get(name);
    if (walk === undefined) continue;
    owners.set(request, walk);
    latest.set(name, walk);
  }
}
