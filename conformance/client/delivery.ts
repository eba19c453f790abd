import { PagewrightError } from '../../src/contract/error.ts';
import { type Budget, createAbortError, type Pacer, type SpendReason } from './pacing.ts';
import { type History, planRepeat, type RepeatPlan } from './retry.ts';
import { type AttemptAnswer, type AttemptFailure, type AttemptRequest, sendOnce, type Transport } from './transport.ts';

/** How requests are paced, counted and sent. */
export interface DeliveryOptions {
  readonly pacer: Pacer;
  readonly budget: Budget;
  readonly transport: Transport;
  readonly maxWaitMs: number;
  readonly signal: AbortSignal;
}

/** The last attempt of a request. */
export interface Delivery {
  readonly outcome: AttemptAnswer | AttemptFailure;
  /** How many requests it took. */
  readonly attempts: number;
  /** How many of them were answered with 429, and how many of those without Retry-After. */
  readonly rateLimits: { readonly total: number; readonly silent: number };
  /** Set when the target still answered 429: how long it asked to wait. */
  readonly retryAfterMs?: number;
}

/**
 * Sends a request within rate and budget, and repeats it after transient failures and 429.
 *
 * @throws PagewrightError `budget-exhausted`, `rate-limited` (nothing was sent) or `aborted`
 */
export async function deliver(request: AttemptRequest, options: DeliveryOptions): Promise<Delivery> {
  try {
    const delivery = await options.pacer.run(() => sendUntilDone(request, options), options.signal);
    options.signal.throwIfAborted();
    return delivery;
  } catch (error) {
    if (error instanceof PagewrightError || !options.signal.aborted) throw error;
    throw createAbortError(options.signal);
  }
}

async function sendUntilDone(request: AttemptRequest, options: DeliveryOptions): Promise<Delivery> {
  const { pacer, budget, transport, maxWaitMs, signal } = options;
  let history: History = { retries: 0, rateLimited: 0, waitedMs: 0 };
  let spending: SpendReason = 'first';
  let rateLimits: Delivery['rateLimits'] = { total: 0, silent: 0 };
  for (let attempts = 1; ; attempts += 1) {
    // Before waiting, too: an exhausted budget is reported at once.
    budget.check();
    await pacer.waitForTurn(signal);
    budget.spend(spending);
    // The connection that was kept open may be the cause.
    const freshConnection = request.freshConnection || spending === 'retry';
    const outcome = await sendOnce({ ...request, freshConnection }, transport, signal);
    rateLimits = countRateLimit(rateLimits, outcome);
    const patience = { maxWaitMs, expectsPage: request.expectsPage };
    const plan = planRepeat(outcome, history, patience, transport.clock.now());
    if (plan.action === 'conclude') return { outcome, attempts, rateLimits };
    if (plan.action === 'pause') {
      pacer.pause(plan.waitMs);
      if (plan.giveUp) return { outcome, attempts, rateLimits, retryAfterMs: plan.waitMs };
    } else {
      await transport.clock.sleep(plan.waitMs, signal);
    }
    history = addToHistory(history, plan);
    spending = plan.action === 'pause' ? 'rate-limit' : 'retry';
  }
}

function countRateLimit(
  { total, silent }: Delivery['rateLimits'],
  outcome: AttemptAnswer | AttemptFailure,
): Delivery['rateLimits'] {
  if (outcome.kind === 'failed' || outcome.status !== 429) return { total, silent };
  return { total: total + 1, silent: outcome.headers['retry-after'] === undefined ? silent + 1 : silent };
}

function addToHistory(history: History, plan: Exclude<RepeatPlan, { action: 'conclude' }>): History {
  const waitedMs = history.waitedMs + plan.waitMs;
  return plan.action === 'pause'
    ? { ...history, waitedMs, rateLimited: history.rateLimited + 1 }
    : { ...history, waitedMs, retries: history.retries + 1 };
}

/** Results that are shared by the requests with the same key. */
export interface Memo<T> {
  /**
   * Returns the result of an earlier or running task with this key; otherwise runs the task.
   *
   * @param run - the task; its result is kept, a rejection is not
   * @param keep - whether a result is to be kept once it is there
   */
  share(key: string, run: () => Promise<T>, keep: (value: T) => boolean): Promise<{ value: T; shared: boolean }>;
}

export function createMemo<T>(): Memo<T> {
  const kept = new Map<string, Promise<T>>();

  const begin = async (key: string, run: () => Promise<T>, keep: (value: T) => boolean): Promise<T> => {
    const promise = run();
    kept.set(key, promise);
    const forget = (): void => {
      if (kept.get(key) === promise) kept.delete(key);
    };
    try {
      const value = await promise;
      if (!keep(value)) forget();
      return value;
    } catch (error) {
      forget();
      throw error;
    }
  };

  const share: Memo<T>['share'] = async (key, run, keep) => {
    const earlier = kept.get(key);
    if (earlier === undefined) return { value: await begin(key, run, keep), shared: false };
    try {
      return { value: await earlier, shared: true };
    } catch (error) {
      // The request that started the task ran out of budget or was cancelled; this one need not fail.
      if (!isOwnFailure(error)) throw error;
      return share(key, run, keep);
    }
  };

  return { share };
}

function isOwnFailure(error: unknown): boolean {
  return error instanceof PagewrightError && (error.code === 'budget-exhausted' || error.code === 'aborted');
}
