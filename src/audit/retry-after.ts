import { parseRetryAfter } from '../../conformance/client/retry.ts';
import type { Exchange } from '../journal/exchange.ts';
import type { ListRequest } from './requests.ts';
import type { OfferedLink, Trace } from './traces/trace.ts';

/** By another connection, requests may be under way already when an answer comes; in milliseconds. */
const UNDER_WAY = 30;

/** Knows who was told to wait. */
interface RetryAfterIndex {
  /** The answer that a request does not heed. */
  find(exchange: Exchange): Wait | undefined;
  /** Whether its answer tells the client to wait. */
  note(exchange: Exchange): boolean;
}

/**
 * Prepares the search for requests that come too soon. Who was told to wait is whoever sends something by the same connection
 * with the same credentials; sends the same request; goes on with the same walk; or begins it again.
 *
 * @param nameCaller - the credentials of a request, as one text
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
      // One connection brings one request after the other: what comes by it later was sent after the answer.
      const own = name === undefined ? undefined : queues.get(name)?.find(exchange.at, Number.NEGATIVE_INFINITY);
      const request = requestOf.get(exchange);
      if (own !== undefined || request === undefined) return own;
      const offer = offerOf.get(request);
      // Nobody has the same page of the same walk under way twice.
      const same = offer === undefined ? undefined : queues.get(offer)?.find(exchange.at, 0);
      const grace = exchange.connection === undefined ? 0 : UNDER_WAY;
      return same ?? queues.get(offer?.walk ?? nameRequest(request))?.find(exchange.at, grace);
    },
    note(exchange) {
      const wait = readWait(exchange);
      if (wait === undefined) return false;
      const name = nameConnection(exchange);
      if (name !== undefined) add(name, wait);
      const request = requestOf.get(exchange);
      for (const key of request === undefined ? [] : listPlaces(request, offerOf.get(request))) add(key, wait);
      return true;
    },
  };
}

/** Where a client that was told to wait would turn up: in its walk, or at the beginning of it. */
function listPlaces(request: ListRequest, offer: OfferedLink | undefined): readonly unknown[] {
  if (offer === undefined) return [nameRequest(request)];
  const [start] = offer.walk.pages;
  // Who has gone on since did not begin again.
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

/** Timers are not exact; in milliseconds. */
const TOLERANCE = 50;

/** An answer that told the client to wait. */
export interface Wait {
  readonly exchange: Exchange;
  /** When it was sent, in milliseconds since 1970, with a fraction. */
  readonly answeredAt: number;
  /** When the client may come again. */
  readonly until: number;
}

/** What somebody was told, in the order of the answers. */
interface WaitQueue {
  add(wait: Wait): void;
  /**
   * Finds the first answer that a request comes too soon after.
   *
   * @param at - when the request came; never earlier than the one before
   * @param grace - how long after an answer a request may have been under way already, in milliseconds
   */
  find(at: number, grace: number): Wait | undefined;
}

/** Makes an empty queue; on average, to ask it costs the same however long it is. */
export function createWaitQueue(): WaitQueue {
  const waits: Wait[] = [];
  let first = 0;

  return {
    add(wait) {
      // What ends no later than an earlier one tells nothing new, and must not make up for it.
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
