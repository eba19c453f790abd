import type { ActiveFault, Exchange, FaultKind } from '../admin/activity-types.ts';
import { callAdmin } from '../admin/client.ts';
import { knownSession, session } from './chosen.ts';
import { epoch, listen } from './connection.ts';
import { createResource, type Resource } from './resource.ts';

/** Every kind of fault, and whether contracts allow it. */
export const faultKinds: Resource<readonly FaultKind[]> = createResource((signal) => {
  epoch.value;
  return knownSession.value === undefined
    ? undefined
    : callAdmin('/fault-kinds', { query: { session: session.value }, signal });
});

/** The faults that are on. */
export const faults: Resource<readonly ActiveFault[]> = createResource((signal) => {
  epoch.value;
  return knownSession.value === undefined
    ? undefined
    : callAdmin('/faults', { query: { session: session.value }, signal });
});

listen('change', () => faults.reload());
listen<Exchange>('exchange', (exchange) => {
  // It tells how often each has struck.
  if (exchange.faults !== undefined) faults.reload();
});
