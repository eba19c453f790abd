import { LRUCache } from 'lru-cache';
import type { Contract } from '../../contract/contract.ts';
import type { Fault } from '../fault.ts';
import { FAULT_DEFAULTS } from '../kinds/fault-kinds.ts';
import { requireApplicable } from '../require-applicable.ts';
import { createDraw } from './create-draw.ts';
import { type Planner, type Strike, strike } from './strike.ts';

/** Lets the first of some faults strike that does. */
type Force = <Plan>(planner: Planner<Plan>) => Strike<Plan> | undefined;

const MOST_SEEDS = 1000;

/**
 * Makes the use of faults that a request itself asks for. What is drawn goes on from one request to the next, so that a
 * probability means the same as on a board.
 *
 * @returns a function from faults to what lets them strike. It throws a `FaultError` when the contract cannot have one
 */
export function createForce(contract: Contract): (faults: readonly Fault[]) => Force {
  // With `max`, it would take the memory of all of them from the start, in every session.
  const draws = new LRUCache<number, () => number>({ maxSize: MOST_SEEDS, sizeCalculation: () => 1 });
  const drawOf = (seed: number): (() => number) => {
    const known = draws.get(seed) ?? createDraw(seed);
    draws.set(seed, known);
    return known;
  };
  return (faults) => {
    for (const fault of faults) requireApplicable(fault, [contract]);
    return (planner) => {
      for (const fault of faults) {
        const found = strike(fault, drawOf(fault.seed ?? FAULT_DEFAULTS.seed), planner);
        if (found !== undefined) return found;
      }
      return undefined;
    };
  };
}
