import type { Contract } from '../../contract/contract.ts';
import { hasTokens } from '../../edit/neighbours.ts';
import type { Visit } from '../visits/visit.ts';
import { createFlow } from './create-flow.ts';
import { createLeniency } from './create-leniency.ts';
import { addCredit, type Trail } from './create-trail.ts';
import { findReruns } from './find-reruns.ts';
import { findStops } from './find-stops.ts';
import { listSharedGroups } from './list-shared-groups.ts';
import type { Stop, Trace } from './trace.ts';
import { groupOf, traceNumbers } from './trace-numbers.ts';
import { traceTokens } from './trace-tokens.ts';

/** Finds out what the requests for a contract's list were about, in the order in which they came. */
export function traceWalks(contract: Contract, visits: readonly Visit[]): Trace {
  const isByToken = hasTokens(contract);
  const trail = isByToken ? traceTokens(contract, visits) : traceNumbers(contract, visits);
  const reruns = findReruns(trail, groupOf);
  const placeOf = isByToken ? ({ path }: Visit): string => path : groupOf;
  // Who goes round in circles gets no further; that is one fault, not two.
  for (const place of new Set(reruns.map(({ visit }) => placeOf(visit)))) addCredit(trail, place);
  const repeats = [...trail.repeats, ...reruns].sort((one, other) => one.visit.index - other.visit.index);
  return { ...trail, visits, repeats, stops: isByToken ? findTokenStops(trail) : findNumberStops(trail) };
}

function findTokenStops(trail: Trail): readonly Stop[] {
  const forgive = createLeniency(trail.credits);
  return findStops(trail, ({ path }) => forgive(path));
}

function findNumberStops(trail: Trail): readonly Stop[] {
  const forgive = createLeniency(trail.credits);
  const flow = createFlow(trail.walks, groupOf);
  const shared = listSharedGroups(trail.walks, groupOf);
  return findStops(trail, (visit) => {
    // Where several read, and some go back, nobody can tell who stopped.
    const isTangled = shared.has(groupOf(visit)) && flow.isTangled(visit);
    return isTangled || flow.countLost(visit) <= 0 || forgive(groupOf(visit));
  });
}
