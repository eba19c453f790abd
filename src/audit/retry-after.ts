import { parseRetryAfter } from '../../conformance/client/retry.ts';
import type { Exchange } from '../journal/exchange.ts';
import { rootOf, type Trace } from './traces/trace.ts';

/** How long after a response a request on another open connection may have been under way already, in milliseconds of a process. */
const UNDER_WAY = 30;
/** How long after it one further worker may not have heard of it, and what was begun at once may still come. */
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
 * @param timeAfter - when a process has got so many milliseconds since a time
 */
export function createRetryAfterIndex(
  { requests, offerOf }: Pick<Trace, 'requests' | 'offerOf'>,
  nameCaller: (request: Exchange['request']) => string,
  timeAfter?: TimeAfter,
): RetryAfterIndex {
  const requestOf = new Map(requests.map((request) => [request.exchange, request]));
  const queues = new Map<string, WaitQueue>();
  /** Connections that have carried a request. */
  const known = new Set<number>();

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
    find(exchange) {
      const { at, connection, response } = exchange;
      const isFirst = connection !== undefined && !known.has(connection);
      if (isFirst) known.add(connection);
      const isAnswered = response !== undefined && response.status < 400;
      const arrival = { at, connection, isFirst, isAnswered };
      return queues.get(nameSubject(exchange))?.find(arrival, nameRequest(exchange));
    },
    record(exchange) {
      const wait = readWait(exchange);
      if (wait === undefined) return false;
      const subject = nameSubject(exchange);
      const queue = queues.get(subject) ?? createWaitQueue(timeAfter);
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

/** When a process has got so many milliseconds since a time, which is later on a busy machine. */
type TimeAfter = (since: number, ms: number) => number;

/** A request, as far as a wait is about it. */
interface Arrival extends Pick<Exchange, 'at'> {
  readonly connection?: number | undefined;
  /** Whether its connection has carried no request before: it was opened for this one. */
  readonly isFirst?: boolean;
  /** Whether it was answered with what it asked for. */
  readonly isAnswered?: boolean;
}

/** The waits of one client for one list, in the order of the responses. */
interface WaitQueue {
  /** @param name - equal for requests for the same */
  add(wait: Wait, name: string): void;
  /** Finds the first response that a request comes too soon after; requests are asked for in the order of their responses. */
  find(arrival: Arrival, name: string): Wait | undefined;
  /** @param name - of the request that the wait rejected */
  isKept(wait: Wait, name: string): boolean;
}

/** Creates an empty queue; a search takes constant time on average. */
export function createWaitQueue(timeAfter: TimeAfter = (since, ms) => since + ms): WaitQueue {
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

  /** The first wait that is not over when a request comes. */
  function findWait({ at }: Arrival, name: string): Wait | undefined {
    drop(at);
    if (latest.has(name)) latest.set(name, at);
    const wait = waits[first];
    return wait === undefined || at + RESOLUTION <= wait.answeredAt ? undefined : wait;
  }

  /** A connection carries one request after the other: one that was open may have had one under way. */
  function wasUnderWay(wait: Wait, { at, connection, isFirst = false }: Arrival): boolean {
    const { connection: own, openConnections = 0 } = wait.exchange;
    if (connection === undefined || own === undefined || connection === own) return false;
    if (connection > openConnections || used.has(connection)) return false;
    // Who opens a connection has something to send.
    return isWithin(wait, at, isFirst ? UNHEARD : UNDER_WAY);
  }

  /** One further worker may not have heard of it. */
  function isUnheard(wait: Wait, at: number): boolean {
    if (isExcused || !isWithin(wait, at, UNHEARD)) return false;
    isExcused = true;
    return true;
  }

  /** Whether it is for what was rejected. Only who opens a connection for it sends the same twice at once. */
  function cameAgain({ at, isFirst = false }: Arrival, name: string, isUnderWay: boolean): boolean {
    const until = rejected.get(name) ?? 0;
    return until > at + TOLERANCE && !(isUnderWay && isFirst);
  }

  function isWithin({ answeredAt }: Wait, at: number, ms: number): boolean {
    return at < answeredAt + ms || at < timeAfter(answeredAt, ms);
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
    find(arrival, name) {
      const wait = findWait(arrival, name);
      if (wait === undefined) return undefined;
      const { at, connection, isAnswered } = arrival;
      const isUnderWay = wasUnderWay(wait, arrival);
      const isSentAgain = cameAgain(arrival, name, isUnderWay);
      const mayPass = isUnderWay || isUnheard(wait, at);
      if (connection !== undefined) used.add(connection);
      // Who has got the page does not come back for it: that was another worker, who wants the same.
      const mayBeKept = isSentAgain ? mayPass && isAnswered === true : isUnderWay || isWithin(wait, at, UNHEARD);
      if (!mayBeKept) broken.add(wait);
      return mayPass && !isSentAgain ? undefined : wait;
    },
    isKept: (wait, name) => !broken.has(wait) && (latest.get(name) ?? 0) + TOLERANCE >= wait.until,
  };
}
