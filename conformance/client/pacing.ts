import { setMaxListeners } from 'node:events';
import { PagewrightError } from '../../src/contract/error.ts';
import { countNoun } from '../../src/contract/text.ts';
import type { Clock } from './clock.ts';

/** Limits concurrency and rate of the requests to one target. */
export interface Pacer {
  /**
   * Runs a task as soon as a slot is free, in the order of the calls.
   *
   * @throws the signal's reason when it is aborted while waiting
   */
  run<T>(task: () => Promise<T>, signal?: AbortSignal): Promise<T>;
  /**
   * Within a task, waits until there is no pause and the rate allows another request.
   *
   * @throws PagewrightError `rate-limited`, at once, when the pause is longer than `maxWaitMs`; the signal's reason
   */
  waitForTurn(signal?: AbortSignal): Promise<void>;
  /** Pauses all requests, and sends one at a time from then on. */
  pause(ms: number): void;
}

export interface PacerOptions {
  readonly concurrency: number;
  /** Requests per second. */
  readonly rate: number;
  /** The longest pause to wait for, in milliseconds. */
  readonly maxWaitMs: number;
  readonly clock: Clock;
}

export function createPacer({ concurrency, rate, maxWaitMs, clock }: PacerOptions): Pacer {
  const waiting: (() => void)[] = [];
  const intervalMs = 1000 / rate;
  let slots = concurrency;
  let running = 0;
  let pausedUntil = 0;
  let nextAt = 0;

  const admit = (): void => {
    while (running < slots && waiting.length > 0) {
      running += 1;
      waiting.shift()?.();
    }
  };

  const takeSlot = (signal: AbortSignal | undefined): Promise<void> =>
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
    throw new PagewrightError(
      'rate-limited',
      `the target responded with 429, with ${countNoun(Math.ceil(pauseMs / 1000), 'more second')} to wait`,
    );
  };

  return {
    async run(task, signal) {
      signal?.throwIfAborted();
      await takeSlot(signal);
      try {
        return await task();
      } finally {
        running -= 1;
        admit();
      }
    },
    async waitForTurn(signal) {
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
      slots = 1;
    },
  };
}

/** How many requests were sent. */
export interface Usage {
  /** All of them. */
  readonly requests: number;
  /** Repeated after a network failure or a 502, 503 or 504. */
  readonly retries: number;
  /** Repeated after a 429. */
  readonly rateLimited: number;
}

export type SpendReason = 'first' | 'retry' | 'rate-limit';

/** A limit on the number of requests; a fork counts in its parent, too. */
export interface Budget {
  /** How many are left, here and in the parent. */
  readonly remaining: number;
  readonly usage: Usage;
  /** @throws PagewrightError `budget-exhausted` when no request is left, here or in the parent. */
  check(): void;
  /** Counts one request, here and in the parent. @throws as `check` does, and counts nothing then. */
  spend(spending: SpendReason): void;
  /** A part of this budget with its own count. @param limit - a number, or what says it whenever a request is to be sent */
  fork(limit?: Limit): Budget;
}

/** A number of requests, or what says it. */
export type Limit = number | (() => number);

export function createBudget(limit: Limit, parent?: Budget): Budget {
  const readLimit = (): number => (typeof limit === 'number' ? limit : limit());
  const counts: Record<SpendReason, number> = { first: 0, retry: 0, 'rate-limit': 0 };
  const countAll = (): number => counts.first + counts.retry + counts['rate-limit'];
  const budget: Budget = {
    get remaining() {
      return Math.min(readLimit() - countAll(), parent?.remaining ?? Number.POSITIVE_INFINITY);
    },
    get usage() {
      return { requests: countAll(), retries: counts.retry, rateLimited: counts['rate-limit'] };
    },
    check() {
      parent?.check();
      if (countAll() < readLimit()) return;
      throw new PagewrightError('budget-exhausted', `the limit of ${countNoun(readLimit(), 'request')} is reached`);
    },
    spend(spending) {
      budget.check();
      parent?.spend(spending);
      counts[spending] += 1;
    },
    fork: (part = Number.POSITIVE_INFINITY) => createBudget(part, budget),
  };
  return budget;
}

/** The error for an aborted request, with the message of the signal's reason. */
export function createAbortError(signal: AbortSignal): PagewrightError {
  const reason: { readonly name?: unknown; readonly message?: unknown } = Object(signal.reason);
  const explained = reason.name === 'Error' && typeof reason.message === 'string' ? reason.message : undefined;
  return new PagewrightError('aborted', explained ?? 'the run was cancelled', { cause: signal.reason });
}

/**
 * A signal that is aborted as soon as one of these is.
 */
export function joinSignals(signals: readonly (AbortSignal | undefined)[]): AbortSignal {
  const joined = AbortSignal.any(signals.filter((signal) => signal !== undefined));
  // Every pending request listens to it; that is no leak.
  setMaxListeners(0, joined);
  return joined;
}
