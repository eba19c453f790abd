import { parseRetryAfter } from '../../conformance/client/retry.ts';
import type { Exchange } from '../journal/exchange.ts';
import { rootOf, type Trace } from './traces/trace.ts';

/** How long after a response a request on another open connection may have been under way already, in milliseconds. */
const UNDER_WAY = 30;
/** How long after a response one further worker of the same client may not have heard of it, in milliseconds. */
const UNHEARD = 100;
/** Timers are not exact. In milliseconds. */
const TOLERANCE = 50;
/** Times of requests are whole milliseconds. */
const RESOLUTION = 1;

/** The clients that were told to wait. */
interface RetryAfterIndex {
  /** Finds the response that a request ignores. */
  find(exchange: Exchange): Wait | undefined;
  /** Records a response. @returns whether it tells the client to wait */
  record(exchange: Exchange): boolean;
  /**
   * Whether a wait was kept after all: whatever else came too soon was under way, as the rejected request was sent again when the time
   * was over. To be asked in the end.
   */
  isKept(wait: Wait): boolean;
}

/** A response that tells the client to wait. */
export interface Wait {
  readonly exchange: Exchange;
  /** When it was sent, in milliseconds since 1970 (fractional). */
  readonly answeredAt: number;
  /** When the client may send the next request. */
  readonly until: number;
}

/**
 * Prepares the search for requests that come too soon. A client is known by its credentials and by the list that it asks for, not by its
 * connection: the same requests are judged alike however they are spread over connections. Connections only tell what must have
 * been under way before the response came.
 *
 * @param nameCaller - returns the credentials of a request as one text
 */
export function createRetryAfterIndex(
  { requests, offerOf }: Pick<Trace, 'requests' | 'offerOf'>,
  nameCaller: (request: Exchange['request']) => string,
): RetryAfterIndex {
  const requestOf = new Map(requests.map((request) => [request.exchange, request]));
  const queues = new Map<string, WaitQueue>();

  /** The list that is asked for, by whom; links need not repeat the filters, so the first page of the walk decides. */
  function nameSubject(exchange: Exchange): string {
    const request = requestOf.get(exchange);
    if (request === undefined) {
      const { method, path } = exchange.request;
      return JSON.stringify([method, path, nameCaller(exchange.request)]);
    }
    const offer = offerOf.get(request);
    const [start = request] = offer === undefined ? [] : rootOf(offer.walk).pages;
    return JSON.stringify([request.path, start.filters, request.caller]);
  }

  function nameRequest(exchange: Exchange): string {
    const { method, path, query } = exchange.request;
    return requestOf.get(exchange)?.canonical ?? JSON.stringify([method, path, query]);
  }

  return {
    find: (exchange) => queues.get(nameSubject(exchange))?.find(exchange, nameRequest(exchange)),
    record(exchange) {
      const wait = readWait(exchange);
      if (wait === undefined) return false;
      const subject = nameSubject(exchange);
      const queue = queues.get(subject) ?? createWaitQueue();
      queues.set(subject, queue);
      queue.add(wait, nameRequest(exchange));
      return true;
    },
    isKept: (wait) => queues.get(nameSubject(wait.exchange))?.isKept(wait, nameRequest(wait.exchange)) ?? false,
  };
}

function readWait(exchange: Exchange): Wait | undefined {
  const { response, at, durationMs, isAborted } = exchange;
  if (isAborted === true || (response?.status !== 429 && response?.status !== 503)) return undefined;
  const answeredAt = at + durationMs;
  const value = response.headers.find(([name]) => name.toLowerCase() === 'retry-after')?.[1];
  const delay = parseRetryAfter(value, answeredAt);
  return delay === undefined ? undefined : { exchange, answeredAt, until: answeredAt + delay };
}

/** The waits of one client for one list, in the order of the responses. */
interface WaitQueue {
  /** @param name - equal for requests for the same */
  add(wait: Wait, name: string): void;
  /** Finds the first response that a request comes too soon after; requests are asked for in the order of their responses. */
  find(exchange: Pick<Exchange, 'at' | 'connection'>, name: string): Wait | undefined;
  /** @param name - of the request that the wait rejected */
  isKept(wait: Wait, name: string): boolean;
}

/** Creates an empty queue; a search takes constant time on average. */
export function createWaitQueue(): WaitQueue {
  const waits: Wait[] = [];
  /** The requests that were rejected, with the end of the wait. */
  const rejected = new Map<string, number>();
  /** Connections that were used since the first wait that is not over. */
  const used = new Set<number>();
  /** When each request that was rejected came last. */
  const latest = new Map<string, number>();
  /** Waits after which a request came that cannot have been under way. */
  const broken = new Set<Wait>();
  let first = 0;
  let isExcused = false;

  function drop(at: number): void {
    while (first < waits.length && (waits[first] as Wait).until <= at + TOLERANCE) {
      first += 1;
      isExcused = false;
      used.clear();
    }
    if (first === waits.length) rejected.clear();
  }

  /** A connection carries one request after the other: one that was open may have had one under way. */
  function wasUnderWay(wait: Wait, at: number, connection: number | undefined): boolean {
    const { connection: own, openConnections = 0 } = wait.exchange;
    if (connection === undefined || own === undefined || connection === own) return false;
    return connection <= openConnections && !used.has(connection) && at < wait.answeredAt + UNDER_WAY;
  }

  /** One further worker may not have heard of it. */
  function isUnheard(wait: Wait, at: number): boolean {
    if (isExcused || at >= wait.answeredAt + UNHEARD) return false;
    isExcused = true;
    return true;
  }

  return {
    add(wait, name) {
      drop(wait.exchange.at);
      rejected.set(name, Math.max(wait.until, rejected.get(name) ?? 0));
      // A wait that ends no later than an earlier one adds nothing, and must not replace it.
      const last = waits.at(-1);
      latest.set(name, wait.exchange.at);
      if (last === undefined || first === waits.length || wait.until > last.until) waits.push(wait);
    },
    find({ at, connection }, name) {
      drop(at);
      const wait = waits[first];
      if (latest.has(name)) latest.set(name, at);
      if (wait === undefined || at + RESOLUTION <= wait.answeredAt) return undefined;
      const mayPass = wasUnderWay(wait, at, connection) || isUnheard(wait, at);
      if (connection !== undefined) used.add(connection);
      // No client has two requests for the same page of a walk under way.
      const isSentAgain = (rejected.get(name) ?? 0) > at + TOLERANCE;
      if (isSentAgain || at >= wait.answeredAt + UNDER_WAY) broken.add(wait);
      return mayPass && !isSentAgain ? undefined : wait;
    },
    isKept: (wait, name) => !broken.has(wait) && (latest.get(name) ?? 0) + TOLERANCE >= wait.until,
  };
}
