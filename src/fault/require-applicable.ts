import type { Contract } from '../contract/contract.ts';
import { didYouMean } from '../dataset/hints/suggest-names.ts';
import type { Fault } from './fault.ts';
import { FaultError } from './fault-error.ts';
import { judgeFault } from './kinds/judge-fault.ts';

/**
 * Makes sure that a fault can strike.
 *
 * @param contracts - of the lists that it may strike
 * @throws {FaultError} `unknown-contract` when it is for another one, `not-applicable` when none of them can have it
 */
export function requireApplicable(fault: Fault, contracts: readonly Contract[]): void {
  const concerned = contracts.filter(({ id }) => fault.contract === undefined || fault.contract === id);
  if (fault.contract !== undefined && concerned.length === 0) {
    const ids = contracts.map(({ id }) => id);
    throw new FaultError(
      'unknown-contract',
      `no contract ${fault.contract} is served${didYouMean(fault.contract, ids)}`,
    );
  }
  const judgements = concerned.map((contract) => ({ id: contract.id, ...judgeFault(fault.kind, contract) }));
  if (judgements.some(({ verdict }) => verdict !== 'not-applicable')) return;
  const reasons = judgements.map(({ id, reason }) => `${id}: ${reason}`).join('; ');
  throw new FaultError('not-applicable', `${fault.kind} can strike no list that it is for${reasons && `; ${reasons}`}`);
}
