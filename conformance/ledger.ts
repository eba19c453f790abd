import type { Answer } from './list/answer.ts';
import type { Requirement } from './requirement.ts';

/** Something that should not be so. */
export interface Violation {
  /** In a sentence: `the third page repeats 2 rows of the second`. */
  readonly summary: string;
  readonly expected?: unknown;
  readonly received?: unknown;
  /** The answers that show it, the decisive one last. */
  readonly answers: readonly Answer[];
}

/**
 * What was found for each requirement. A requirement passes when it was exercised and never violated; that it was looked at
 * where nothing could have gone wrong is no exercise.
 */
export interface Ledger {
  /** Whether the contract has a requirement of this id. */
  has(requirement: string): boolean;
  /**
   * Something was looked at that could have been wrong, and was right.
   *
   * @param requirement - its id; one that the contract does not have is passed over
   * @param unit - what was looked at, in the plural: `items`, `pages walked backward`
   * @param count - how many of them
   */
  exercise(requirement: string, unit: string, count?: number): void;
  /** Something was wrong; a requirement that the contract does not have is passed over. */
  violate(requirement: string, violation: Violation): void;
  /** It could not be decided here. @param reason - what would decide it: `no two rows share a time` */
  leaveOpen(requirement: string, reason: string): void;
}

/** What was found for one requirement. */
export interface Findings {
  /** How many of what were looked at, by unit. */
  readonly exercised: ReadonlyMap<string, number>;
  /** The first few. */
  readonly violations: readonly Violation[];
  readonly violationCount: number;
  /** What would decide it, each once. */
  readonly open: readonly string[];
}

/** A ledger that can be read and added to another. */
export interface OpenLedger extends Ledger {
  read(requirement: string): Findings;
  /** Ids of the requirements that were violated. */
  readonly violated: ReadonlySet<string>;
  /** Ids of the requirements that anything was written about. */
  readonly touched: ReadonlySet<string>;
}

/** More of the same shows nothing new. */
const MAX_VIOLATIONS = 3;

interface Entry {
  readonly exercised: Map<string, number>;
  readonly violations: Violation[];
  violationCount: number;
  readonly open: Set<string>;
}

/**
 * Makes an empty ledger.
 *
 * @param requirements - those of the contract; what is written about others is passed over
 */
export function createLedger(requirements: readonly Pick<Requirement, 'id'>[]): OpenLedger {
  const known = new Set(requirements.map(({ id }) => id));
  const entries = new Map<string, Entry>();
  const entryOf = (id: string): Entry | undefined => {
    if (!known.has(id)) return undefined;
    const entry = entries.get(id) ?? { exercised: new Map(), violations: [], violationCount: 0, open: new Set() };
    entries.set(id, entry);
    return entry;
  };
  return {
    has: (id) => known.has(id),
    exercise(id, unit, count = 1) {
      const entry = count > 0 ? entryOf(id) : undefined;
      entry?.exercised.set(unit, (entry.exercised.get(unit) ?? 0) + count);
    },
    violate(id, violation) {
      const entry = entryOf(id);
      if (entry === undefined) return;
      entry.violationCount += 1;
      if (entry.violations.length < MAX_VIOLATIONS) entry.violations.push(violation);
    },
    leaveOpen(id, reason) {
      entryOf(id)?.open.add(reason);
    },
    read(id) {
      const entry = entries.get(id);
      if (entry === undefined) return { exercised: new Map(), violations: [], violationCount: 0, open: [] };
      return { ...entry, open: [...entry.open] };
    },
    get violated() {
      return new Set([...entries].filter(([, { violationCount }]) => violationCount > 0).map(([id]) => id));
    },
    get touched() {
      return new Set(entries.keys());
    },
  };
}
