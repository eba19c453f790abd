import type { Json } from '../../src/contract/contract.ts';
import { PagewrightError } from '../../src/contract/error.ts';
import type { Redactor } from '../../src/contract/redactor.ts';
import { countNoun, formatCount } from '../../src/contract/text.ts';
import type { Delivery } from './delivery.ts';
import { type Exchange, recordExchange, type SentRequest } from './exchange.ts';
import type { AttemptAnswer } from './transport.ts';

/** A response of any status. */
export interface TargetResponse {
  readonly status: number;
  /** By name in lower case; several of one name are joined by a comma. */
  readonly headers: Readonly<Record<string, string>>;
  /** `type/subtype` in lower case, without parameters; absent when the target names none. */
  readonly mediaType: string | undefined;
  /** The body, whatever its media type; empty for HEAD. */
  readonly text: string;
  /** Whether its bytes are not text in the declared charset. */
  readonly isGarbled: boolean;
  /** The body, parsed when first asked for; `undefined` when it is not JSON. */
  readonly json: Json | undefined;
  /** Absolute, as sent, secrets included: show `exchange.url` instead. */
  readonly url: string;
  /** Whether the URL had another origin, which was replaced by the target's. */
  readonly rewritten: boolean;
  /** Whether this is the response of an earlier request. */
  readonly memoized: boolean;
  /** How many requests were sent, repeated ones included. */
  readonly attempts: number;
  /** How many of them got a 429, and how many of those without Retry-After. */
  readonly rateLimits: { readonly total: number; readonly silent: number };
  readonly durationMs: number;
  /** The evidence, secrets redacted. */
  readonly exchange: Exchange;
}

/** What is needed beside the delivery. */
export interface DeliveryContext {
  readonly sent: SentRequest;
  readonly rewritten: boolean;
  readonly memoized: boolean;
  readonly redactor: Redactor;
}

/**
 * Turns a delivery into a response.
 *
 * @throws PagewrightError when there is no response, or still a 429; secrets are redacted
 */
export function concludeDelivery(delivery: Delivery, context: DeliveryContext): TargetResponse {
  const { outcome, attempts, rateLimits, retryAfterMs } = delivery;
  const { sent, rewritten, memoized, redactor } = context;
  const record = (): Exchange => recordExchange(sent, outcome, redactor);
  if (outcome.kind === 'failed') {
    const exchange = record();
    throw new PagewrightError(outcome.error, `${describe(exchange)}: ${exchange.failure}`);
  }
  if (isTooDeep(outcome.text)) {
    const limit = `more than ${formatCount(MAX_DEPTH)} levels deep`;
    throw new PagewrightError('too-large', `${describe(record())}: the response body is nested ${limit}`);
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

/** RFC 8259, section 9, lets a reader set a limit; whatever walks through values takes a frame of the stack for each level. */
const MAX_DEPTH = 500;

/** Whether JSON is nested so deep that it cannot be worked with; other text has no levels that matter. */
function isTooDeep(text: string): boolean {
  if (!hasManyBrackets(text)) return false;
  let depth = 0;
  for (let index = 0; index < text.length; index += 1) {
    const character = text[index];
    // What a string holds is no bracket.
    if (character === '"') index = findEndOfString(text, index);
    else if (character === '[' || character === '{') depth += 1;
    else if (character === ']' || character === '}') depth -= 1;
    if (depth > MAX_DEPTH) return true;
  }
  return false;
}

function findEndOfString(text: string, start: number): number {
  for (let index = start + 1; index < text.length; index += 1) {
    if (text[index] === '\\') index += 1;
    else if (text[index] === '"') return index;
  }
  return text.length;
}

/** Most bodies have so few that nobody needs to look any closer. */
function hasManyBrackets(text: string): boolean {
  let count = 0;
  for (const bracket of ['[', '{']) {
    for (let at = text.indexOf(bracket); at !== -1; at = text.indexOf(bracket, at + 1)) {
      count += 1;
      if (count > MAX_DEPTH) return true;
    }
  }
  return false;
}

function describe({ method, url }: Pick<Exchange, 'method' | 'url'>): string {
  return `${method} ${url}`;
}

export interface ResponseContext {
  readonly url: string;
  readonly rewritten: boolean;
  readonly memoized: boolean;
  readonly attempts: number;
  readonly rateLimits: TargetResponse['rateLimits'];
  /** Creates the evidence; called at most once. */
  readonly record: () => Exchange;
}

/** Creates a response whose JSON and evidence are created on first access. */
export function createResponse(answer: AttemptAnswer, context: ResponseContext): TargetResponse {
  const { status, headers, text, isGarbled = false, durationMs } = answer;
  const { record, ...rest } = context;
  const readJson = once(() => parseJson(text));
  const readExchange = once(record);
  return {
    ...rest,
    status,
    headers,
    mediaType: readMediaType(headers['content-type']),
    text,
    isGarbled,
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
