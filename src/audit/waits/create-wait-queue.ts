import type { Exchange } from '../../journal/exchange.ts';

/** Timers are not exact; in milliseconds. */
const TOLERANCE = 50;

/** An answer that told the client to wait. */
export interface Wait {
  readonly exchange: Exchange;
  /** When it was sent, in milliseconds since 1970, with a fraction. */
  readonly answeredAt: number;
  /** When the client may come again. */
  readonly until: number;
}

/** What somebody was told, in the order of the answers. */
export interface WaitQueue {
  add(wait: Wait): void;
  /**
   * Finds the first answer that a request comes too soon after.
   *
   * @param at - when the request came; never earlier than the one before
   * @param grace - how long after an answer a request may have been under way already, in milliseconds
   */
  find(at: number, grace: number): Wait | undefined;
}

/** Makes an empty queue; on average, to ask it costs the same however long it is. */
export function createWaitQueue(): WaitQueue {
  const waits: Wait[] = [];
  let first = 0;

  return {
    add(wait) {
      // What ends no later than an earlier one tells nothing new, and must not make up for it.
      const last = waits.at(-1);
      if (last === undefined || first === waits.length || wait.until > last.until) waits.push(wait);
    },
    find(at, grace) {
      while (first < waits.length && (waits[first] as Wait).until <= at + TOLERANCE) first += 1;
      const wait = waits[first];
      return wait !== undefined && at >= wait.answeredAt + grace ? wait : undefined;
    },
  };
}
