/** What was wrong, for programs. */
export type ServerErrorCode =
  /** Two contracts want the same path. */
  | 'path-taken'
  /** An option of the mock has a value that it cannot have. */
  | 'invalid-option'
  /** A contract is asked for that is not served. */
  | 'unknown-contract'
  /** There is no deviation of the name, or it makes no difference to any list that is served. */
  | 'unknown-deviation'
  /** An id that no session can have, or two that contradict each other. */
  | 'invalid-session'
  | 'unknown-session'
  | 'session-taken'
  | 'too-many-sessions'
  | 'unknown-snapshot'
  | 'too-many-snapshots'
  | 'unknown-fault'
  | 'unknown-exchange'
  /** Several rows could be meant. */
  | 'ambiguous-row'
  /** A request to the administration is not as it should be. */
  | 'invalid-request'
  /** The address cannot be listened on. */
  | 'cannot-listen';

/** The mock cannot do what it was asked. Its message says what was wrong and what would be right. */
export class ServerError extends Error {
  readonly code: ServerErrorCode;

  constructor(code: ServerErrorCode, message: string) {
    super(message);
    this.name = 'ServerError';
    this.code = code;
  }
}
