import type { MemoryPool } from '../mock/memory-budget.ts';
import type { Exchange, ExchangeRecord } from './exchange.ts';
import { ExchangeRing } from './exchange-ring.ts';

/** The exchanges of a session: the latest, up to its limits. */
export interface Journal {
  /** How many were recorded since it was last cleared. */
  readonly recorded: number;
  /** How many of those are no longer kept. */
  readonly dropped: number;
  /** How many bytes it holds of its limit. */
  readonly bytes: number;
  /** Keeps a copy of an exchange. @returns the id that it gets, which is the next one */
  record(exchange: ExchangeRecord): number;
  /** Notes that the client of an exchange went away before the response was whole. */
  markAborted(id: number): void;
  /** Notes the number of the latest connection that was open when the response of an exchange with a connection was sent. */
  noteOpenConnections(id: number, latest: number): void;
  /** All that are kept, the oldest first; they are made with each call. */
  list(): readonly Exchange[];
  /** The same from the newest to the oldest, each made when it is asked for. */
  newest(): Generator<Exchange, void>;
  /** `undefined` for an unknown exchange, and for one that was dropped. */
  get(id: number): Exchange | undefined;
  /** Forgets all exchanges; ids go on counting, so that a live reader never takes a new one for an old one. */
  clear(): void;
  /** Forgets all exchanges and gives back its share of the budget. */
  end(): void;
  /**
   * Adds a listener, which is called with each exchange after it was recorded, even if it is too large to be kept. One that
   * throws is removed; neither the request nor other listeners are affected.
   *
   * @returns ends the subscription, at once
   */
  subscribe(listener: (exchange: Exchange) => void): () => void;
}

/** How much a journal keeps, whichever is reached first. */
export interface JournalLimits {
  /** 10,000 by default. */
  readonly exchanges?: number;
  /**
   * Of texts and what is kept with them; 16 MB by default. A page that was sent several times counts once. An exchange that
   * is larger by itself is not kept.
   */
  readonly bytes?: number;
}

const DEFAULT_EXCHANGES = 10_000;
const DEFAULT_BYTES = 16 * 2 ** 20;

/**
 * Makes an empty journal. It takes memory only as it is used.
 *
 * @param memory - what it shares with the journals of other sessions; absent: it has its limits for itself
 */
export function createJournal(
  { exchanges = DEFAULT_EXCHANGES, bytes = DEFAULT_BYTES }: JournalLimits = {},
  memory?: MemoryPool,
): Journal {
  const ring = new ExchangeRing({ exchanges, bytes });
  const listeners = new Listeners();
  const share = memory?.open({
    release(released) {
      ring.release(released);
      share?.resize(ring.bytes);
    },
  });
  let lastId = 0;
  let recorded = 0;
  const indexOf = (id: number): number => id - lastId + ring.length - 1;
  const get = (id: number): Exchange | undefined => ring.read(indexOf(id), id);

  function* newest(): Generator<Exchange, void> {
    for (let id = lastId; ; id -= 1) {
      const exchange = get(id);
      if (exchange === undefined) return;
      yield exchange;
    }
  }

  function clear(): void {
    ring.clear();
    share?.resize(0);
    recorded = 0;
  }

  return {
    get recorded() {
      return recorded;
    },
    get dropped() {
      return recorded - ring.length;
    },
    get bytes() {
      return ring.bytes;
    },
    record(passed) {
      const exchange = cutBody(passed);
      lastId += 1;
      recorded += 1;
      ring.push(exchange);
      share?.resize(ring.bytes);
      if (!listeners.isEmpty) listeners.call({ ...exchange, id: lastId } as Exchange);
      return lastId;
    },
    markAborted: (id) => ring.markAborted(indexOf(id)),
    noteOpenConnections: (id, latest) => ring.noteOpenConnections(indexOf(id), latest),
    list: () => [...newest()].reverse(),
    newest,
    get,
    clear,
    end() {
      clear();
      share?.end();
    },
    subscribe: (listener) => listeners.add(listener),
  };
}

/** Characters of a request's body that are kept. */
const MAX_BODY = 65_536;

function cutBody(exchange: ExchangeRecord): ExchangeRecord {
  const { request } = exchange;
  const { body } = request;
  if (body === undefined || body.length <= MAX_BODY) return exchange;
  const rest = body.length - MAX_BODY;
  return { ...exchange, request: { ...request, body: `${body.slice(0, MAX_BODY)}… (${rest} more characters)` } };
}

type Listener = (exchange: Exchange) => void;

/** Listeners, called in the order in which they were added. */
class Listeners {
  // Replaced, never changed: a round of calls goes on over those that there were when it began.
  #subscriptions: readonly { readonly listener: Listener }[] = [];

  get isEmpty(): boolean {
    return this.#subscriptions.length === 0;
  }

  add(listener: Listener): () => void {
    const subscription = { listener };
    this.#subscriptions = [...this.#subscriptions, subscription];
    return () => this.#remove(subscription);
  }

  call(exchange: Exchange): void {
    for (const subscription of this.#subscriptions) {
      // One that was called before may have removed it.
      if (!this.#subscriptions.includes(subscription)) continue;
      try {
        subscription.listener(exchange);
      } catch (error) {
        this.#remove(subscription);
        process.emitWarning(`A journal listener threw and has been removed: ${String(error)}`);
      }
    }
  }

  #remove(subscription: { readonly listener: Listener }): void {
    this.#subscriptions = this.#subscriptions.filter((one) => one !== subscription);
  }
}
