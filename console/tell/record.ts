import { signal } from '@preact/signals';
import type { Change, Exchange } from '../admin/activity-types.ts';
import { AdminError, callAdmin } from '../admin/client.ts';
import type { ContractDescription, JsonObject, PageOfExchange } from '../admin/contract-types.ts';
import type { Demo, DemoAction, DemoStep } from '../admin/demo-types.ts';
import { model, session } from '../state/chosen.ts';

/** Since when everything that happens in the session is to become a demo. */
interface Recording {
  readonly session: string;
  readonly contract: string;
  readonly scenario: string;
  /** The newest exchange and change of then. */
  readonly since: number;
  readonly change: number;
  /** By the clock of the session. */
  readonly clock: string;
}

export const recording = signal<Recording | undefined>(undefined);

export async function startRecording({ id, scenario }: ContractDescription): Promise<void> {
  const query = { session: session.value };
  const [newest] = await callAdmin<readonly Exchange[]>('/journal', { query: { ...query, limit: 1 } });
  const clock = await callAdmin<{ contracts: Readonly<Record<string, string>> }>('/clock', { query });
  const changes = await readChanges(session.value, 0);
  recording.value = {
    session: session.value,
    contract: id,
    scenario,
    since: newest?.id ?? 0,
    change: changes.at(-1)?.id ?? 0,
    clock: clock.contracts[id] ?? '',
  };
}

async function readChanges(of: string, since: number): Promise<readonly Change[]> {
  try {
    return await callAdmin<readonly Change[]>('/changes', { query: { session: of, since } });
  } catch (error) {
    if (error instanceof AdminError && error.status === 404) return [];
    throw error;
  }
}

/** Ends a recording, and keeps what happened as a demo: a step for each request of the list, in the order in which they came. */
export async function stopRecording(name: string, title: string): Promise<Demo> {
  const recorded = recording.value;
  if (recorded === undefined) throw new Error('Nothing is being recorded');
  const steps = await readSteps(recorded);
  if (steps.length === 0) throw new Error('Nobody has asked for the list since: send some requests in Explore first');
  const { contract, session: of, scenario } = recorded;
  const kept = await callAdmin<Demo>(`/demos/${encodeURIComponent(contract)}/${encodeURIComponent(name)}`, {
    method: 'PUT',
    query: { session: of },
    body: { title, scenario, steps },
  });
  recording.value = undefined;
  return kept;
}

async function readSteps({ session: of, contract, since, change, clock }: Recording): Promise<readonly DemoStep[]> {
  const query = { session: of };
  const exchanges = await callAdmin<readonly Exchange[]>('/journal', { query: { ...query, contract, since } });
  const kinds = await callAdmin<readonly { name: string; isOn: boolean }[]>('/deviations', { query });
  const deviation = kinds.find(({ isOn }) => isOn)?.name;
  const changes = (await readChanges(of, change)).filter((one) => one.contract === contract && one.isUndone !== true);
  const steps: DemoStep[] = [];
  let before = { clock, at: '' };
  let page: PageOfExchange | undefined;
  for (const exchange of [...exchanges].sort((one, other) => one.id - other.id)) {
    const current = await callAdmin<PageOfExchange>(`/journal/${exchange.id}/page`, { query });
    const meanwhile = changes.filter(({ at }) => at > before.at && at <= exchange.at);
    const moved = await Promise.all(meanwhile.map((one) => toAction(one, contract, of)));
    const passed = Date.parse(exchange.clock) - Date.parse(before.clock);
    const asked = nameRequest(exchange, page);
    steps.push(
      describeStep(exchange, current, asked, [
        ...(steps.length === 0 && deviation !== undefined ? [{ deviation }] : []),
        ...(passed >= 1000 ? [{ clock: { advance: passed } }] : []),
        ...moved.flat(),
      ]),
    );
    if (exchange.response?.status === 200) page = current;
    before = exchange;
  }
  return steps;
}

/** What became of a row, as an action; its fields are those of now. */
async function toAction({ kind, identity }: Change, contract: string, of: string): Promise<readonly DemoAction[]> {
  if (identity === undefined) return [];
  if (kind === 'row-removed') return [{ remove: identity }];
  if (kind !== 'row-added' && kind !== 'row-changed' && kind !== 'moved') return [];
  const row = await readRow(contract, identity, of);
  if (row === undefined) return [];
  if (kind === 'row-added') return [{ add: row }];
  const { [model.value.value?.identity ?? '']: _identity, ...set } = row;
  return [{ change: { row: identity, set } }];
}

async function readRow(contract: string, identity: string, of: string): Promise<JsonObject | undefined> {
  const path = `/contracts/${encodeURIComponent(contract)}/rows/${encodeURIComponent(identity)}`;
  try {
    return await callAdmin<JsonObject>(path, { query: { session: of } });
  } catch (error) {
    // It was removed later.
    if (error instanceof AdminError && error.status === 404) return undefined;
    throw error;
  }
}

const TITLES: Readonly<Record<string, string>> = {
  first: 'The first page',
  next: 'The next page',
  previous: 'The page before',
};

function describeStep(
  { response }: Exchange,
  { rows, caller }: PageOfExchange,
  asked: string,
  before: readonly DemoAction[],
): DemoStep {
  const status = response?.status;
  const isPage = status === 200;
  const isOther = caller !== undefined && caller.as !== 'default';
  return {
    title: TITLES[asked] ?? `The list by ${asked}`,
    text: `The answer is ${status ?? 'missing'}${isPage ? `, with ${rows.length} rows` : ''}.`,
    do: [...before, { request: asked, ...(isOther && { as: caller.as }) }],
    show: isPage ? 'strip' : 'answer',
    ...(status !== undefined && { expect: { status, ...(isPage && { rows: rows.length }) } }),
  };
}

/** A request as a demo names it: by where the page before leads, or by its own query. */
function nameRequest({ request }: Exchange, page: PageOfExchange | undefined): string {
  const query = request.url.split('?')[1] ?? '';
  for (const role of ['next', 'previous'] as const) {
    if (page?.neighbours[role]?.query === query) return role;
  }
  return query.includes('=') ? query : 'first';
}
