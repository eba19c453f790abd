import { parseRetryAfter } from '../../conformance/client/retry.ts';
import type { Exchange } from '../journal/exchange.ts';
import type { ListRequest } from './requests.ts';
import type { OfferedLink, Trace } from './traces/trace.ts';

/** How long after a response a request on another connection may have been under way already, in milliseconds. */
const UNDER_WAY = 30;

/** The clients that were told to wait. */
interface RetryAfterIndex {
  /** Finds the response that a request ignores. */
  find(exchange: Exchange): Wait | undefined;
  /** Records a response. @returns whether it tells the client to wait */
  record(exchange: Exchange): boolean;
}

/**
 * Prepares the search for requests that come too soon. A client that was told to wait is recognized by the same connection with the
 * same credentials, by the same request, or by its walk, which it continues or begins again.
 *
 * @param nameCaller - returns the credentials of a request as one text
 */
export function createRetryAfterIndex(
  { requests, offerOf }: Pick<Trace, 'requests' | 'offerOf'>,
  nameCaller: (request: Exchange['request']) => string,
): RetryAfterIndex {
  const requestOf = new Map(requests.map((request) => [request.exchange, request]));
  const queues = new Map<unknown, WaitQueue>();

  function nameConnection({ connection, request }: Exchange): string | undefined {
    return connection === undefined ? undefined : `${connection} ${nameCaller(request)}`;
  }

  function add(key: unknown, wait: Wait): void {
    const queue = queues.get(key) ?? createWaitQueue();
    queues.set(key, queue);
    queue.add(wait);
  }

  return {
    find(exchange) {
      const name = nameConnection(exchange);
      // A connection carries one request after the other: what comes later was sent after the response.
      const own = name === undefined ? undefined : queues.get(name)?.find(exchange.at, Number.NEGATIVE_INFINITY);
      const request = requestOf.get(exchange);
      if (own !== undefined || request === undefined) return own;
      const offer = offerOf.get(request);
      // No client has two requests for the same page of a walk under way.
      const same = offer === undefined ? undefined : queues.get(offer)?.find(exchange.at, 0);
      const grace = exchange.connection === undefined ? 0 : UNDER_WAY;
      return same ?? queues.get(offer?.walk ?? nameRequest(request))?.find(exchange.at, grace);
    },
    record(exchange) {
      const wait = readWait(exchange);
      if (wait === undefined) return false;
      const name = nameConnection(exchange);
      if (name !== undefined) add(name, wait);
      const request = requestOf.get(exchange);
      for (const key of request === undefined ? [] : listKeys(request, offerOf.get(request))) add(key, wait);
      return true;
    },
  };
}

/** What a client that was told to wait is recognized by. */
function listKeys(request: ListRequest, offer: OfferedLink | undefined): readonly unknown[] {
  if (offer === undefined) return [nameRequest(request)];
  const [start] = offer.walk.pages;
  // A client that has read on since did not begin again.
  const again = start === undefined || offer.state === 'used' ? [] : [nameRequest(start)];
  return [offer, offer.walk, nameRequest(request), ...again];
}

function nameRequest({ caller, canonical }: ListRequest): string {
  return JSON.stringify([caller, canonical]);
}

function readWait(exchange: Exchange): Wait | undefined {
  const { response, at, durationMs, isAborted } = exchange;
  if (isAborted === true || (response?.status !== 429 && response?.status !== 503)) return undefined;
  const answeredAt = at + durationMs;
  const value = response.headers.find(([name]) => name.toLowerCase() === 'retry-after')?.[1];
  const delay = parseRetryAfter(value, answeredAt);
  return delay === undefined ? undefined : { exchange, answeredAt, until: answeredAt + delay };
}

/** Timers are not exact. In milliseconds. */
const TOLERANCE = 50;

/** A response that tells the client to wait. */
export interface Wait {
  readonly exchange: Exchange;
  /** When it was sent, in milliseconds since 1970 (fractional). */
  readonly answeredAt: number;
  /** When the client may send the next request. */
  readonly until: number;
}

/** The waits of one client, in the order of the responses. */
interface WaitQueue {
  add(wait: Wait): void;
  /**
   * Finds the first response that a request comes too soon after.
   *
   * @param at - when the request came; never earlier than the one before
   * @param grace - how long after a response a request may have been under way already, in milliseconds
   */
  find(at: number, grace: number): Wait | undefined;
}

/** Creates an empty queue; a search takes constant time on average. */
export function createWaitQueue(): WaitQueue {
  const waits: Wait[] = [];
  let first = 0;

  return {
    add(wait) {
      // A wait that ends no later than an earlier one adds nothing, and must not replace it.
      const last = waits.at(-1);
      if (last === undefined || first === waits.length || wait.until > last.until) waits.push(wait);
    },
    find(at, grace) {
      while (first < waits.length && (waits[first] as Wait).until <= at + TOLERANCE) first += 1;
      const wait = waits[first];
      return wait !== undefined && at >= wait.answeredAt + grace ? wait : undefined;
    },
  };
}
