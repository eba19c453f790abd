import type { RequestListener } from 'node:http';
import { createTarget } from '../create-target.ts';
import type { OpenTarget, TargetOptions, TargetSettings } from '../target.ts';
import { createFakeClock, type FakeClock } from './create-fake-clock.ts';

/** A target whose answers are set beforehand. */
interface ScriptedTarget {
  readonly target: OpenTarget;
  readonly clock: FakeClock;
  /** How many requests have come. */
  readonly count: () => number;
}

/** Targets of a test file. */
export interface TestTargets {
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
