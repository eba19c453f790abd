import { computed, effect, type ReadonlySignal, signal, untracked } from '@preact/signals';
import type { Exchange, Holds, WalkSummary, Window } from '../admin/activity-types.ts';
import { callAdmin } from '../admin/client.ts';
import { api, knownSession, session } from '../state/chosen.ts';
import { epoch, listen } from '../state/connection.ts';
import { judgeSoon } from '../state/findings.ts';
import { parameter } from '../state/location.ts';
import { createResource, type Resource } from '../state/resource.ts';

/** How many exchanges the page has at most: the newest. */
export const MOST = 1000;

const loaded: Resource<readonly Exchange[]> = createResource((cancel) => {
  epoch.value;
  return knownSession.value === undefined
    ? undefined
    : callAdmin('/journal', { query: { session: session.value, limit: MOST }, signal: cancel });
});

const arrived = signal<readonly Exchange[]>([]);
const later = signal<ReadonlyMap<number, Window>>(new Map());

// What is loaded anew has all that came before.
effect(() => {
  loaded.value.value;
  untracked(() => {
    arrived.value = [];
    later.value = new Map();
  });
});

let waiting: Exchange[] = [];
let timer: ReturnType<typeof setTimeout> | undefined;

listen<Exchange>('exchange', (exchange) => {
  waiting.push(exchange);
  // A burst is drawn once.
  if (timer !== undefined) return;
  timer = setTimeout(() => {
    timer = undefined;
    arrived.value = [...arrived.peek(), ...waiting].slice(-MOST);
    waiting = [];
    walks.reload();
  }, 80);
});

/** Why the journal could not be read. */
export const journalError: ReadonlySignal<Error | undefined> = loaded.error;
export const isJournalSlow: ReadonlySignal<boolean> = loaded.isSlow;

/** All exchanges that the page has, the oldest first; `undefined` until it knows. */
const all: ReadonlySignal<readonly Exchange[] | undefined> = computed(() => {
  const before = loaded.value.value;
  if (before === undefined) return undefined;
  const last = before.at(-1)?.id ?? 0;
  return [...before, ...arrived.value.filter(({ id }) => id > last)].slice(-MOST);
});

/** Those that are of the API that is chosen, or of none. */
const ofApi: ReadonlySignal<readonly Exchange[] | undefined> = computed(() =>
  all.value?.filter(({ contract }) => contract === undefined || contract === api.value),
);

/** Whether the console's own requests are shown. */
export const showsConsole: ReadonlySignal<boolean> = computed(() => parameter('console') !== undefined);

/** How many requests the console itself sent. */
export const ownCount: ReadonlySignal<number> = computed(
  () => ofApi.value?.filter(({ by }) => by === 'console').length ?? 0,
);

/** Those of clients; the console's own, too, where they are asked for. */
export const exchanges: ReadonlySignal<readonly Exchange[] | undefined> = computed(() =>
  ofApi.value?.filter(({ by }) => showsConsole.value || by !== 'console'),
);

/** How many requests came before the first that is here. */
export const goneCount: ReadonlySignal<number> = computed(() => Math.max(0, (all.value?.[0]?.id ?? 1) - 1));

/** How requests belong together. */
export const walks: Resource<readonly WalkSummary[]> = createResource((cancel) => {
  epoch.value;
  const contract = api.value;
  return contract === undefined || knownSession.value === undefined
    ? undefined
    : callAdmin('/walks', { query: { session: session.value, contract }, signal: cancel });
});

const earlier: Resource<readonly Window[]> = createResource((cancel) => {
  epoch.value;
  const contract = api.value;
  const since = Math.max(0, (loaded.value.value?.[0]?.id ?? 1) - 1);
  return contract === undefined || knownSession.value === undefined
    ? undefined
    : callAdmin('/windows', {
        query: { session: session.value, contract, since, identities: false },
        signal: cancel,
      });
});

listen<Window>('window', (window) => {
  if (window.contract === api.peek()) later.value = new Map(later.peek()).set(window.exchange, window);
});

/** Where the pages of exchanges lay, by their ids. */
export const windows: ReadonlySignal<ReadonlyMap<number, Window>> = computed(() => {
  const before = (earlier.value.value ?? []).map((window) => [window.exchange, window] as const);
  return new Map([...before, ...later.value]);
});

export const holds: Resource<Holds> = createResource((cancel) => {
  epoch.value;
  return knownSession.value === undefined
    ? undefined
    : callAdmin('/holds', { query: { session: session.value }, signal: cancel });
});

listen('hold', () => holds.reload());

/** Forgets all exchanges. */
export async function clearJournal(): Promise<void> {
  await callAdmin('/journal', { method: 'DELETE', query: { session: session.value } });
  arrived.value = [];
  loaded.reload();
  walks.reload();
  judgeSoon();
}

/** Whether the status of an exchange is of a class, such as `4xx`; one without a response is of none. */
export function isOfClass({ response }: Exchange, status: string | undefined): boolean {
  return status === undefined || String(response?.status ?? '').startsWith(status[0] ?? '');
}

/** Whether a text stands in the URL, a header or a body of an exchange, in any case. */
export function mentions({ request, response }: Exchange, text: string): boolean {
  const wanted = text.trim().toLowerCase();
  if (wanted === '') return true;
  const has = (part: string | undefined): boolean => part?.toLowerCase().includes(wanted) ?? false;
  const hasHeader = (headers: Exchange['request']['headers'] = {}): boolean =>
    Object.entries(headers).some(([name, value]) => has(`${name}: ${value}`));
  return (
    has(request.url) ||
    has(decode(request.url)) ||
    has(request.method) ||
    has(request.body) ||
    has(response?.body) ||
    hasHeader(request.headers) ||
    hasHeader(response?.headers)
  );
}

function decode(url: string): string {
  try {
    return decodeURIComponent(url);
  } catch {
    return url;
  }
}
