import type { RequestListener } from 'node:http';
import { setImmediate as nextTurn } from 'node:timers/promises';
import { afterEach } from '@jest/globals';
import type { Clock } from '../client/clock.ts';
import type { TargetOptions, TargetSettings } from '../client/settings.ts';
import { createTarget, type OpenTarget } from '../client/target.ts';
import { createTestServers, type TestServers } from './servers.ts';

/** A target whose answers are set beforehand. */
interface ScriptedTarget {
  readonly target: OpenTarget;
  readonly clock: FakeClock;
  /** How many requests have come. */
  readonly count: () => number;
}

/** Targets of a test file. */
interface TestTargets {
  open(options: TargetOptions): OpenTarget;
  /**
   * A target that answers with these, one after the other, and with the last one again and again.
   *
   * @param settings - `retryAfter` is the header of a 429
   */
  openScript(
    statuses: readonly (number | 'reset')[],
    settings?: TargetSettings & { readonly retryAfter?: string },
  ): ScriptedTarget;
  /** Closes all of them, for `afterEach`. */
  close(): Promise<void>;
}

/** Targets and servers for the tests of a block, closed after each. */
export function useTestTargets(): TestTargets & { readonly servers: TestServers } {
  const servers = createTestServers();
  const targets = createTestTargets();
  afterEach(async () => {
    await targets.close();
    await servers.close();
  });
  return { ...targets, servers };
}

/** Makes targets that are closed together. */
export function createTestTargets(): TestTargets {
  const targets: OpenTarget[] = [];
  const open = (options: TargetOptions): OpenTarget => {
    const target = createTarget(options);
    targets.push(target);
    return target;
  };
  return {
    open,
    openScript(statuses, { retryAfter, ...settings } = {}) {
      const clock = createFakeClock(Date.UTC(2026, 0, 31));
      let requests = 0;
      const app: RequestListener = (_, response) => {
        const status = statuses[Math.min(requests, statuses.length - 1)] ?? 200;
        requests += 1;
        if (status === 'reset') return response.destroy();
        response.sendDate = false;
        response.writeHead(status, status === 429 && retryAfter !== undefined ? { 'retry-after': retryAfter } : {});
        return response.end(`answer ${requests}`);
      };
      return { target: open({ app, clock, ...settings }), clock, count: () => requests };
    },
    async close() {
      await Promise.all(targets.splice(0).map((target) => target.close()));
    },
  };
}

/** A clock whose sleeps take no time. */
interface FakeClock extends Clock {
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
