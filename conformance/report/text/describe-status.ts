import { STATUS_CODES } from 'node:http';
import type { Exchange } from '../../client/exchange.ts';
import { formatDuration } from './format-duration.ts';
import { makeVisibleLine } from './make-visible.ts';

/** The status of an answer with its phrase: `404 Not Found`, or why there was none. */
export function describeStatus({ status, failure }: Exchange): string {
  if (status === 0 || failure !== undefined)
    return `no response: ${makeVisibleLine(failure ?? 'the reason is not known')}`;
  const phrase = STATUS_CODES[status];
  return phrase === undefined ? String(status) : `${status} ${phrase}`;
}

/** An exchange on one line: `GET https://… → 200 OK, 41 ms`. */
export function describeExchange(exchange: Exchange): string {
  const { method, url, durationMs } = exchange;
  return `${method} ${makeVisibleLine(url)} → ${describeStatus(exchange)}, ${formatDuration(durationMs)}`;
}
