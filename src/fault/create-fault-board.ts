import type { Contract } from '../contract/contract.ts';
import type { Fault } from './fault.ts';
import { FaultError } from './fault-error.ts';
import { FAULT_DEFAULTS } from './kinds/fault-kinds.ts';
import { requireApplicable } from './require-applicable.ts';
import { createDraw } from './strike/create-draw.ts';
import { type Planner, type Strike, strike } from './strike/strike.ts';

/** A fault that is switched on. */
export interface ActiveFault extends Fault {
  /** Unique on its board. */
  readonly id: string;
  /** How many requests it has struck. */
  readonly struck: number;
  /** How many more it will strike; absent: no end is set. */
  readonly remaining?: number;
}

/** The faults that are switched on, in the order in which they were. */
export interface FaultBoard {
  /** Switches a fault on. Throws a `FaultError` when no list that is known can have it. */
  add(fault: Fault): ActiveFault;
  /** Those that are on; those that are used up are gone. */
  list(): readonly ActiveFault[];
  /** Switches a fault off. Returns whether it was on. */
  remove(id: string): boolean;
  clear(): void;
  /** Whether no fault is on. */
  readonly isIdle: boolean;
  /**
   * Lets the first fault strike that does, and counts the strike.
   *
   * @param planner - what a fault would do to the request; `undefined` when it does not concern it
   * @returns `undefined` when none strikes
   */
  take<Plan>(planner: Planner<Plan>): Strike<Plan> | undefined;
}

/** Each of them is looked at for every request. */
const MOST_FAULTS = 500;

interface Entry {
  readonly id: string;
  readonly fault: Fault;
  readonly draw: () => number;
  struck: number;
}

/**
 * Makes a board without faults.
 *
 * @param contracts - of the lists that it is for; faults that concern none of them are refused. Without them, the board
 *   takes every fault
 */
export function createFaultBoard(contracts?: readonly Contract[]): FaultBoard {
  const entries = new Map<string, Entry>();
  let added = 0;
  return {
    add(fault) {
      if (contracts !== undefined) requireApplicable(fault, contracts);
      if (entries.size >= MOST_FAULTS) {
        throw new FaultError('too-many-faults', `${MOST_FAULTS} faults are on already; switch some off first`);
      }
      added += 1;
      const entry = { id: `fault-${added}`, fault, draw: createDraw(fault.seed ?? FAULT_DEFAULTS.seed), struck: 0 };
      entries.set(entry.id, entry);
      return describe(entry);
    },
    list: () => [...entries.values()].map(describe),
    remove: (id) => entries.delete(id),
    clear: () => entries.clear(),
    get isIdle() {
      return entries.size === 0;
    },
    take(planner) {
      for (const entry of entries.values()) {
        const found = strike(entry.fault, entry.draw, planner);
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
