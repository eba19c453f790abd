import { createErrorRenderer } from '../../mock/errors.ts';
import type { Headers, MockResponse } from '../../mock/message.ts';
import { hasTokens, readBody } from '../../page/page-reader.ts';
import { isLaterPage } from '../../page/query.ts';
import { htmlError } from '../edits.ts';
import type { Effect, FaultContext } from './effect.ts';
import { isBackward } from './fault-tokens.ts';
import { FAULT_DEFAULTS, type FaultKind } from './kinds.ts';
import { findRank } from './page-counter.ts';

/** Resets the connection. */
const resetConnection: Effect = (_fault, context) => () => {
  context.delivery = { ...context.delivery, breaks: 'before-head' };
};

/** Responds as a server that fails, or what stands in front of it. */
const failServer: Effect =
  ({ status = FAULT_DEFAULTS.status, retryAfter = FAULT_DEFAULTS.retryAfter }, context) =>
  () => {
    const failure = htmlError(status);
    context.response = status === 503 ? withRetryAfter(failure, retryAfter) : failure;
  };

/** Rejects as the contract does when too many requests come. */
const limitRate: Effect =
  ({ retryAfter = FAULT_DEFAULTS.retryAfter }, context) =>
  () => {
    context.response = withRetryAfter(renderRateLimited(context, retryAfter), retryAfter);
  };

/** The contract's own response names the seconds in its body where the document does: it is rendered with ours. */
function renderRateLimited({ list, request }: FaultContext, retryAfter: number): MockResponse {
  const { contract } = list;
  const errors = new Map(contract.errors);
  const error = errors.get('rateLimited');
  if (error !== undefined) errors.set('rateLimited', withRetryAfter(error, retryAfter));
  return createErrorRenderer({ ...contract, errors })({ condition: 'rateLimited' }, request, list.nextFreshValue);
}

function withRetryAfter<Message extends { readonly headers: Headers }>(message: Message, seconds: number): Message {
  const others = message.headers.filter(([name]) => name.toLowerCase() !== 'retry-after');
  return { ...message, headers: [...others, ['Retry-After', String(seconds)]] };
}

/** Rejects the link or token that a request follows, which would have led to a page. */
const expireLink: Effect = (_fault, context) => {
  const { list, request, requested } = context;
  const { contract } = list;
  if (!hasTokens(contract) || requested === undefined) return undefined;
  // In a link the position may have another name.
  const isFollowed = isLaterPage(contract, request) || Number(findRank(contract, requested.rows, requested.page)) > 0;
  if (!isFollowed) return undefined;
  return () => {
    const condition = isBackward(contract, request) ? 'invalidBackwardPosition' : 'expiredPosition';
    context.response = list.fail(condition, request);
  };
};

/** Makes the response late. */
const delay: Effect =
  ({ ms = FAULT_DEFAULTS.ms, jitterMs = FAULT_DEFAULTS.jitterMs }, context) =>
  (fraction) => {
    const jitter = jitterMs > 0 ? Math.floor(fraction() * (jitterMs + 1)) : 0;
    context.delivery = { ...context.delivery, delayMs: ms + jitter };
  };

/** Ends the connection amid the body. */
const truncateBody: Effect = (_fault, context) => {
  if (!sendsBody(context) || context.response.body.length < 2) return undefined;
  return () => {
    context.delivery = { ...context.delivery, breaks: 'amid-body' };
  };
};

/** Spreads the body over a time. */
const dripBody: Effect = ({ overMs = FAULT_DEFAULTS.overMs }, context) => {
  if (!sendsBody(context)) return undefined;
  return () => {
    context.delivery = { ...context.delivery, dripMs: overMs };
  };
};

/** Puts a comma where JSON has none: before the bracket at the end. */
const breakJson: Effect = (_fault, context) => {
  const { response } = context;
  const value = readBody(response);
  if (!sendsBody(context) || typeof value !== 'object' || value === null) return undefined;
  return () => {
    const end = Math.max(response.body.lastIndexOf('}'), response.body.lastIndexOf(']'));
    context.response = { ...response, body: `${response.body.slice(0, end)},${response.body.slice(end)}` };
  };
};

function sendsBody({ request, response, delivery }: FaultContext): boolean {
  return request.method !== 'HEAD' && response.body !== '' && delivery.breaks !== 'before-head';
}

/** What comes in place of a response: the first that strikes leaves nothing to the others, nor to pages. */
export const REJECTIONS: readonly (readonly [kind: FaultKind, effect: Effect])[] = [
  ['connection-reset', resetConnection],
  ['server-error', failServer],
  ['rate-limit', limitRate],
  ['expired-link', expireLink],
];

/** What happens to any response on its way. */
export const DELIVERY_EFFECTS: readonly (readonly [kind: FaultKind, effect: Effect])[] = [
  ['malformed-json', breakJson],
  ['truncated-body', truncateBody],
  ['slow-drip', dripBody],
  ['latency', delay],
];
