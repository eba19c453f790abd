import { effect, signal } from '@preact/signals';
import type { WalkSummary, Window } from '../admin/activity-types.ts';
import { base, callAdmin, markHeaders } from '../admin/client.ts';
import type { ContractDescription, PageOfExchange } from '../admin/contract-types.ts';
import { contract, session } from '../state/chosen.ts';
import { epoch, listen } from '../state/connection.ts';
import { go } from '../state/location.ts';
import { buildRequest, type ListRequest, type Pairs, parsePairs, type Target } from './request.ts';
import { changed, draft, sentAs, target, walks } from './state.ts';

/** How long the mock may take to tell of a request that was sent, in milliseconds. */
const PATIENCE = 5000;
const PAUSE = 50;

/** What the console is sending, if anything. */
export const sending = signal<'page' | 'walk' | undefined>(undefined);

let stopping = new AbortController();

/** Stops a walk, or a request that takes long. */
export function stop(): void {
  stopping.abort();
}

/** Where the path of the list is, without what the browser or the URL of the list says of the host. */
function addressHere({ url }: Pick<ListRequest, 'url'>): string {
  return url.startsWith(base) ? url : url.replace(/^[a-z]+:\/\/[^/]+/i, new URL(base).origin);
}

/** The newest request that this page knows of. */
let newest = 0;
effect(() => {
  // Another session, another process or a reset may count from one again.
  session.value;
  epoch.value;
  changed.value;
  newest = 0;
});
listen<Window>('window', ({ exchange }) => {
  newest = Math.max(newest, exchange);
});

/**
 * Sends a request as any client would, but marked as the console's.
 *
 * @returns where its page lay, once the mock has told
 */
async function send(request: ListRequest, { id }: ContractDescription, cancel: AbortSignal): Promise<Window> {
  const before = newest;
  try {
    const response = await fetch(addressHere(request), {
      method: request.method,
      headers: markHeaders(request.headers),
      ...(request.body !== undefined && { body: request.body }),
      cache: 'no-store',
      credentials: 'omit',
      redirect: 'manual',
      signal: cancel,
    });
    await response.text();
  } catch (error) {
    cancel.throwIfAborted();
    // A fault may cut the connection: the mock tells of that as of any answer.
    if (!(error instanceof TypeError)) throw error;
  }
  const query = { session: session.peek(), contract: id, since: before };
  for (let waited = 0; waited < PATIENCE; waited += PAUSE) {
    const all = await callAdmin<readonly Window[]>('/windows', { query, signal: cancel });
    const own = all.findLast(({ by }) => by === 'console');
    if (own !== undefined) {
      newest = Math.max(newest, own.exchange);
      return own;
    }
    // It is recorded when its last byte has been sent, which may be a little after it came.
    await new Promise((resolve) => setTimeout(resolve, PAUSE));
  }
  throw new Error('The mock did not tell of the request: something else may have responded in its place');
}

/** Shows the request that was sent, and the walk that it belongs to; one that was rejected may belong to none. */
async function show({ exchange, contract: id }: Window): Promise<void> {
  const query = { session: session.peek(), contract: id, since: exchange - 1 };
  const found = (await callAdmin<readonly WalkSummary[]>('/walks', { query })).find(({ exchanges }) => {
    return exchanges.includes(exchange);
  });
  walks.reload();
  // A walk that is not listed yet would be taken for one that there is not.
  for (let waited = 0; found !== undefined && waited < PATIENCE && !isListed(exchange); waited += PAUSE) {
    await new Promise((resolve) => setTimeout(resolve, PAUSE / 2));
  }
  go({
    ...(found === undefined
      ? { walk: undefined, at: undefined, exchange }
      : { walk: found.walk, at: found.exchanges.indexOf(exchange) + 1, exchange: undefined }),
    q: undefined,
    row: undefined,
    lens: undefined,
  });
}

function isListed(exchange: number): boolean {
  return walks.value.peek()?.some(({ exchanges }) => exchanges.includes(exchange)) ?? false;
}

async function during(what: 'page' | 'walk', act: (cancel: AbortSignal) => Promise<void>): Promise<void> {
  if (sending.peek() !== undefined) return;
  stopping = new AbortController();
  sending.value = what;
  try {
    await act(stopping.signal);
  } catch (error) {
    if (!stopping.signal.aborted) throw error;
  } finally {
    sending.value = undefined;
  }
}

/** Sends what the form says, or other values of its parameters. */
export function sendPage(pairs: Pairs = draft.peek()): Promise<void> {
  return during('page', async (cancel) => {
    const chosen = target.peek();
    if (chosen === undefined) return;
    await show(await send(buildRequest(chosen, pairs, sentAs.peek(), base), chosen.contract, cancel));
  });
}

/** Follows a link or token of a page, or counts on, with all else as it was. */
export function sendQuery(query: string): Promise<void> {
  return sendPage(mergeWithOthers(query));
}

/** What stands in no query, as the form says it, and the query. */
function mergeWithOthers(query: string): Pairs {
  const model = target.peek()?.model;
  const pairs = parsePairs(query);
  const elsewhere = draft.peek().filter(([name]) => {
    const place = model?.parameters.find((one) => one.name === name)?.in;
    return (place === 'path' || place === 'header') && !pairs.some(([other]) => other === name);
  });
  return [...elsewhere, ...pairs];
}

/** Without the parameters that say where a page begins: the first page. */
export function firstPage({ model }: Target, pairs: Pairs): Pairs {
  const positions = new Set(model.parameters.flatMap(({ name, role }) => (role === 'position' ? [name] : [])));
  positions.add(model.page.position);
  return pairs.filter(([name]) => !positions.has(name));
}

/** How many pages a walk may have before it stops by itself. */
const MAX_PAGES = 10_000;

/** Reads the list from its first page to its end, by the contract's own means. */
export function walkAll(start?: Pairs): Promise<void> {
  return during('walk', async (cancel) => {
    const chosen = target.peek();
    if (chosen === undefined) return;
    const as = sentAs.peek();
    let pairs = firstPage(chosen, start ?? draft.peek());
    let last: Window | undefined;
    const seen = new Set<string>();
    for (let count = 0; count < MAX_PAGES && !cancel.aborted; count += 1) {
      last = await send(buildRequest(chosen, pairs, as, base), chosen.contract, cancel);
      const { neighbours } = await callAdmin<PageOfExchange>(`/journal/${last.exchange}/page`, {
        query: { session: session.peek() },
      });
      // A server that leads in a circle would be walked for ever.
      if (neighbours.next === undefined || seen.has(neighbours.next.query)) break;
      seen.add(neighbours.next.query);
      pairs = mergeWithOthers(neighbours.next.query);
      if (count === 0) await show(last);
      else go({ at: undefined }, { replace: true });
    }
    if (last !== undefined) await show(last);
  });
}

/** So that there is something to see: the first page of a list that nobody has asked for yet. */
const greeted = new Set<string>();

export function sendFirst(): void {
  const key = `${session.peek()} ${contract.peek()?.id}`;
  if (greeted.has(key) || target.peek() === undefined) return;
  greeted.add(key);
  void sendPage([]).catch(() => undefined);
}
