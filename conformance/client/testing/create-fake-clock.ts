import { setImmediate as nextTurn } from 'node:timers/promises';
import type { Clock } from '../clock.ts';

/** A clock whose sleeps take no time. */
export interface FakeClock extends Clock {
  /** Milliseconds of every sleep so far, in the order in which they began. */
  readonly sleeps: readonly number[];
  /** Lets time pass. */
  advance(ms: number): void;
}

/**
 * Makes a clock that stands still except when somebody sleeps.
 *
 * @param start - milliseconds since 1970
 */
export function createFakeClock(start = 0): FakeClock {
  const sleeps: number[] = [];
  let now = start;
  return {
    sleeps,
    now: () => now,
    advance(ms) {
      now += ms;
    },
    async sleep(ms, signal) {
      signal?.throwIfAborted();
      sleeps.push(ms);
      const wakesAt = now + ms;
      await nextTurn();
      signal?.throwIfAborted();
      now = Math.max(now, wakesAt);
    },
  };
}
