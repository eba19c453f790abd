import { setTimeout as wait } from 'node:timers/promises';
import type { Clock } from '../clock.ts';

/** Timers take no more; whoever asks for longer looks at the clock again. */
const LONGEST_SLEEP_MS = 2 ** 31 - 1;

/** Real time. */
export const systemClock: Clock = {
  // The wall clock may be set back during a run.
  now: () => performance.timeOrigin + performance.now(),
  async sleep(ms, signal) {
    try {
      await wait(Math.min(ms, LONGEST_SLEEP_MS), undefined, signal === undefined ? {} : { signal });
    } catch (error) {
      throw signal?.aborted ? signal.reason : error;
    }
  },
};
