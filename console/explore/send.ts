import { signal } from '@preact/signals';
import { base, callAdmin } from '../admin/client.ts';
import type { ContractDescription, PageOfExchange, Window } from '../admin/types.ts';
import { contract, session } from '../state/chosen.ts';
import { listen } from '../state/connection.ts';
import { go } from '../state/location.ts';
import { buildRequest, type ListRequest, type Pairs, parsePairs, type Target } from './request.ts';
import { draft, sentAs, target, walks } from './state.ts';

/** How long the mock may take to tell of a request that was sent, in milliseconds. */
const PATIENCE = 5000;

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

/**
 * Sends a request as any client would, but marked as the console's.
 *
 * @returns where its page lay, once the mock has told
 */
async function send(request: ListRequest, { id }: ContractDescription, cancel: AbortSignal): Promise<Window> {
  const told = waitForWindow(id, cancel);
  try {
    const response = await fetch(addressHere(request), {
      method: request.method,
      headers: { ...request.headers, 'X-Pagewright-By': 'console' },
      ...(request.body !== undefined && { body: request.body }),
      cache: 'no-store',
      redirect: 'manual',
      signal: cancel,
    });
    await response.text();
  } catch (error) {
    cancel.throwIfAborted();
    // A fault may cut the connection: the mock tells of that as of any answer.
    if (!(error instanceof TypeError)) throw error;
  }
  return told;
}

function waitForWindow(id: string, cancel: AbortSignal): Promise<Window> {
  return new Promise((resolve, reject) => {
    const end = listen<Window>('window', (window) => {
      if (window.by !== 'console' || window.contract !== id) return;
      finish();
      resolve(window);
    });
    const abort = (): void => {
      finish();
      reject(cancel.reason);
    };
    const timer = setTimeout(() => {
      finish();
      reject(new Error('The mock did not tell of the request: it may have left the list before it got there'));
    }, PATIENCE);
    cancel.addEventListener('abort', abort);
    function finish(): void {
      clearTimeout(timer);
      cancel.removeEventListener('abort', abort);
      end();
    }
  });
}

/** Shows the request that was sent, and the walk that it belongs to. */
async function show(window: Window): Promise<void> {
  for (let attempt = 0; attempt < 20; attempt += 1) {
    const found = walks.value.peek()?.find(({ exchanges }) => exchanges.includes(window.exchange));
    if (found !== undefined) {
      go({
        walk: found.walk,
        at: found.exchanges.indexOf(window.exchange) + 1,
        q: undefined,
        as: undefined,
        row: undefined,
        lens: undefined,
      });
      return;
    }
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
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
