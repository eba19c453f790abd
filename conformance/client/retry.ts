import type { AttemptOutcome } from './transport.ts';

/** The maximum of repeats of one request after 429. */
const MAX_RATE_LIMITED = 6;
/** The pause after a failure, long enough for a failover. */
const RETRY_DELAY_MS = 200;
/** The first pause after a 429 without Retry-After; it doubles each time. */
const BACKOFF_MS = 1000;
/** The minimum pause after a 429. */
const MIN_PAUSE_MS = 50;

const TRANSIENT_STATUSES: ReadonlySet<number> = new Set([502, 503, 504]);

/** The attempts before the latest one. */
export interface History {
  /** Repeats after a transient failure. */
  readonly retries: number;
  /** Repeats after a 429. */
  readonly rateLimited: number;
  /** Milliseconds waited in all. */
  readonly waitedMs: number;
}

export type RepeatPlan =
  | { readonly action: 'conclude' }
  /** Repeat this request after a pause. */
  | { readonly action: 'retry'; readonly waitMs: number }
  /** Pause all requests; `giveUp` when the pause is too long for this one. */
  | { readonly action: 'pause'; readonly waitMs: number; readonly giveUp: boolean };

/** The limits of the waits for one request. */
interface Patience {
  /** Milliseconds of all waits together. */
  readonly maxWaitMs: number;
  /** Whether nothing but a page is expected, so that a 403 with Retry-After means the same as a 429. */
  readonly expectsPage?: boolean | undefined;
}

/**
 * Decides whether a request is repeated: once after a transient failure of the network or a 502, 503 or 504; after a 429 up
 * to six times within `maxWaitMs`, and so after a 403 with Retry-After where a page is expected; never otherwise. A 403 is not
 * waited for longer than that: it is then an answer like any other.
 *
 * @param now - milliseconds since 1970
 */
export function planRepeat(
  outcome: AttemptOutcome,
  history: History,
  { maxWaitMs, expectsPage = false }: Patience,
  now: number,
): RepeatPlan {
  if (outcome.kind === 'failed') {
    return outcome.transient && history.retries === 0
      ? { action: 'retry', waitMs: RETRY_DELAY_MS }
      : { action: 'conclude' };
  }
  const asked = readWait(outcome.headers, now);
  if (isLimit(outcome.status, asked, expectsPage)) {
    const waitMs = Math.max(asked ?? BACKOFF_MS * 2 ** history.rateLimited, MIN_PAUSE_MS);
    const giveUp = history.rateLimited >= MAX_RATE_LIMITED || history.waitedMs + waitMs > maxWaitMs;
    // What is no certain limit is no reason to end the run.
    return giveUp && outcome.status === 403 ? { action: 'conclude' } : { action: 'pause', waitMs, giveUp };
  }
  const waitMs = Math.max(asked ?? 0, RETRY_DELAY_MS);
  const worthIt = TRANSIENT_STATUSES.has(outcome.status) && history.retries === 0;
  return worthIt && history.waitedMs + waitMs <= maxWaitMs ? { action: 'retry', waitMs } : { action: 'conclude' };
}

function isLimit(status: number, asked: number | undefined, expectsPage: boolean): boolean {
  return status === 429 || (status === 403 && expectsPage && asked !== undefined);
}

function readWait(headers: Readonly<Record<string, string>>, now: number): number | undefined {
  const sentAt = Date.parse(headers['date'] ?? '');
  return parseRetryAfter(headers['retry-after'], Number.isNaN(sentAt) ? now : sentAt);
}

/**
 * Reads a `Retry-After` header (RFC 9110, section 10.2.3).
 *
 * @param value - delta-seconds (`120`) or an HTTP date
 * @param sentAt - when the response was made, in milliseconds since 1970: by its own `Date` header where it has one,
 *   so that a clock that differs from ours does no harm
 * @returns milliseconds to wait, never negative; `undefined` when there is no value or it is neither form
 */
export function parseRetryAfter(value: string | undefined, sentAt: number): number | undefined {
  const text = value?.trim() ?? '';
  // Fractions are not in the standard, but some servers send them.
  if (/^\d+(\.\d+)?$/.test(text)) return Number(text) * 1000;
  // Date.parse takes anything else that starts with a number for a year.
  const date = /^[A-Za-z]{3,9},? /.test(text) ? Date.parse(text) : Number.NaN;
  return Number.isNaN(date) ? undefined : Math.max(0, date - sentAt);
}
