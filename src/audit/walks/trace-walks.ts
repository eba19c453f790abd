import type { Contract } from '../../contract/contract.ts';
import { hasTokens } from '../../edit/neighbours.ts';
import type { Visit } from '../visits/visit.ts';
import { createFlow } from './create-flow.ts';
import { createLeniency } from './create-leniency.ts';
import { findStops } from './find-stops.ts';
import { listSharedGroups } from './list-shared-groups.ts';
import type { Trace } from './trace.ts';
import { groupOf, traceNumbers } from './trace-numbers.ts';
import { traceTokens } from './trace-tokens.ts';

/** Finds out what the requests for a contract's list were about, in the order in which they came. */
export function traceWalks(contract: Contract, visits: readonly Visit[]): Trace {
  if (hasTokens(contract)) {
    const trail = traceTokens(contract, visits);
    const forgive = createLeniency(trail.credits);
    return { ...trail, visits, stops: findStops(trail, ({ path }) => forgive(path)) };
  }
  const trail = traceNumbers(contract, visits);
  const forgive = createLeniency(trail.credits);
  const flow = createFlow(trail.walks, groupOf);
  const shared = listSharedGroups(trail.walks, groupOf);
  const stops = findStops(trail, (visit) => {
    // Where several read, and some go back, nobody can tell who stopped.
    const isTangled = shared.has(groupOf(visit)) && flow.isTangled(visit);
    return isTangled || flow.countLost(visit) <= 0 || forgive(groupOf(visit));
  });
  return { ...trail, visits, stops };
}
