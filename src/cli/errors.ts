import { type ErrorCode, PagewrightError } from '../contract/error.ts';

/** How a command ends. */
export const EXIT_CODES = {
  success: 0,
  /** Problems in files, violations of a contract, or a client that breaks rules. */
  failure: 1,
  /** A usage error, or a request that the mock rejects. */
  usage: 2,
  /** The port is unavailable, or the target or the mock unreachable. */
  unreachable: 3,
  /** As a shell reports SIGINT. */
  interrupted: 130,
} as const;

/** The end of the help. */
export const EXIT_CODES_HELP = `Exit codes: 0 success; 1 problems in files, violations of a contract, or a client that breaks rules; 2 usage error, or rejected
by the mock; 3 port unavailable, or target or mock unreachable; 130 interrupted.`;

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

/** The exit code of a command that ends with an error. */
function exitCodeOf(code: ErrorCode): number {
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
    exitCode: EXIT_CODES.failure,
  };
}
