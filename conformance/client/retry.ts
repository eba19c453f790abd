import type { AttemptOutcome } from './transport.ts';

/** Beyond this, a target that answers 429 without a wait that works is given up. */
const MAX_RATE_LIMITED = 6;
/** A pause after a failure, so that a restart or a failover has begun. */
const RETRY_DELAY_MS = 200;
/** The first pause after a 429 that says nothing; it doubles. */
const BACKOFF_MS = 1000;
/** The least pause after a 429, whatever it says. */
const MIN_PAUSE_MS = 50;

const TRANSIENT_STATUSES: ReadonlySet<number> = new Set([502, 503, 504]);

/** What happened to a request before its latest attempt. */
export interface History {
  /** Repeats after a transient failure. */
  readonly retries: number;
  /** Repeats after a 429. */
  readonly rateLimited: number;
  /** Milliseconds waited in all, because the target asked for it. */
  readonly waitedMs: number;
}

/** What to do after an attempt. */
export type Plan =
  | { readonly action: 'conclude' }
  /** Repeat after a pause that concerns this request alone. */
  | { readonly action: 'retry'; readonly waitMs: number }
  /** Pause all requests; `giveUp` when that is longer than this one may wait. */
  | { readonly action: 'pause'; readonly waitMs: number; readonly giveUp: boolean };

/**
 * Decides whether a request is repeated: once after a transient failure of the network or a 502, 503 or 504; after a 429 as
 * long as patience lasts; never otherwise.
 *
 * @param outcome - of the latest attempt
 * @param history - of those before
 * @param maxWaitMs - the patience, in milliseconds of all waits together
 * @param now - milliseconds since 1970
 */
export function planRepeat(outcome: AttemptOutcome, history: History, maxWaitMs: number, now: number): Plan {
  if (outcome.kind === 'failed') {
    return outcome.transient && history.retries === 0
      ? { action: 'retry', waitMs: RETRY_DELAY_MS }
      : { action: 'conclude' };
  }
  const asked = readWait(outcome.headers, now);
  if (outcome.status === 429) {
    const waitMs = Math.max(asked ?? BACKOFF_MS * 2 ** history.rateLimited, MIN_PAUSE_MS);
    const giveUp = history.rateLimited >= MAX_RATE_LIMITED || history.waitedMs + waitMs > maxWaitMs;
    return { action: 'pause', waitMs, giveUp };
  }
  const waitMs = Math.max(asked ?? 0, RETRY_DELAY_MS);
  const worthIt = TRANSIENT_STATUSES.has(outcome.status) && history.retries === 0;
  return worthIt && history.waitedMs + waitMs <= maxWaitMs ? { action: 'retry', waitMs } : { action: 'conclude' };
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
  // Fractions are not in the standard, and yet some servers send them.
  if (/^\d+(\.\d+)?$/.test(text)) return Number(text) * 1000;
  // Anything else that starts as a number would be taken for a year.
  const date = /^[A-Za-z]{3,9},? /.test(text) ? Date.parse(text) : Number.NaN;
  return Number.isNaN(date) ? undefined : Math.max(0, date - sentAt);
}
