import { computed, type ReadonlySignal, signal } from '@preact/signals';
import type { Exchange, Window } from '../admin/activity-types.ts';
import { AdminError, callAdmin } from '../admin/client.ts';
import type { PageOfExchange, View } from '../admin/contract-types.ts';
import type { Demo, DemoState, DemoSummary } from '../admin/demo-types.ts';
import { api, knownSession, session, sessions } from '../state/chosen.ts';
import { epoch } from '../state/connection.ts';
import { go, parameter, view } from '../state/location.ts';
import { createResource, type Resource } from '../state/resource.ts';
import { drawPicture, type Picture } from '../strip/picture.ts';

/** The session of demos: playing one resets it, so it is none that a client is in. */
export const DEMO_SESSION = 'demo';

/** Demos of the API that is chosen. */
export const demos: Resource<readonly DemoSummary[]> = createResource((cancel) => {
  epoch.value;
  const contract = api.value;
  return contract === undefined || knownSession.value === undefined
    ? undefined
    : callAdmin('/demos', { query: { contract, session: session.value }, signal: cancel });
});

/** Of each demo that can be played, by its name, the titles of its steps. */
export const stepTitles: Resource<ReadonlyMap<string, readonly string[]>> = createResource((cancel) => {
  const all = demos.value.value?.filter(({ problem }) => problem === undefined);
  return all === undefined
    ? undefined
    : Promise.all(
        all.map(async ({ contract, name }) => {
          const query = { session: session.value };
          const { steps } = await callAdmin<Demo>(pathOf(contract, name), { query, signal: cancel });
          return [name, steps.map(({ title }) => title)] as const;
        }),
      ).then((pairs) => new Map(pairs));
});

function pathOf(contract: string, name: string): string {
  return `/demos/${encodeURIComponent(contract)}/${encodeURIComponent(name)}`;
}

const path: ReadonlySignal<string | undefined> = computed(() => {
  const [contract, name] = [api.value, parameter('demo')];
  const isHere = view.value === 'tell' && contract !== undefined && name !== undefined;
  return isHere ? pathOf(contract, name) : undefined;
});

export const demo: Resource<Demo> = createResource((cancel) => {
  epoch.value;
  return path.value === undefined || knownSession.value === undefined
    ? undefined
    : callAdmin(path.value, { query: { session: session.value }, signal: cancel });
});

export const step: ReadonlySignal<number> = computed(() => {
  const wanted = Number(parameter('step') ?? 1);
  return Number.isInteger(wanted) && wanted >= 1 ? wanted : 1;
});

/** Counts up when a step is to be played again. */
const round = signal(0);

export function playAgain(): void {
  round.value += 1;
}

/** What is on the stage. */
export interface PlayedStep extends DemoState {
  /** The last request with its response, where there was one. */
  readonly last?: Exchange;
  readonly page?: PageOfExchange;
  readonly total: number;
  readonly picture?: Picture;
  /** Names of rows, by identity. */
  readonly rows: View['rows'];
}

let latest: Promise<PlayedStep> | undefined;

/** Plays the step of the URL; what was there stays until it is done. */
export const played: Resource<PlayedStep> = createResource((cancel) => {
  round.value;
  const [to, number, id] = [path.value, step.value, session.value];
  const contract = api.value;
  const isReady = to !== undefined && contract !== undefined && id !== 'default' && knownSession.value !== undefined;
  latest = isReady ? play({ to, step: number, session: id, contract }, cancel) : undefined;
  return latest;
});

/** What is on the stage once it is all played: until then, the session is about to be reset. */
export function whenPlayed(): Promise<PlayedStep | undefined> {
  return latest?.catch(() => undefined) ?? Promise.resolve(undefined);
}

interface Play {
  readonly to: string;
  readonly step: number;
  readonly session: string;
  readonly contract: string;
}

const MAX_ROWS = 400;

async function play({ to, step: number, session: id, contract }: Play, cancel: AbortSignal): Promise<PlayedStep> {
  const query = { session: id };
  const call = <Value>(where: string, further: object = {}): Promise<Value> =>
    callAdmin<Value>(where, { query: { ...query, ...further }, signal: cancel });
  // Recording begins with the first call.
  await call('/windows', { contract });
  const played = await callAdmin<DemoState>(`${to}/play`, {
    method: 'POST',
    query,
    body: { step: number },
    signal: cancel,
  });
  const lastId = played.exchanges.at(-1) ?? played.walk.at(-1);
  const windows = (await call<readonly Window[]>('/windows', { contract })).filter(({ exchange }) =>
    played.walk.includes(exchange),
  );
  const list = await readList(call, contract, played.walk[0]);
  return {
    ...played,
    ...(lastId !== undefined && {
      last: await call<Exchange>(`/journal/${lastId}`),
      page: await call<PageOfExchange>(`/journal/${lastId}/page`),
    }),
    total: list?.total ?? 0,
    rows: list?.rows ?? [],
    ...(list !== undefined && {
      picture: drawPicture({
        rows: list.rows,
        ties: list.ties,
        windows,
        isComplete: isOver(played, windows),
        added: new Set(played.added),
        goesOn: windows.some(({ last }) => (last ?? 0) > list.rows.length),
      }),
    }),
  };
}

/** Whether the walk came to its end: its last page had rows, and none behind it. */
function isOver({ walk }: DemoState, windows: readonly Window[]): boolean {
  const end = windows.at(-1);
  if (end === undefined || walk.length < 2 || end.status !== 200) return false;
  return end.count === 0 || end.last === end.total;
}

async function readList(
  call: <Value>(where: string, further?: object) => Promise<Value>,
  contract: string,
  exchange: number | undefined,
): Promise<View | undefined> {
  const where = `/contracts/${encodeURIComponent(contract)}/view`;
  try {
    return await call<View>(where, { limit: MAX_ROWS, ...(exchange !== undefined && { exchange }) });
  } catch (error) {
    // A request that was rejected selects nothing: the whole list then.
    if (!(error instanceof AdminError) || error.status >= 500) throw error;
    return call<View>(where, { limit: MAX_ROWS });
  }
}

/** Goes to a step of a demo, in a session that may be reset. */
export async function openDemo(name: string, to = 1, options: { readonly replace?: boolean } = {}): Promise<void> {
  if (session.value === 'default') {
    const known = await callAdmin<readonly { id: string }[]>('/sessions');
    if (!known.some(({ id }) => id === DEMO_SESSION)) {
      await callAdmin('/sessions', { method: 'POST', body: { id: DEMO_SESSION } });
    }
    sessions.reload();
    await new Promise<void>((resolve) => {
      const stop = sessions.value.subscribe((all) => {
        if (all?.some(({ id }) => id === DEMO_SESSION))
          queueMicrotask(() => {
            stop();
            resolve();
          });
      });
    });
    go({ session: DEMO_SESSION, demo: name, step: to }, options);
    return;
  }
  go({ demo: name, step: to }, options);
}
