/** What was wrong, for programs. */
export type FaultErrorCode =
  /** A fault has a parameter that it cannot have, or one with a wrong value, or is written in another form. */
  | 'invalid-fault'
  /** There is no fault of the kind. */
  | 'unknown-fault'
  /** A fault names a contract that is not served. */
  | 'unknown-contract'
  /** More faults are on than is of use. */
  | 'too-many-faults'
  /** A list of the contract cannot have the fault. */
  | 'not-applicable';

/** A fault cannot be switched on as it was asked for. Its message says what was wrong and what would be right. */
export class FaultError extends Error {
  readonly code: FaultErrorCode;

  constructor(code: FaultErrorCode, message: string) {
    super(message);
    this.name = 'FaultError';
    this.code = code;
  }
}
