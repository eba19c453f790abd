import type { Json } from '../../src/contract/contract.ts';
import { PagewrightError } from '../../src/contract/error.ts';
import type { Redactor } from '../../src/contract/redactor.ts';
import { countNoun } from '../../src/contract/text.ts';
import type { Delivery } from './delivery.ts';
import { type Exchange, recordExchange, type SentRequest } from './exchange.ts';
import type { AttemptAnswer } from './transport.ts';

/** Any answer, of any status. */
export interface TargetResponse {
  readonly status: number;
  /** By name in lower case; several of one name are joined by a comma. */
  readonly headers: Readonly<Record<string, string>>;
  /** `type/subtype` in lower case, without parameters; absent when the target names none. */
  readonly mediaType: string | undefined;
  /** The body, whatever its media type; empty for HEAD. */
  readonly text: string;
  /** The body, parsed when first asked for; `undefined` when it is not JSON. */
  readonly json: Json | undefined;
  /** Absolute, as it was sent, with whatever secret it holds: use `exchange.url` in anything that is shown. */
  readonly url: string;
  /** Whether the URL led to another origin, and was asked at the target's own instead. */
  readonly rewritten: boolean;
  /** Whether an earlier response was used again. */
  readonly memoized: boolean;
  /** How many requests it took: more than one when some had to be repeated. */
  readonly attempts: number;
  /** How many of them were answered with 429, and how many of those without Retry-After. */
  readonly rateLimits: { readonly total: number; readonly silent: number };
  readonly durationMs: number;
  /** As evidence, secrets redacted. */
  readonly exchange: Exchange;
}

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
 * @throws PagewrightError, secrets redacted, when there is none, or none but a 429
 */
export function concludeDelivery(delivery: Delivery, context: DeliveryContext): TargetResponse {
  const { outcome, attempts, rateLimits, retryAfterMs } = delivery;
  const { sent, rewritten, memoized, redactor } = context;
  const record = (): Exchange => recordExchange(sent, outcome, redactor);
  if (outcome.kind === 'failed') {
    const exchange = record();
    throw new PagewrightError(outcome.error, `${describe(exchange)}: ${exchange.failure}`);
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
  throw new PagewrightError(
    'rate-limited',
    `${describe(response.exchange)}: still 429 after ${countNoun(attempts, 'request')}, with ${countNoun(Math.ceil(retryAfterMs / 1000), 'more second')} to wait`,
  );
}

function describe({ method, url }: Pick<Exchange, 'method' | 'url'>): string {
  return `${method} ${url}`;
}

/** How an answer came about. */
export interface ResponseContext {
  readonly url: string;
  readonly rewritten: boolean;
  readonly memoized: boolean;
  readonly attempts: number;
  readonly rateLimits: TargetResponse['rateLimits'];
  /** Makes the evidence; called at most once, and only if somebody wants it. */
  readonly record: () => Exchange;
}

/** Makes a response of an answer. JSON and evidence are made when first asked for. */
export function createResponse(answer: AttemptAnswer, context: ResponseContext): TargetResponse {
  const { status, headers, text, durationMs } = answer;
  const { record, ...rest } = context;
  const readJson = once(() => parseJson(text));
  const readExchange = once(record);
  return {
    ...rest,
    status,
    headers,
    mediaType: readMediaType(headers['content-type']),
    text,
    durationMs,
    get json() {
      return readJson();
    },
    get exchange() {
      return readExchange();
    },
  };
}

function readMediaType(contentType = ''): string | undefined {
  return contentType.split(';', 1)[0]?.trim().toLowerCase() || undefined;
}

function parseJson(text: string): Json | undefined {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

function once<T>(make: () => T): () => T {
  let made: { readonly value: T } | undefined;
  return () => {
    made ??= { value: make() };
    return made.value;
  };
}
