import { type ErrorCode, PagewrightError } from '../contract/error.ts';
import { EXIT_CODES } from './exit-codes.ts';

const UNREACHABLE: ReadonlySet<ErrorCode> = new Set(['cannot-listen', 'not-accessible', 'timeout', 'unreachable']);
const FAILURES: ReadonlySet<ErrorCode> = new Set([
  'field-cycle',
  'invalid-contract',
  'invalid-hint',
  'invalid-row',
  'missing-identity',
  'problems-found',
  'unknown-field',
]);

/** The error for a command line that cannot be run. */
export function usageError(message: string): PagewrightError {
  return new PagewrightError('usage', message);
}

/** The error for a report that could not be written: whoever reads its absence must not take it for a verdict. */
export function writeError(what: string, error: unknown): PagewrightError {
  const { code, message } = error as NodeJS.ErrnoException;
  return new PagewrightError('cannot-write', `Cannot write ${what}: ${WRITE_FAILURES[code ?? ''] ?? message}`, {
    cause: error,
  });
}

const WRITE_FAILURES: Readonly<Record<string, string>> = {
  ENOSPC: 'no space left on the device',
  EDQUOT: 'the disk quota is exceeded',
  EFBIG: 'the file would be too large',
  EROFS: 'the file system is read-only',
  EACCES: 'permission denied',
  EPERM: 'permission denied',
  EIO: 'input/output error',
  ENOENT: 'no such folder',
  EISDIR: 'it is a folder',
};

/**
 * The error of a command that judges, for which 1 is a verdict: a file with problems is a usage error there.
 *
 * @param error - anything that was thrown
 * @returns the same error, unless it would have ended the command with 1
 */
export function withoutVerdict(error: unknown): unknown {
  if (!(error instanceof PagewrightError) || exitCodeOf(error.code) !== EXIT_CODES.failure) return error;
  return new PagewrightError('usage', explainFailure(error).message, { cause: error });
}

/** The exit code of a command that ends with an error. */
function exitCodeOf(code: ErrorCode): number {
  if (code === 'cannot-write') return EXIT_CODES.internal;
  if (UNREACHABLE.has(code)) return EXIT_CODES.unreachable;
  return FAILURES.has(code) ? EXIT_CODES.failure : EXIT_CODES.usage;
}

/** Turns anything that was thrown into a message for the user and an exit code; only bugs of pagewright show a stack trace. */
export function explainFailure(error: unknown): { readonly message: string; readonly exitCode: number } {
  if (error instanceof PagewrightError) {
    const { code, message, problems } = error;
    const exitCode = exitCodeOf(code);
    if (problems.length === 0 || exitCode !== EXIT_CODES.failure) return { message, exitCode };
    const count = problems.length === 1 ? '1 problem' : `${problems.length} problems`;
    return { message: `${count} in contract, scenario or configuration files:\n${message}`, exitCode };
  }
  const { message = String(error), stack } = (error ?? {}) as Partial<Error>;
  return {
    message: `This is a bug in pagewright. Please report it:\n${stack ?? message}`,
    exitCode: EXIT_CODES.internal,
  };
}
