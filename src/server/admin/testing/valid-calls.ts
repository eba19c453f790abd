import { setImmediate } from 'node:timers/promises';
import type { SessionControl } from '../../control/session-control.ts';
import type { Call } from './call-admin.ts';

/** What happens next: a call, or what a client does. */
export type Step = Call | ((session: SessionControl) => Promise<void>);

/**
 * Calls of every operation that do what they should, in an order in which each finds what it needs. Where a call says nothing,
 * it is as the document shows it, once with each body that the document shows.
 */
export const VALID_STEPS: readonly Step[] = [
  { operation: 'getDocument' },
  { operation: 'getHealth' },
  { operation: 'listContracts' },
  { operation: 'getContract' },
  { operation: 'listScenarios' },
  { operation: 'addRow' },
  { operation: 'listRows' },
  { operation: 'getRow' },
  { operation: 'changeRow' },
  { operation: 'moveRow' },
  { operation: 'moveNewRow', path: { move: 'place' } },
  { operation: 'removeRow' },
  { operation: 'startSession' },
  { operation: 'listSessions' },
  { operation: 'getSession' },
  { operation: 'endSession' },
  { operation: 'endSession', path: { session: 'empty-list' } },
  { operation: 'endSession', path: { session: 'one-by-one' } },
  { operation: 'saveSnapshot' },
  { operation: 'listSnapshots' },
  { operation: 'restoreSnapshot' },
  { operation: 'removeSnapshot' },
  { operation: 'getClock' },
  { operation: 'changeClock' },
  { operation: 'addFault' },
  { operation: 'listFaults' },
  { operation: 'listFaultKinds' },
  { operation: 'removeFault' },
  { operation: 'clearFaults' },
  { operation: 'getGrease' },
  { operation: 'setGrease' },
  { operation: 'getGrease' },
  { operation: 'listGreaseKinds' },
  { operation: 'stopGrease' },
  beCareless,
  { operation: 'listExchanges' },
  { operation: 'getExchange' },
  { operation: 'getArchive' },
  { operation: 'streamExchanges' },
  { operation: 'auditClient' },
  { operation: 'clearJournal' },
  { operation: 'loadScenario' },
  { operation: 'resetSession' },
];

/** A client that sends what nobody knows, loses its way asks again at once where it is told to wait, and goes away amid an answer. */
async function beCareless({ url, listUrl, headers, faults, journal }: SessionControl): Promise<void> {
  faults.add({ kind: 'connection-reset', times: 1 });
  faults.add({ kind: 'rate-limit', retryAfter: 60, times: 1 });
  const targets = [`${listUrl}?size=1&colour=red`, `${url}/nowhere`, listUrl, `${listUrl}?size=2`];
  for (const target of targets) await fetch(target, { headers }).catch(() => undefined);
  faults.add({ kind: 'slow-drip', overMs: 60_000, times: 1 });
  await (await fetch(listUrl, { headers })).body?.cancel();
  // The server learns of it a little later.
  while (!journal.list().some(({ isAborted }) => isAborted)) await setImmediate();
}
