import type { Answer } from '../list/answer.ts';

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
