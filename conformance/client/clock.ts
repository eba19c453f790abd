import { setTimeout as wait } from 'node:timers/promises';

/** The source of time of a target. */
export interface Clock {
  /** Milliseconds since 1970, never going back. */
  now(): number;
  /** Resolves after that many milliseconds, or somewhat earlier; rejects with the signal's reason as soon as it is aborted. */
  sleep(ms: number, signal?: AbortSignal): Promise<void>;
}

/** The maximum of a timer; callers check the time again after waking up. */
const MAX_SLEEP_MS = 2 ** 31 - 1;

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
