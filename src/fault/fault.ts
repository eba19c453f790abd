/** What can be done to an answer. */
export type FaultKind =
  /** The answer comes late. */
  | 'latency'
  /** 429, with Retry-After. */
  | 'rate-limit'
  /** 500, 502 or 503. */
  | 'server-error'
  /** The connection is reset before the answer. */
  | 'connection-reset'
  /** The connection ends amid the body. */
  | 'truncated-body'
  /** The body is whole and no JSON. */
  | 'malformed-json'
  /** The body comes a few bytes at a time. */
  | 'slow-drip'
  /** The link or token that a request follows has expired. */
  | 'expired-link'
  /** A page shows the rows of the page before it again. */
  | 'repeated-page'
  /** The next link of a page leads back to the first one. */
  | 'cycle'
  /** A page without rows that has a next page. */
  | 'empty-page'
  /** A page holds half of its rows, though more follow. */
  | 'short-page'
  /** A row comes into the list beside the first one of a page, after it was read. */
  | 'row-inserted'
  /** The last row of a page is removed after it was read. */
  | 'row-deleted'
  /** The total is another one on each page. */
  | 'total-changed';

/** A fault, and when it strikes. */
export interface Fault {
  readonly kind: FaultKind;
  /** The id of the only contract that it concerns; every contract by default. */
  readonly contract?: string;
  /**
   * The only page of a walk that it concerns, counted from 1; every page that it can concern by default. Of `expired-link` and
   * `repeated-page` it is 2 or more.
   */
  readonly page?: number;
  /** For how many requests it strikes; for ever by default. */
  readonly times?: number;
  /** How likely it is to strike a request that it concerns, above 0 up to 1, which is the default; drawn from `seed`. */
  readonly probability?: number;
  /** Decides which requests are struck where `probability` leaves it open; 1 by default. */
  readonly seed?: number;
  /** Of `latency`: how late, in milliseconds; 1000 by default. */
  readonly ms?: number;
  /** Of `latency`: by how much more at most, drawn from `seed`, in milliseconds; none by default. */
  readonly jitterMs?: number;
  /** Of `rate-limit` and of `server-error` with 503: after how many seconds to try again; 1 by default. */
  readonly retryAfter?: number;
  /** Of `server-error`; 500 by default. */
  readonly status?: 500 | 502 | 503;
  /** Of `slow-drip`: over how long the body is spread, in milliseconds; 2000 by default. */
  readonly overMs?: number;
}
