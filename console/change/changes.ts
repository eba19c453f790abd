import { computed, type ReadonlySignal } from '@preact/signals';
import type { Change } from '../admin/activity-types.ts';
import { callAdmin } from '../admin/client.ts';
import { api, knownSession, session } from '../state/chosen.ts';
import { epoch, listen } from '../state/connection.ts';
import { createResource, type Resource } from '../state/resource.ts';

/** What has changed in the session, the oldest first. */
export const changes: Resource<readonly Change[]> = createResource((cancel) => {
  epoch.value;
  return knownSession.value === undefined
    ? undefined
    : callAdmin('/changes', { query: { session: session.value }, signal: cancel });
});

listen('change', () => changes.reload());

/** After these, rows are again as a scenario or a snapshot has them. */
const AFRESH = new Set<Change['kind']>(['scenario', 'reset', 'restore']);

/** Those that still hold. */
const standing: ReadonlySignal<readonly Change[]> = computed(() => {
  const all = (changes.value.value ?? []).filter(
    ({ isUndone, contract }) => isUndone !== true && (contract === undefined || contract === api.value),
  );
  return all.slice(all.findLastIndex(({ kind }) => AFRESH.has(kind)) + 1);
});

/** Identities of rows that are not as the scenario has them. */
export const changedRows: ReadonlySignal<ReadonlySet<string>> = computed(() => {
  return new Set(standing.value.flatMap(({ identity }) => identity ?? []));
});

/** The newest that can be taken back, and what came before it. */
export const undoable: ReadonlySignal<readonly Change[]> = computed(() => {
  return (changes.value.value ?? [])
    .filter(({ canBeUndone, isUndone }) => canBeUndone && isUndone !== true)
    .toReversed();
});

export async function undo(): Promise<void> {
  await callAdmin('/changes/undo', { method: 'POST', query: { session: session.value } });
  changes.reload();
}

/** Whether the clock was set since the scenario was loaded. */
export const isClockMoved: ReadonlySignal<boolean> = computed(() =>
  standing.value.some(({ kind }) => kind === 'clock'),
);
