import type { Usage } from '../target.ts';
import { TargetError } from '../target-error.ts';

/** Why a request goes over the wire. */
export type Spending = 'first' | 'retry' | 'rate-limit';

/** A count of requests that has an end. */
export interface Budget {
  /** How many are left, here and above. */
  readonly remaining: number;
  readonly usage: Usage;
  /** @throws TargetError `budget-exhausted` when no request is left, here or above. */
  check(): void;
  /** Counts one request, here and above. @throws as `check` does, and counts nothing then. */
  spend(spending: Spending): void;
  /** A part of this budget, with a count of its own. */
  fork(limit?: number): Budget;
}

/**
 * Makes a budget.
 *
 * @param limit - how many requests it allows
 * @param parent - what it is a part of: each request counts there too
 */
export function createBudget(limit: number, parent?: Budget): Budget {
  const counts: Record<Spending, number> = { first: 0, retry: 0, 'rate-limit': 0 };
  const countAll = (): number => counts.first + counts.retry + counts['rate-limit'];
  const budget: Budget = {
    get remaining() {
      return Math.min(limit - countAll(), parent?.remaining ?? Number.POSITIVE_INFINITY);
    },
    get usage() {
      return { requests: countAll(), retries: counts.retry, rateLimited: counts['rate-limit'] };
    },
    check() {
      parent?.check();
      if (countAll() < limit) return;
      throw new TargetError('budget-exhausted', `the budget of ${limit} requests is spent`);
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
