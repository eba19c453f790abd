import { computed, effect, type ReadonlySignal, signal, untracked } from '@preact/signals';
import type { CheckDifference, CheckRun, Decision } from '../admin/check-types.ts';
import { callAdmin, readStream } from '../admin/client.ts';
import { api, knownSession, session } from '../state/chosen.ts';
import { epoch } from '../state/connection.ts';
import { parameter } from '../state/location.ts';
import { createResource, type Resource } from '../state/resource.ts';

/** The runs of the session, the newest first. */
export const runs: Resource<readonly CheckRun[]> = createResource((cancel) => {
  epoch.value;
  return knownSession.value === undefined
    ? undefined
    : callAdmin('/checks', { query: { session: session.value }, signal: cancel });
});

/** The run of the URL, or the newest of the API that is chosen. */
export const chosenId: ReadonlySignal<number | undefined> = computed(() => {
  const named = parameter('run');
  if (named !== undefined) return Number(named);
  return runs.value.value?.find((run) => run.contract === api.value)?.id;
});

/** Whether the URL names a run that there is not. */
export const isUnknownRun: ReadonlySignal<boolean> = computed(() => {
  const all = runs.value.value;
  return parameter('run') !== undefined && all !== undefined && !all.some(({ id }) => id === chosenId.value);
});

/** The run that is shown, with its report once it has ended. */
export const chosen: Resource<CheckRun> = createResource((cancel) => {
  const id = chosenId.value;
  return id === undefined || isUnknownRun.value
    ? undefined
    : callAdmin(`/checks/${id}`, { query: { session: session.value }, signal: cancel });
});

/** A run as it goes on. */
export interface LiveRun {
  readonly run: CheckRun;
  /** The newest first. */
  readonly decisions: readonly Decision[];
}

export const live = signal<LiveRun | undefined>(undefined);

const runningId = computed(() => {
  const run = chosen.value.value;
  return run?.state === 'running' && run.id === chosenId.value ? run.id : undefined;
});

effect(() => {
  const id = runningId.value;
  const first = untracked(() => chosen.value.value);
  if (id === undefined || first === undefined) {
    live.value = undefined;
    return undefined;
  }
  live.value = { run: first, decisions: [] };
  const ending = new AbortController();
  void follow(id, session.value, ending.signal);
  return () => ending.abort();
});

async function follow(id: number, name: string, ending: AbortSignal): Promise<void> {
  try {
    for await (const { type, data } of readStream(`/checks/${id}/stream`, { session: name }, undefined, ending)) {
      const now = live.value;
      if (now === undefined) return;
      if (type === 'result') live.value = { ...now, decisions: [JSON.parse(data) as Decision, ...now.decisions] };
      else live.value = { ...now, run: JSON.parse(data) as CheckRun };
    }
  } catch {
    // The connection says that the mock is gone; the run is read again when it is back.
  }
  if (ending.aborted) return;
  chosen.reload();
  runs.reload();
}

/** What changed from the run that the URL compares with. */
export const difference: Resource<CheckDifference> = createResource((cancel) => {
  const [id, from] = [chosenId.value, parameter('versus')];
  return id === undefined || from === undefined
    ? undefined
    : callAdmin(`/checks/${id}/difference/${encodeURIComponent(from)}`, {
        query: { session: session.value },
        signal: cancel,
      });
});
