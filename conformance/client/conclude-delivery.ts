import type { Redactor } from '../../src/contract/secrets/create-redactor.ts';
import { createResponse } from './create-response.ts';
import { recordExchange, type SentRequest } from './evidence/record-exchange.ts';
import type { Exchange } from './exchange.ts';
import type { Delivery } from './pace/deliver.ts';
import type { TargetResponse } from './target.ts';
import { TargetError } from './target-error.ts';

/** What is known of a request beside its delivery. */
export interface DeliveryContext {
  readonly sent: SentRequest;
  readonly rewritten: boolean;
  readonly memoized: boolean;
  readonly redactor: Redactor;
}

/**
 * Tells a response from a failure.
 *
 * @returns the response
 * @throws TargetError, secrets redacted, when there is none, or none but a 429
 */
export function concludeDelivery(delivery: Delivery, context: DeliveryContext): TargetResponse {
  const { outcome, attempts, rateLimits, retryAfterMs } = delivery;
  const { sent, rewritten, memoized, redactor } = context;
  const record = (): Exchange => recordExchange(sent, outcome, redactor);
  if (outcome.kind === 'failed') {
    const exchange = record();
    throw new TargetError(outcome.error, `${describe(exchange)}: ${exchange.failure}`, { exchange });
  }
  const response = createResponse(outcome, {
    url: sent.url,
    rewritten,
    memoized,
    attempts: memoized ? 0 : attempts,
    rateLimits: memoized ? { total: 0, silent: 0 } : rateLimits,
    record,
  });
  if (retryAfterMs === undefined) return response;
  const wish = `${describe(response.exchange)}: answers 429 and asks to wait ${Math.ceil(retryAfterMs / 1000)} s`;
  throw new TargetError('rate-limited', `${wish}, after ${attempts} requests`, {
    exchange: response.exchange,
    response,
    retryAfterMs,
  });
}

function describe({ method, url }: Pick<Exchange, 'method' | 'url'>): string {
  return `${method} ${url}`;
}
