import type { Contract } from '../../src/contract/contract.ts';
import type { Check, CheckContext } from '../check.ts';
import { TargetError } from '../client/target-error.ts';
import type { Circumstances } from './conclude-requirement.ts';

/** How a check went. */
export interface CheckOutcome {
  readonly check: Check;
  readonly requests: number;
  readonly interruption?: Circumstances['interruption'];
  /** Whether the run is to end. */
  readonly isStopped: boolean;
}

/** The checks that make sense for a contract and can decide any of the requirements. */
export function selectChecks(
  checks: readonly Check[],
  contract: Contract,
  decides: (check: Check) => boolean,
): readonly Check[] {
  return checks.filter((check) => (check.appliesTo?.(contract) ?? true) && decides(check));
}

/** Runs a check; what its connection throws becomes part of the outcome. */
export async function runCheck(check: Check, context: CheckContext): Promise<CheckOutcome> {
  const before = context.list.target.usage.requests;
  const finish = (rest: Pick<CheckOutcome, 'interruption' | 'isStopped'>): CheckOutcome => {
    return { check, requests: context.list.target.usage.requests - before, ...rest };
  };
  try {
    await check.run(context);
    return finish({ isStopped: false });
  } catch (error) {
    if (!(error instanceof TargetError)) throw error;
    if (error.kind === 'aborted') return finish({ isStopped: true });
    return finish({ isStopped: false, interruption: explain(error) });
  }
}

/** That a target wants patience, or that the budget is spent, is no fault of anybody's. */
function explain({ kind, message }: TargetError): NonNullable<CheckOutcome['interruption']> {
  const verdict = kind === 'budget-exhausted' || kind === 'rate-limited' ? 'inconclusive' : 'error';
  return { verdict, reason: message };
}
