/** One mistake in a file that a user wrote: a contract, a scenario or a list of waivers. */
export interface Problem {
  readonly file: string;
  /** Counted from 1. */
  readonly line: number;
  readonly column: number;
  /** What is wrong, and what would be right. */
  readonly message: string;
}

/** What went wrong, for programs; stable across releases, unlike the message. */
export type ErrorCode =
  // Files
  | 'invalid-contract'
  | 'invalid-report'
  | 'invalid-waivers'
  // Scenarios and generated rows
  | 'field-cycle'
  | 'invalid-hint'
  | 'invalid-size'
  | 'no-rows'
  | 'unknown-field'
  | 'unknown-scenario'
  // Rows of a running mock
  | 'ambiguous-row'
  | 'identity-taken'
  | 'invalid-row'
  | 'missing-identity'
  | 'move-not-allowed'
  | 'removed-slot'
  | 'unknown-collection'
  | 'unknown-move'
  | 'unknown-rank'
  | 'unknown-row'
  | 'unknown-slot'
  // Faults
  | 'invalid-fault'
  | 'not-applicable'
  | 'too-many-faults'
  | 'unknown-fault'
  // The mock and its admin API
  | 'cannot-listen'
  | 'check-running'
  | 'invalid-demo'
  | 'invalid-filter'
  | 'invalid-option'
  | 'invalid-query'
  | 'invalid-request'
  | 'invalid-session'
  | 'nothing-to-undo'
  | 'path-taken'
  | 'session-taken'
  | 'too-many-checks'
  | 'too-many-sessions'
  | 'too-many-snapshots'
  | 'unknown-check'
  | 'unknown-contract'
  | 'unknown-credential'
  | 'unknown-demo'
  | 'unknown-deviation'
  | 'unknown-exchange'
  | 'unknown-hold'
  | 'unknown-session'
  | 'unknown-snapshot'
  | 'unknown-walk'
  // The command line
  | 'cannot-write'
  | 'problems-found'
  | 'usage'
  // Requests of the conformance suite
  | 'aborted'
  | 'budget-exhausted'
  | 'invalid-link'
  | 'malformed-http'
  | 'not-accessible'
  | 'rate-limited'
  | 'timeout'
  | 'too-large'
  | 'unreachable';

/** What an error may tell beside its code and message. */
export interface ErrorOptions {
  readonly cause?: unknown;
  /** The mistakes in a file, with file, line and column. */
  readonly problems?: readonly Problem[];
  /** The field, option or filter at fault: `contracts/*\/plan_id`. */
  readonly field?: string;
}

/**
 * The one error that pagewright throws on purpose; whatever else is thrown is a bug.
 *
 * @example
 * try {
 *   await loadContracts('./api.yaml');
 * } catch (error) {
 *   if (error instanceof PagewrightError && error.code === 'invalid-contract') console.error(error.problems);
 * }
 */
export class PagewrightError extends Error {
  override readonly name: string = 'PagewrightError';
  readonly code: ErrorCode;
  /** The mistakes in a file, one for each line of the message; empty where no file is at fault. */
  readonly problems: readonly Problem[];
  readonly field: string | undefined;

  /** @param message - what was wrong and what would be right, as a user reads it */
  constructor(code: ErrorCode, message: string, { cause, problems = [], field }: ErrorOptions = {}) {
    super(message, cause === undefined ? undefined : { cause });
    this.code = code;
    this.problems = problems;
    this.field = field;
  }
}

/** The error for mistakes in a file; its message lists each as `file:line:column message`. */
export function problemsError(code: ErrorCode, problems: readonly Problem[]): PagewrightError {
  const lines = problems.map(({ file, line, column, message }) => `${file}:${line}:${column} ${message}`);
  return new PagewrightError(code, lines.join('\n'), { problems });
}

const FILE_FAILURES: Readonly<Record<string, string>> = {
  EACCES: 'permission denied',
  EDQUOT: 'the disk quota is exceeded',
  EFBIG: 'the file would be too large',
  EIO: 'input/output error',
  EISDIR: 'it is a folder',
  ENAMETOOLONG: 'the name is too long',
  ENOSPC: 'no space left on the device',
  ENOTDIR: 'part of the path is not a folder',
  EPERM: 'permission denied',
  EROFS: 'the file system is read-only',
};

/**
 * Says why a file could not be read or written.
 *
 * @param error - as the file system threw it
 * @param missing - what it means that nothing is found at the path
 */
export function describeFileError(error: unknown, missing = 'no such file'): string {
  const { code = '', message } = error as NodeJS.ErrnoException;
  return code === 'ENOENT' ? missing : (FILE_FAILURES[code] ?? message);
}
