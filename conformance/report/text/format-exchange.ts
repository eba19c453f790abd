import type { Exchange } from '../../client/exchange.ts';
import { describeStatus } from './describe-status.ts';
import { formatBody } from './format-body.ts';
import { formatDuration } from './format-duration.ts';
import { makeVisibleLine } from './make-visible.ts';

/**
 * A request and its answer as plain text, much as they went over the wire.
 *
 * @param exchange - as recorded
 * @returns several lines without control characters; the body is cut after a while
 */
export function formatExchange(exchange: Exchange): string {
  const { method, url, requestHeaders, responseHeaders, durationMs } = exchange;
  const body = formatBody(responseHeaders['content-type'], exchange.body);
  return [
    `${method} ${makeVisibleLine(url)}`,
    ...formatHeaders(requestHeaders),
    '',
    `${describeStatus(exchange)} (${formatDuration(durationMs)})`,
    ...formatHeaders(responseHeaders),
    ...(body === '' ? [] : ['', body]),
  ].join('\n');
}

function formatHeaders(headers: Readonly<Record<string, string>>): string[] {
  return Object.entries(headers).map(([name, value]) => makeVisibleLine(`${name}: ${value}`));
}
