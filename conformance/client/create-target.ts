import { buildTarget } from './build-target.ts';
import { type Connection, connect } from './http/connect.ts';
import { createBudget } from './pace/create-budget.ts';
import { createMemo } from './pace/create-memo.ts';
import { createPacer } from './pace/create-pacer.ts';
import type { Delivery } from './pace/deliver.ts';
import { joinSignals } from './pace/join-signals.ts';
import { systemClock } from './pace/system-clock.ts';
import { readSettings } from './read-settings.ts';
import type { OpenTarget, TargetOptions } from './target.ts';

/**
 * Makes an implementation under test reachable: an app, which is started on a loopback port when it is first needed, or
 * whatever answers at a base URL.
 *
 * @param options - where it is, who asks, and how much may be asked of it
 * @returns the target; whoever made it closes it
 * @throws TypeError that says which option is wrong and what would be right
 */
export function createTarget(options: TargetOptions): OpenTarget {
  const settings = readSettings(options);
  const clock = options.clock ?? systemClock;
  const closing = new AbortController();
  let connection: Promise<Connection> | undefined;
  const shared = {
    settings,
    clock,
    pathParameters: options.pathParameters ?? {},
    foreignPathParameters: options.foreignPathParameters ?? {},
    pacer: createPacer({ ...settings, clock }),
    memo: createMemo<Delivery>(),
    open: () => {
      connection ??= connect(options, settings);
      return connection;
    },
  };
  const target = buildTarget(shared, createBudget(settings.maxRequests), joinSignals([closing.signal, options.signal]));
  return Object.assign(target, {
    async close() {
      closing.abort(new Error('the target was closed'));
      await connection?.then(
        (opened) => opened.close(),
        () => {},
      );
    },
  });
}
