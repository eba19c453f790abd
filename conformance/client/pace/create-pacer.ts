import type { Clock } from '../clock.ts';
import { TargetError } from '../target-error.ts';

/** Decides when a request may go. */
export interface Pacer {
  /**
   * Runs a task as soon as one of the places is free, in the order of the calls.
   *
   * @throws the signal's reason when it is aborted while waiting
   */
  hold<T>(task: () => Promise<T>, signal?: AbortSignal): Promise<T>;
  /**
   * Waits for this request's turn, within a task: until no pause is on and the rate allows it.
   *
   * @throws TargetError `rate-limited`, at once, when the pause lasts longer than anyone may wait; the signal's reason
   */
  awaitTurn(signal?: AbortSignal): Promise<void>;
  /** Lets nobody go for some milliseconds, and one at a time from then on: the target has said that it is too much. */
  pause(ms: number): void;
}

export interface PacerOptions {
  readonly concurrency: number;
  /** Requests per second. */
  readonly rate: number;
  /** The longest pause that is waited for, in milliseconds. */
  readonly maxWaitMs: number;
  readonly clock: Clock;
}

/** Makes a pacer that all requests to one target share. */
export function createPacer({ concurrency, rate, maxWaitMs, clock }: PacerOptions): Pacer {
  const waiting: (() => void)[] = [];
  const intervalMs = 1000 / rate;
  let places = concurrency;
  let running = 0;
  let pausedUntil = 0;
  let nextAt = 0;

  const admit = (): void => {
    while (running < places && waiting.length > 0) {
      running += 1;
      waiting.shift()?.();
    }
  };

  const takePlace = (signal: AbortSignal | undefined): Promise<void> =>
    new Promise((resolve, reject) => {
      const leave = (): void => {
        waiting.splice(waiting.indexOf(enter), 1);
        reject(signal?.reason);
      };
      const enter = (): void => {
        signal?.removeEventListener('abort', leave);
        resolve();
      };
      signal?.addEventListener('abort', leave, { once: true });
      waiting.push(enter);
      admit();
    });

  const readPause = (): number => {
    const pauseMs = pausedUntil - clock.now();
    if (pauseMs <= maxWaitMs) return pauseMs;
    const seconds = Math.ceil(pauseMs / 1000);
    throw new TargetError('rate-limited', `the target asked for a pause that still lasts ${seconds} s`, {
      retryAfterMs: pauseMs,
    });
  };

  return {
    async hold(task, signal) {
      signal?.throwIfAborted();
      await takePlace(signal);
      try {
        return await task();
      } finally {
        running -= 1;
        admit();
      }
    },
    async awaitTurn(signal) {
      signal?.throwIfAborted();
      readPause();
      const turnAt = Math.max(clock.now(), nextAt);
      nextAt = turnAt + intervalMs;
      for (;;) {
        const waitMs = Math.max(readPause(), turnAt - clock.now());
        if (waitMs <= 0) return;
        await clock.sleep(waitMs, signal);
      }
    },
    pause(ms) {
      pausedUntil = Math.max(pausedUntil, clock.now() + ms);
      places = 1;
    },
  };
}
