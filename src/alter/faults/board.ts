import { LRUCache } from 'lru-cache';
import type { Contract } from '../../contract/contract.ts';
import { PagewrightError } from '../../contract/error.ts';
import { createRandom } from '../../dataset/random.ts';
import { requireApplicable } from './applicability.ts';
import { FAULT_DEFAULTS, type Fault } from './kinds.ts';

/** An active fault. */
export interface ActiveFault extends Fault {
  /** Unique on its board. */
  readonly id: string;
  /** How many requests it has struck. */
  readonly struck: number;
  /** How many more it will strike; absent without a limit. */
  readonly remaining?: number;
}

/** The active faults, in the order in which they were added. */
export interface FaultBoard {
  /** Activates a fault. @throws {PagewrightError} `not-applicable`, `unknown-contract` or `too-many-faults` */
  add(fault: Fault): ActiveFault;
  /** The active ones; those that are used up are gone. */
  list(): readonly ActiveFault[];
  /** @returns whether there was a fault of the id */
  remove(id: string): boolean;
  clear(): void;
  /** Keeps the faults that are active. @returns a function that puts them back, any number of times */
  save(): () => void;
  /** Whether no fault is active. */
  readonly isIdle: boolean;
  /**
   * Lets the first fault strike that does, and counts the strike.
   *
   * @param planner - what a fault would do to the request; `undefined` when it does not apply to it
   * @returns `undefined` when none strikes
   */
  take<Plan>(planner: EffectPlanner<Plan>): Activation<Plan> | undefined;
}

/** Each of them is looked at for every request. */
const MAX_FAULTS = 500;

interface Entry {
  readonly id: string;
  readonly fault: Fault;
  readonly fraction: () => number;
  struck: number;
}

/**
 * Makes a board without faults.
 *
 * @param contracts - of the lists that it is for; faults that apply to none of them are rejected. Without them, every fault
 *   is accepted
 */
export function createFaultBoard(contracts?: readonly Contract[]): FaultBoard {
  const entries = new Map<string, Entry>();
  let added = 0;
  return {
    add(fault) {
      if (contracts !== undefined) requireApplicable(fault, contracts);
      if (entries.size >= MAX_FAULTS) {
        throw new PagewrightError('too-many-faults', `${MAX_FAULTS} faults are active, the maximum; remove some first`);
      }
      added += 1;
      const entry = { id: `fault-${added}`, fault, fraction: createFraction(fault), struck: 0 };
      entries.set(entry.id, entry);
      return describe(entry);
    },
    list: () => [...entries.values()].map(describe),
    remove: (id) => entries.delete(id),
    clear: () => entries.clear(),
    save() {
      const saved = [...entries.values()].map((entry) => ({ ...entry }));
      return () => {
        entries.clear();
        for (const entry of saved) entries.set(entry.id, { ...entry });
      };
    },
    get isIdle() {
      return entries.size === 0;
    },
    take(planner) {
      for (const entry of entries.values()) {
        const found = activate(entry.fault, entry.fraction, planner);
        if (found === undefined) continue;
        entry.struck += 1;
        if (entry.struck === entry.fault.times) entries.delete(entry.id);
        return found;
      }
      return undefined;
    },
  };
}

function describe({ fault, id, struck }: Entry): ActiveFault {
  return { ...fault, id, struck, ...(fault.times !== undefined && { remaining: fault.times - struck }) };
}

/** A fault that strikes, with what was planned for it. */
export interface Activation<Plan> {
  readonly fault: Fault;
  readonly plan: Plan;
  /** Draws the next number from 0 up to 1 of the fault's seed. */
  readonly fraction: () => number;
}

/** Says what a fault would do to a request; `undefined` when it does not concern it. */
export type EffectPlanner<Plan> = (fault: Fault) => Plan | undefined;

function createFraction({ seed = FAULT_DEFAULTS.seed }: Pick<Fault, 'seed'>): () => number {
  const random = createRandom(`fault ${seed}`);
  return () => random.fraction();
}

/** Lets a fault strike a request that it concerns, unless its probability decides otherwise. */
function activate<Plan>(
  fault: Fault,
  fraction: () => number,
  planner: EffectPlanner<Plan>,
): Activation<Plan> | undefined {
  const plan = planner(fault);
  if (plan === undefined) return undefined;
  const { probability = FAULT_DEFAULTS.probability } = fault;
  // A fault that always strikes draws for its jitter only.
  return probability === 1 || fraction() < probability ? { fault, plan, fraction } : undefined;
}

/** Lets the first of some faults strike that does. */
type ForcedFaults = <Plan>(planner: EffectPlanner<Plan>) => Activation<Plan> | undefined;

const MAX_SEEDS = 1000;

/**
 * Activates faults that requests force. Draws go on from one request to the next, so that a probability means the same as
 * on a board.
 *
 * @returns a function from faults to what lets them strike. It throws a `PagewrightError` when the contract cannot have one
 */
export function createForcedFaults(contract: Contract): (faults: readonly Fault[]) => ForcedFaults {
  // With `max`, it would take the memory of all of them from the start, in every session.
  const draws = new LRUCache<number, () => number>({ maxSize: MAX_SEEDS, sizeCalculation: () => 1 });
  const fractionOf = (seed: number): (() => number) => {
    const known = draws.get(seed) ?? createFraction({ seed });
    draws.set(seed, known);
    return known;
  };
  return (faults) => {
    for (const fault of faults) requireApplicable(fault, [contract]);
    return (planner) => {
      for (const fault of faults) {
        const found = activate(fault, fractionOf(fault.seed ?? FAULT_DEFAULTS.seed), planner);
        if (found !== undefined) return found;
      }
      return undefined;
    };
  };
}
