import type { Contract } from '../../src/contract/contract.ts';
import type { Check, CheckContext } from '../check.ts';
import { TargetError } from '../client/target-error.ts';
import type { Circumstances } from './conclude-requirement.ts';

/** How a check went. */
export interface CheckOutcome {
  readonly check: Check;
  readonly requests: number;
  readonly interruption?: Circumstances['interruption'];
  /** Why the run is to end, if it is. */
  readonly stopped?: string;
}

/** The checks that make sense for a contract and can decide any of the requirements. */
export function selectChecks(
  checks: readonly Check[],
  contract: Contract,
  decides: (check: Check) => boolean,
): readonly Check[] {
  return checks.filter((check) => (check.appliesTo?.(contract) ?? true) && decides(check));
}

/** Runs a check; whatever it throws becomes part of the outcome, so that the others still run. */
export async function runCheck(check: Check, context: CheckContext): Promise<CheckOutcome> {
  const before = context.list.target.usage.requests;
  const finish = (rest: Pick<CheckOutcome, 'interruption' | 'stopped'> = {}): CheckOutcome => {
    return { check, requests: context.list.target.usage.requests - before, ...rest };
  };
  try {
    await check.run(context);
    return finish();
  } catch (error) {
    if (error instanceof TargetError && error.kind === 'aborted') return finish({ stopped: error.message });
    return finish({ interruption: explain(error, check) });
  }
}

/** That a target wants patience, or that the budget is spent, is no fault of anybody's. */
function explain(error: unknown, { id }: Check): NonNullable<CheckOutcome['interruption']> {
  if (!(error instanceof TargetError)) {
    return { verdict: 'error', reason: `the check ${id} broke, which is a fault of the suite: ${describe(error)}` };
  }
  const verdict = error.kind === 'budget-exhausted' || error.kind === 'rate-limited' ? 'inconclusive' : 'error';
  return { verdict, reason: error.message };
}

function describe(error: unknown): string {
  return error instanceof Error ? `${error.name}: ${error.message}` : String(error);
}
