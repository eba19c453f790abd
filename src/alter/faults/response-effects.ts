import { createErrorRenderer } from '../../mock/errors.ts';
import type { ListMock } from '../../mock/list.ts';
import type { Headers, MockRequest, MockResponse } from '../../mock/message.ts';
import { hasTokens, readBody } from '../../page/page-reader.ts';
import { isLaterPage } from '../../page/query.ts';
import type { Effect, Exchange } from './effect.ts';
import { isBackward } from './fault-tokens.ts';
import { FAULT_DEFAULTS } from './kinds.ts';
import { findRank } from './page-counter.ts';

/** Resets the connection. */
export const resetConnection: Effect = (_fault, exchange) => () => {
  exchange.delivery = { ...exchange.delivery, breaks: 'before-head' };
};

/** Answers as a server that fails, or what stands in front of it. */
export const failServer: Effect =
  ({ status = FAULT_DEFAULTS.status, retryAfter }, exchange) =>
  () => {
    const title = `${status} ${{ 500: 'Internal Server Error', 502: 'Bad Gateway', 503: 'Service Unavailable' }[status]}`;
    const headers: Headers = [['Content-Type', 'text/html; charset=utf-8']];
    const seconds = String(retryAfter ?? FAULT_DEFAULTS.retryAfter);
    exchange.response = {
      status,
      headers: status === 503 ? [...headers, ['Retry-After', seconds]] : headers,
      body: `<html>\n<head><title>${title}</title></head>\n<body>\n<center><h1>${title}</h1></center>\n</body>\n</html>\n`,
    };
  };

/** Refuses as the contract does when too many requests come. */
export const limitRate: Effect =
  ({ retryAfter = FAULT_DEFAULTS.retryAfter }, exchange) =>
  () => {
    exchange.response = refuseForNow(exchange.list, exchange.request, String(retryAfter));
  };

/** The contract's own answer names the seconds in its body where the document does: it is rendered with ours. */
function refuseForNow(list: ListMock, request: MockRequest, seconds: string): MockResponse {
  const { contract } = list;
  const errors = new Map(contract.errors);
  const answer = errors.get('rateLimited');
  if (answer !== undefined) errors.set('rateLimited', { ...answer, headers: withRetryAfter(answer.headers, seconds) });
  const render = createErrorRenderer({ ...contract, errors });
  const response = render({ condition: 'rateLimited' }, request, list.nextFreshValue);
  return { ...response, headers: withRetryAfter(response.headers, seconds) };
}

function withRetryAfter(headers: Headers, seconds: string): Headers {
  return [...headers.filter(([name]) => name.toLowerCase() !== 'retry-after'), ['Retry-After', seconds]];
}

/** Refuses the link or token that a request follows, which would have led to a page. */
export const expireLink: Effect = (_fault, exchange) => {
  const { list, request, reading } = exchange;
  const { contract } = list;
  if (!hasTokens(contract) || reading === undefined) return undefined;
  // In a link the position may have another name.
  const isFollowed = isLaterPage(contract, request) || Number(findRank(contract, reading.spot, reading.page)) > 0;
  if (!isFollowed) return undefined;
  return () => {
    const condition = isBackward(contract, request) ? 'invalidBackwardPosition' : 'expiredPosition';
    exchange.response = list.fail(condition, request);
  };
};

/** Makes the answer late. */
export const delay: Effect = (fault, exchange) => (draw) => {
  const { ms = FAULT_DEFAULTS.ms, jitterMs = FAULT_DEFAULTS.jitterMs } = fault;
  exchange.delivery = { ...exchange.delivery, delayMs: ms + (jitterMs > 0 ? Math.floor(draw() * (jitterMs + 1)) : 0) };
};

/** Ends the connection amid the body. */
export const truncateBody: Effect = (_fault, exchange) => {
  if (!sendsBody(exchange) || exchange.response.body.length < 2) return undefined;
  return () => {
    exchange.delivery = { ...exchange.delivery, breaks: 'amid-body' };
  };
};

/** Spreads the body over a time. */
export const dripBody: Effect = ({ overMs = FAULT_DEFAULTS.overMs }, exchange) => {
  if (!sendsBody(exchange)) return undefined;
  return () => {
    exchange.delivery = { ...exchange.delivery, dripMs: overMs };
  };
};

/** Puts a comma where JSON has none: before the bracket at the end. */
export const breakJson: Effect = (_fault, exchange) => {
  const { response } = exchange;
  const value = readBody(response);
  if (!sendsBody(exchange) || typeof value !== 'object' || value === null) return undefined;
  return () => {
    const end = Math.max(response.body.lastIndexOf('}'), response.body.lastIndexOf(']'));
    exchange.response = { ...response, body: `${response.body.slice(0, end)},${response.body.slice(end)}` };
  };
};

function sendsBody({ request, response, delivery }: Exchange): boolean {
  return request.method !== 'HEAD' && response.body !== '' && delivery.breaks !== 'before-head';
}
