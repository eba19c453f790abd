import { computed, type ReadonlySignal } from '@preact/signals';
import type { Exchange } from '../admin/activity-types.ts';
import type { Evidence, Report, Result } from '../admin/check-types.ts';
import { callAdmin } from '../admin/client.ts';
import { api, contractId, knownSession, session } from './chosen.ts';
import { epoch, listen } from './connection.ts';
import { createResource, type Resource } from './resource.ts';

/** What the audit says of the clients of the session. */
export const audit: Resource<Report> = createResource((signal) => {
  epoch.value;
  const id = contractId.value;
  if (id === undefined || knownSession.value === undefined) return undefined;
  const began = performance.now();
  return callAdmin<Report>('/audit', { query: { session: session.value, contract: id }, signal }).finally(() => {
    took = performance.now() - began;
  });
});

/** A rule that was broken, and one proof of it. */
export interface ShownFinding {
  readonly result: Result;
  readonly evidence: Evidence;
}

/** All findings, by the id of the exchange that broke a rule. */
export const findings: ReadonlySignal<ReadonlyMap<number, readonly ShownFinding[]>> = computed(() => {
  const byExchange = new Map<number, readonly ShownFinding[]>();
  for (const result of audit.value.value?.results ?? []) {
    if (result.verdict !== 'fail' && result.verdict !== 'warn') continue;
    for (const evidence of result.evidence) {
      const culprit = evidence.journal?.at(-1);
      if (culprit === undefined) continue;
      byExchange.set(culprit, [...(byExchange.get(culprit) ?? []), { result, evidence }]);
    }
  }
  return byExchange;
});

/** How many rules are broken. */
export const findingCount: ReadonlySignal<number> = computed(() => {
  const { fail = 0, warn = 0 } = audit.value.value?.summary ?? {};
  return fail + warn;
});

/** Requests that come one upon the other are judged together, after this time in milliseconds; the longer judging takes, the later. */
const REST = 300;
const PATIENCE = 4;
let took = 0;
let timer: ReturnType<typeof setTimeout> | undefined;

/** Judges again, once things have come to rest. */
export function judgeSoon(): void {
  if (timer !== undefined) return;
  timer = setTimeout(
    () => {
      timer = undefined;
      audit.reload();
    },
    Math.max(REST, PATIENCE * took),
  );
}

listen<Exchange>('exchange', ({ by, contract: id }) => {
  if (by !== 'console' && (id === undefined || id === api.peek())) judgeSoon();
});
