import { effect, type ReadonlySignal, signal } from '@preact/signals';
import { AdminError, callAdmin, readStream, token, Unreachable } from '../admin/client.ts';
import type { Health } from '../admin/contract-types.ts';
import { parameter } from './location.ts';

/** Whether the mock is there, and what it says to this page. */
export type Connection =
  | { readonly state: 'connecting' }
  | { readonly state: 'live' }
  /** `at`: when it was last heard of; `retryAt`: when the next attempt is made; both in milliseconds since 1970. */
  | { readonly state: 'lost'; readonly at: number; readonly retryAt: number }
  | { readonly state: 'refused'; readonly error: AdminError };

export const connection = signal<Connection>({ state: 'connecting' });

/** What happened while the mock was away; until the user has seen it. */
export const comeback = signal<{ readonly afterMs: number; readonly isRestarted: boolean } | undefined>(undefined);

/** Counts up whenever the mock may be another than before, so that all that was read of it is read again. */
export const epoch = signal(0);

/** What the stream is asked for. */
const EVENTS = 'exchange,window,hold,change';

/** Waits between attempts, in seconds. */
const WAITS = [1, 2, 4, 8];

/** How often a session that is not there is looked for, in milliseconds. */
const LOOK_AGAIN = 2000;

type Listener = (data: unknown) => void;
const listeners = new Map<string, Set<Listener>>();

/**
 * Listens to what happens in the session.
 *
 * @param type - of the event in the stream: `exchange`, `window`, `hold`, `change`
 * @returns ends it
 */
export function listen<Data>(type: string, listener: (data: Data) => void): () => void {
  const all = listeners.get(type) ?? new Set();
  listeners.set(type, all);
  all.add(listener as Listener);
  return () => all.delete(listener as Listener);
}

let retry: (() => void) | undefined;

/** Makes the next attempt at once. */
export function tryNow(): void {
  retry?.();
}

let uptime = 0;
let seenAt = 0;

/**
 * Follows a session for as long as the page is open.
 *
 * @param session - `undefined` while it is not known to be there: to follow one would begin it
 */
export function followSession(session: ReadonlySignal<string | undefined>): void {
  effect(() => {
    const id = session.value;
    token.value;
    const ending = new AbortController();
    void follow(id, ending.signal);
    return () => ending.abort();
  });
}

async function follow(session: string | undefined, ending: AbortSignal): Promise<void> {
  const reader: Reader = { session, ending, attempts: 0 };
  while (!ending.aborted) {
    try {
      await receive(reader);
    } catch (error) {
      if (ending.aborted || refuse(error)) return;
    }
    if (!ending.aborted) await pause((WAITS[reader.attempts] ?? 8) * 1000, ending);
    reader.attempts += 1;
  }
}

interface Reader {
  readonly session: string | undefined;
  readonly ending: AbortSignal;
  /** In a row that failed. */
  attempts: number;
  lastId?: string;
}

async function receive(reader: Reader): Promise<void> {
  const { session, ending } = reader;
  if (await greet()) delete reader.lastId;
  if (session === undefined) return lookAgain(ending);
  for await (const event of readStream('/journal/stream', { session, events: EVENTS }, reader.lastId, ending)) {
    reader.attempts = 0;
    seenAt = Date.now();
    if (/^\d+$/.test(event.id)) reader.lastId = event.id;
    for (const listener of [...(listeners.get(event.type) ?? [])]) listener(JSON.parse(event.data));
  }
}

/** Waits a little, and has all that is known read again: the session may have begun meanwhile. */
async function lookAgain(ending: AbortSignal): Promise<void> {
  while (!ending.aborted) {
    await wait(LOOK_AGAIN, ending);
    if (ending.aborted) return;
    await greet();
    epoch.value += 1;
  }
}

/** @returns whether there is no point in trying again */
function refuse(error: unknown): boolean {
  if (error instanceof AdminError && (error.status === 401 || error.status === 403)) {
    connection.value = { state: 'refused', error };
    return true;
  }
  if (!(error instanceof Unreachable || error instanceof AdminError || error instanceof TypeError)) throw error;
  return false;
}

/** Asks whether the mock is there. @returns whether it is another process than before */
async function greet(): Promise<boolean> {
  const health = await callAdmin<Health>('/health');
  const isRestarted = health.uptime < uptime;
  const wasLost = connection.value.state === 'lost';
  if (wasLost && seenAt > 0) comeback.value = { afterMs: Date.now() - seenAt, isRestarted };
  if (wasLost || connection.value.state !== 'live') epoch.value += 1;
  uptime = health.uptime;
  seenAt = Date.now();
  connection.value = { state: 'live' };
  return isRestarted;
}

function pause(milliseconds: number, ending: AbortSignal): Promise<void> {
  if (seenAt === 0) seenAt = Date.now();
  connection.value = { state: 'lost', at: seenAt, retryAt: Date.now() + milliseconds };
  return wait(milliseconds, ending);
}

/** Ends early when somebody cannot wait. */
function wait(milliseconds: number, ending: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    const end = (): void => {
      clearTimeout(timer);
      ending.removeEventListener('abort', end);
      retry = undefined;
      resolve();
    };
    const timer = setTimeout(end, milliseconds);
    ending.addEventListener('abort', end);
    retry = end;
  });
}

/** Whether anything may be done just now. */
export function canAct(): boolean {
  return connection.value.state === 'live';
}

/** The session in the URL. */
export function sessionOfUrl(): string {
  return parameter('session') ?? 'default';
}
