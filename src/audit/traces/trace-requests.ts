import type { Contract } from '../../contract/contract.ts';
import type { Exchange } from '../../journal/exchange.ts';
import { hasCounts } from '../../page/page-reader.ts';
import type { Work } from '../../store/work.ts';
import type { ListRequest } from '../requests.ts';
import { findAbandonedWalks } from './abandoned-walks.ts';
import { findMisdirectedRequests } from './misdirected-requests.ts';
import { createNumberTracer, groupOf } from './numbers.ts';
import { createPageCounts, listSharedGroups } from './page-counts.ts';
import { findRepeatedReads } from './repeated-reads.ts';
import { judgeRereads } from './rereads.ts';
import { createTokenTracer } from './tokens.ts';
import type { AbandonedWalk, Breach, RequestTracer, Trace, TraceBuilder } from './trace.ts';
import { findUnevenWalks } from './windows.ts';

/**
 * Finds out how requests for a contract's list belong together: which walks they make up, which links they follow, and where they
 * go wrong.
 *
 * @param requests - in the order in which they came
 * @param misrouted - requests of the same client that did not come to the list
 * @param isWhole - whether these are all requests, rather than the latest
 */
export function* traceRequests(
  contract: Contract,
  requests: readonly ListRequest[],
  misrouted: readonly Exchange[] = [],
  isWhole = true,
): Work<Trace> {
  const isByToken = !hasCounts(contract);
  const tracer = createTracer(contract);
  const { builder } = tracer;
  for (const request of requests) {
    yield;
    tracer.add(request);
  }
  yield;
  yield* tracer.conclude();
  yield;
  const repeatedReads = yield* findRepeatedReads(builder, groupOf);
  yield;
  const rereads = yield* judgeRereads(builder, groupOf, isWhole);
  yield;
  const unevenWalks = isByToken ? [] : yield* findUnevenWalks(builder, requests, groupOf);
  for (const { request } of unevenWalks) builder.explainedGroups.add(groupOf(request));
  for (const group of rereads.groups) builder.explainedGroups.add(group);
  yield;
  const misdirections = yield* findMisdirectedRequests(builder, misrouted);
  // Where links are opaque, following them wrongly is the mistake, not that the walk ended there.
  if (isByToken) for (const { offer } of misdirections) offer.failures += 1;
  yield;
  const placeOf = isByToken ? ({ path }: ListRequest): string => path : groupOf;
  // A client that goes round in circles gets no further; that is one mistake, not two.
  for (const place of new Set(repeatedReads.map(({ request }) => placeOf(request)))) builder.allowAbandonedWalk(place);
  const abandonedWalks = yield* isByToken ? findAbandonedByToken(builder) : findAbandonedByNumber(builder);
  const { walks, follows, unknownPositions, retries, rejections, beyondLastPage, offerOf } = builder;
  return {
    contract,
    requests,
    walks,
    follows,
    unknownPositions,
    retries,
    rejections,
    repeats: mergeBreaches(builder.repeats, repeatedReads, rereads.breaches),
    unevenWalks,
    beyondLastPage,
    abandonedWalks,
    misdirections,
    offerOf,
  };
}

/** Prepares the search for walks among the requests of a contract. */
export function createTracer(contract: Contract): RequestTracer {
  return hasCounts(contract) ? createNumberTracer(contract) : createTokenTracer(contract);
}

/** Each request once, in their order. */
function mergeBreaches(...lists: readonly (readonly Breach[])[]): readonly Breach[] {
  const found = new Map<ListRequest, Breach>();
  for (const breach of lists.flat()) if (!found.has(breach.request)) found.set(breach.request, breach);
  return [...found.values()].sort((one, other) => one.request.index - other.request.index);
}

function* findAbandonedByToken(builder: TraceBuilder): Work<readonly AbandonedWalk[]> {
  yield;
  const isAllowed = createAllowance(builder.allowances);
  return yield* findAbandonedWalks(builder, groupOf, ({ path }) => isAllowed(path));
}

function* findAbandonedByNumber(builder: TraceBuilder): Work<readonly AbandonedWalk[]> {
  yield;
  const isAllowed = createAllowance(builder.allowances);
  const counts = yield* createPageCounts(builder.walks, groupOf);
  const shared = listSharedGroups(builder.walks, groupOf);
  return yield* findAbandonedWalks(builder, groupOf, (request) => {
    // Where several clients read, and some go back, it is unknown which of them stopped.
    const isAmbiguous = shared.has(groupOf(request)) && counts.isUneven(request);
    return isAmbiguous || counts.countLost(request) <= 0 || isAllowed(groupOf(request));
  });
}

/** Allows as many walks to end at each place as were counted. */
function createAllowance(allowances: ReadonlyMap<string, number>): (place: string) => boolean {
  const left = new Map(allowances);
  return (place) => {
    const count = left.get(place) ?? 0;
    left.set(place, count - 1);
    return count > 0;
  };
}
