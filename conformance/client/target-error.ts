import type { Exchange } from './exchange.ts';
import type { TargetResponse } from './target.ts';

/**
 * Why a request brought no response to judge.
 *
 * - `unreachable`: no connection, or it was reset before an answer
 * - `timeout`: no complete answer within the time
 * - `aborted`: the run was cancelled, or the target closed
 * - `budget-exhausted`: no requests are left; nothing was sent
 * - `rate-limited`: the target answers 429 and asks for more patience than allowed
 * - `too-large`: the answer exceeds the size limit
 * - `malformed-http`: what came is not HTTP, or ended before its end
 * - `invalid-link`: a link from a body that no client could follow; nothing was sent
 */
export type TargetErrorKind =
  | 'unreachable'
  | 'timeout'
  | 'aborted'
  | 'budget-exhausted'
  | 'rate-limited'
  | 'too-large'
  | 'malformed-http'
  | 'invalid-link';

/** What a target error tells beside its message. */
export interface TargetErrorDetails {
  /** The last attempt, secrets redacted; absent when nothing was sent. */
  readonly exchange?: Exchange;
  /** For `rate-limited`: how long the target asked to wait, in milliseconds. */
  readonly retryAfterMs?: number;
  /** For `rate-limited`: the last 429, if this request got one. */
  readonly response?: TargetResponse;
  readonly cause?: unknown;
}

/** The network, the budget or the caller ended a request. The message holds no secret and says where and why. */
export class TargetError extends Error {
  override readonly name = 'TargetError';
  readonly kind: TargetErrorKind;
  readonly exchange: Exchange | undefined;
  readonly retryAfterMs: number | undefined;
  readonly response: TargetResponse | undefined;

  constructor(kind: TargetErrorKind, message: string, details: TargetErrorDetails = {}) {
    super(message, details.cause === undefined ? undefined : { cause: details.cause });
    this.kind = kind;
    this.exchange = details.exchange;
    this.retryAfterMs = details.retryAfterMs;
    this.response = details.response;
  }
}
