import type { ErrorCondition } from '../contract/contract.ts';

/** A rule that a parameter of the query breaks. */
export interface Violation {
  readonly parameter: string;
  /** A JSON Schema keyword, or `repeated`, `unknown`, `order`. */
  readonly rule: string;
}

/** Why a request is not answered with a page. */
export interface Failure {
  readonly condition: ErrorCondition;
  readonly violations?: readonly Violation[];
}
