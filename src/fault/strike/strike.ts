import type { Fault } from '../fault.ts';
import { FAULT_DEFAULTS } from '../kinds/fault-kinds.ts';

/** A fault that strikes, with what was planned for it. */
export interface Strike<Plan> {
  readonly fault: Fault;
  readonly plan: Plan;
  /** Draws the next number from 0 up to 1 of the fault's seed. */
  readonly draw: () => number;
}

/** Says what a fault would do to a request; `undefined` when it does not concern it. */
export type Planner<Plan> = (fault: Fault) => Plan | undefined;

/** Lets a fault strike a request that it concerns, unless its probability decides otherwise. */
export function strike<Plan>(fault: Fault, draw: () => number, planner: Planner<Plan>): Strike<Plan> | undefined {
  const plan = planner(fault);
  if (plan === undefined) return undefined;
  const { probability = FAULT_DEFAULTS.probability } = fault;
  // A fault that always strikes draws for its jitter only.
  return probability === 1 || draw() < probability ? { fault, plan, draw } : undefined;
}
