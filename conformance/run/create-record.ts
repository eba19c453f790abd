import type { Contract } from '../../src/contract/contract.ts';
import { createLedger, type OpenLedger } from '../ledger/create-ledger.ts';
import type { Requirement } from '../requirement.ts';
import type { Result } from '../result.ts';
import { type Circumstances, concludeRequirement } from './conclude-requirement.ts';
import { matchIds } from './match-ids.ts';
import type { CheckOutcome } from './run-checks.ts';

/** What a run has found so far, and what it has concluded from it. */
export interface RunRecord {
  /** Those that are of interest to the run. */
  readonly requirements: readonly Requirement[];
  readonly ledger: OpenLedger;
  note(outcome: CheckOutcome): void;
  /** Concludes the requirements that nothing more will be found for. */
  concludeWhere(isDue: (requirement: Requirement) => boolean): void;
  /** Concludes all that are left. @param stopped - why the run ended early, if it did */
  conclude(stopped?: string): void;
  /** How many requirements are concluded, and how many of them are violated. */
  readonly progress: { readonly done: number; readonly failed: number };
}

/**
 * Makes the record of a run.
 *
 * @param requirements - those that are of interest
 * @param emit - gets each result, once, and gives back what the run makes of it
 */
export function createRecord(
  contract: Pick<Contract, 'id'>,
  requirements: readonly Requirement[],
  emit: (result: Result) => Result,
): RunRecord {
  const ledger = createLedger(requirements);
  const outcomes: CheckOutcome[] = [];
  const concluded = new Set<string>();
  let failed = 0;

  function describe({ id }: Requirement, stopped: string | undefined): Circumstances {
    const concerned = outcomes.filter(({ check }) => matchIds(check.verifies)(id));
    const interruption = concerned.find((outcome) => outcome.interruption !== undefined)?.interruption;
    return {
      requests: concerned.reduce((sum, { requests }) => sum + requests, 0),
      ...(interruption === undefined ? {} : { interruption }),
      ...(stopped === undefined ? {} : { stopped }),
    };
  }

  function concludeWhere(isDue: (requirement: Requirement) => boolean, stopped?: string): void {
    for (const requirement of requirements) {
      const { id } = requirement;
      if (concluded.has(id) || !isDue(requirement)) continue;
      concluded.add(id);
      const result = emit(concludeRequirement(contract, requirement, ledger.read(id), describe(requirement, stopped)));
      if (result.verdict === 'fail') failed += 1;
    }
  }

  return {
    requirements,
    ledger,
    note: (outcome) => outcomes.push(outcome),
    concludeWhere: (isDue) => concludeWhere(isDue),
    conclude: (stopped) => concludeWhere(() => true, stopped),
    get progress() {
      return { done: concluded.size, failed };
    },
  };
}
