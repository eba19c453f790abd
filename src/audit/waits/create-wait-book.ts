import { parseRetryAfter } from '../../../conformance/client/pace/parse-retry-after.ts';
import type { Exchange } from '../../journal/exchange.ts';
import type { Visit } from '../visits/visit.ts';
import type { Edge, Trace } from '../walks/trace.ts';
import { createWaitQueue, type Wait, type WaitQueue } from './create-wait-queue.ts';

/** By another connection, requests may be under way already when an answer comes; in milliseconds. */
const UNDER_WAY = 30;

/** Knows who was told to wait. */
export interface WaitBook {
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
export function createWaitBook(
  { visits, edgeOf }: Pick<Trace, 'visits' | 'edgeOf'>,
  nameCaller: (request: Exchange['request']) => string,
): WaitBook {
  const visitOf = new Map(visits.map((visit) => [visit.exchange, visit]));
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
      const visit = visitOf.get(exchange);
      if (own !== undefined || visit === undefined) return own;
      const edge = edgeOf.get(visit);
      // Nobody has the same page of the same walk under way twice.
      const same = edge === undefined ? undefined : queues.get(edge)?.find(exchange.at, 0);
      const grace = exchange.connection === undefined ? 0 : UNDER_WAY;
      return same ?? queues.get(edge?.walk ?? nameRequest(visit))?.find(exchange.at, grace);
    },
    note(exchange) {
      const wait = readWait(exchange);
      if (wait === undefined) return false;
      const name = nameConnection(exchange);
      if (name !== undefined) add(name, wait);
      const visit = visitOf.get(exchange);
      for (const key of visit === undefined ? [] : listPlaces(visit, edgeOf.get(visit))) add(key, wait);
      return true;
    },
  };
}

/** Where a client that was told to wait would turn up: in its walk, or at the beginning of it. */
function listPlaces(visit: Visit, edge: Edge | undefined): readonly unknown[] {
  if (edge === undefined) return [nameRequest(visit)];
  const [start] = edge.walk.pages;
  // Who has gone on since did not begin again.
  const again = start === undefined || edge.state === 'used' ? [] : [nameRequest(start)];
  return [edge, edge.walk, nameRequest(visit), ...again];
}

function nameRequest({ caller, canonical }: Visit): string {
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
