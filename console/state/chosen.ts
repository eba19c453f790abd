import { computed, type ReadonlySignal } from '@preact/signals';
import type { Change, Clock, DeviationKind } from '../admin/activity-types.ts';
import { callAdmin } from '../admin/client.ts';
import type { ContractDescription, ContractModel } from '../admin/contract-types.ts';
import type { ScenarioSummary, SessionSummary } from '../admin/session-types.ts';
import { epoch, listen, sessionOfUrl } from './connection.ts';
import { parameter } from './location.ts';
import { createResource, type Resource } from './resource.ts';

/** What the bar below the tabs chooses, and every view is about. */
export const session: ReadonlySignal<string> = computed(sessionOfUrl);

export const sessions: Resource<readonly SessionSummary[]> = createResource((signal) => {
  epoch.value;
  return callAdmin('/sessions', { signal });
});

/** Whether the URL names a session that there is not. */
export const isUnknownSession: ReadonlySignal<boolean> = computed(() => {
  const all = sessions.value.value;
  return all?.every(({ id }) => id !== session.value) ?? false;
});

/** The session, once it is known to be there: what asks of another one would begin it, or be refused. */
export const knownSession: ReadonlySignal<string | undefined> = computed(() => {
  const isKnown = session.value === 'default' || (sessions.value.value !== undefined && !isUnknownSession.value);
  return isKnown ? session.value : undefined;
});

export const contracts: Resource<readonly ContractDescription[]> = createResource((signal) => {
  epoch.value;
  return knownSession.value === undefined
    ? undefined
    : callAdmin('/contracts', { query: { session: session.value }, signal });
});

/** The id of the contract in the URL, or of the first one. */
export const api: ReadonlySignal<string | undefined> = computed(
  () => parameter('api') ?? contracts.value.value?.[0]?.id,
);

/** The contract that is chosen; `undefined` while it is not known, and where the URL names one that is not served. */
export const contract: ReadonlySignal<ContractDescription | undefined> = computed(() => {
  return contracts.value.value?.find(({ id }) => id === api.value);
});

/** Its id, for what does not depend on how many rows it has just now. */
export const contractId: ReadonlySignal<string | undefined> = computed(() => contract.value?.id);

export const model: Resource<ContractModel> = createResource((signal) => {
  epoch.value;
  const id = contractId.value;
  return id === undefined ? undefined : callAdmin(`/contracts/${encodeURIComponent(id)}/model`, { signal });
});

export const clock: Resource<Clock> = createResource((signal) => {
  epoch.value;
  return knownSession.value === undefined
    ? undefined
    : callAdmin('/clock', { query: { session: session.value }, signal });
});

export const scenarios: Resource<readonly ScenarioSummary[]> = createResource((signal) => {
  const id = api.value;
  return id === undefined || knownSession.value === undefined
    ? undefined
    : callAdmin('/scenarios', { query: { contract: id, session: session.value }, signal });
});

export const deviations: Resource<readonly DeviationKind[]> = createResource((signal) => {
  epoch.value;
  return knownSession.value === undefined
    ? undefined
    : callAdmin('/deviations', { query: { session: session.value }, signal });
});

/** The bug that the mock pretends to have. */
export const deviation: ReadonlySignal<string | undefined> = computed(
  () => deviations.value.value?.find(({ isOn }) => isOn)?.name,
);

// Whatever changes in the session, by whomever, shows at once.
listen<Change>('change', ({ kind }) => {
  contracts.reload();
  clock.reload();
  if (WITH_DEVIATION.has(kind)) deviations.reload();
});

/** Changes that may switch a deviation on or off. */
const WITH_DEVIATION: ReadonlySet<string> = new Set(['deviation', 'reset', 'restore', 'scenario']);
