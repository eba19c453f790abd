import type { Contract } from '../../contract/contract.ts';
import { hasTokens } from '../../page/page-reader.ts';
import type { ListRequest } from '../requests.ts';
import { findAbandonedWalks } from './abandoned-walks.ts';
import { groupOf, traceNumbers } from './numbers.ts';
import { createPageCounts, listSharedGroups } from './page-counts.ts';
import { findRepeatedReads } from './repeated-reads.ts';
import { traceTokens } from './tokens.ts';
import { type AbandonedWalk, allowAbandonedWalk, type Trace, type TraceBuilder } from './trace.ts';

/** Finds out what the requests for a contract's list were about, in the order in which they came. */
export function traceWalks(contract: Contract, requests: readonly ListRequest[]): Trace {
  const isByToken = hasTokens(contract);
  const builder = isByToken ? traceTokens(contract, requests) : traceNumbers(contract, requests);
  const repeatedReads = findRepeatedReads(builder, groupOf);
  const placeOf = isByToken ? ({ path }: ListRequest): string => path : groupOf;
  // Who goes round in circles gets no further; that is one fault, not two.
  for (const place of new Set(repeatedReads.map(({ request }) => placeOf(request)))) allowAbandonedWalk(builder, place);
  const repeats = [...builder.repeats, ...repeatedReads].sort((one, other) => one.request.index - other.request.index);
  return {
    ...builder,
    requests,
    repeats,
    abandonedWalks: isByToken ? findAbandonedByToken(builder) : findAbandonedByNumber(builder),
  };
}

function findAbandonedByToken(builder: TraceBuilder): readonly AbandonedWalk[] {
  const forgive = createAllowance(builder.allowances);
  return findAbandonedWalks(builder, ({ path }) => forgive(path));
}

function findAbandonedByNumber(builder: TraceBuilder): readonly AbandonedWalk[] {
  const forgive = createAllowance(builder.allowances);
  const flow = createPageCounts(builder.walks, groupOf);
  const shared = listSharedGroups(builder.walks, groupOf);
  return findAbandonedWalks(builder, (request) => {
    // Where several read, and some go back, nobody can tell who stopped.
    const isUneven = shared.has(groupOf(request)) && flow.isUneven(request);
    return isUneven || flow.countLost(request) <= 0 || forgive(groupOf(request));
  });
}

/** Forgives as often as it has credit. */
function createAllowance(allowances: ReadonlyMap<string, number>): (place: string) => boolean {
  const left = new Map(allowances);
  return (place) => {
    const credit = left.get(place) ?? 0;
    left.set(place, credit - 1);
    return credit > 0;
  };
}
