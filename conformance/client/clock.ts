import { setTimeout as wait } from 'node:timers/promises';

/** Time as a target sees it; tests bring their own. */
export interface Clock {
  /** Milliseconds since 1970, never going back. */
  now(): number;
  /** Resolves after that many milliseconds, or somewhat earlier; rejects with the signal's reason as soon as it is aborted. */
  sleep(ms: number, signal?: AbortSignal): Promise<void>;
}

/** Timers take no more; whoever asks for longer looks at the clock again. */
const MAX_SLEEP_MS = 2 ** 31 - 1;

/** Real time. */
export const systemClock: Clock = {
  // The wall clock may be set back during a run.
  now: () => performance.timeOrigin + performance.now(),
  async sleep(ms, signal) {
    try {
      await wait(Math.min(ms, MAX_SLEEP_MS), undefined, signal === undefined ? {} : { signal });
    } catch (error) {
      throw signal?.aborted ? signal.reason : error;
    }
  },
};
