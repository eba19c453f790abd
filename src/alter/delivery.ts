import type { MockResponse } from '../mock/message.ts';

/** How an answer reaches the client, where that is not at once and whole. */
export interface Delivery {
  /** Milliseconds before anything is sent. */
  readonly delayMs?: number;
  /** `before-head`: the connection is reset in place of an answer; `amid-body`: after half of the body. */
  readonly breaks?: 'before-head' | 'amid-body';
  /** Milliseconds over which the body is spread. */
  readonly dripMs?: number;
}

/** An answer, with what a fault does to it. */
export interface FaultedResponse extends MockResponse {
  /** Absent: it is sent at once and whole. */
  readonly delivery?: Delivery;
  /** The faults that struck; absent: none. */
  readonly faults?: readonly string[];
}
