import type { Contract } from '../../src/contract/contract.ts';
import { AREAS } from '../areas/index.ts';
import { createLedger, type OpenLedger } from '../ledger/create-ledger.ts';
import type { Requirement } from '../requirement.ts';
import type { Result } from '../result.ts';
import { type Circumstances, concludeRequirement, reportedId } from './conclude-requirement.ts';
import { deriveRequirements } from './list-requirements.ts';
import { matchIds } from './match-ids.ts';
import type { CheckOutcome } from './run-checks.ts';
import type { RunOptions } from './run-options.ts';

/** What a run has found so far, and what it has concluded from it. */
export interface RunRecord {
  /** Those that are of interest to the run. */
  readonly requirements: readonly Requirement[];
  readonly ledger: OpenLedger;
  note(outcome: CheckOutcome): void;
  /** Concludes the requirements that are named and not yet concluded; all that are left by default. */
  conclude(isDue?: (requirement: Requirement) => boolean): void;
  /** How many requirements are concluded, and how many of them are violated. */
  readonly progress: { readonly done: number; readonly failed: number };
}

/**
 * Makes the record of a run.
 *
 * @param emit - gets each result, once
 */
export function createRecord(
  contract: Contract,
  { only, areas = AREAS }: RunOptions,
  emit: (result: Result) => void,
): RunRecord {
  const isWanted = only === undefined ? () => true : matchIds(only);
  const requirements = deriveRequirements(contract, areas).filter((one) => isWanted(reportedId(contract, one)));
  const ledger = createLedger(requirements);
  const outcomes: CheckOutcome[] = [];
  const concluded = new Set<string>();
  let failed = 0;

  function describe({ id }: Requirement): Circumstances {
    const concerned = outcomes.filter(({ check }) => matchIds(check.verifies)(id));
    const interruption = concerned.find((outcome) => outcome.interruption !== undefined)?.interruption;
    return {
      requests: concerned.reduce((sum, { requests }) => sum + requests, 0),
      ...(interruption === undefined ? {} : { interruption }),
    };
  }

  return {
    requirements,
    ledger,
    note: (outcome) => outcomes.push(outcome),
    conclude(isDue = () => true) {
      for (const requirement of requirements) {
        if (concluded.has(requirement.id) || !isDue(requirement)) continue;
        concluded.add(requirement.id);
        const result = concludeRequirement(contract, requirement, ledger.read(requirement.id), describe(requirement));
        if (result.verdict === 'fail') failed += 1;
        emit(result);
      }
    },
    get progress() {
      return { done: concluded.size, failed };
    },
  };
}
