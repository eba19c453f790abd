import { ContractError } from '../contract/contract-error.ts';
import { CliError, EXIT_CODES } from './cli-error.ts';

/** What a user is told of a failure, and the exit code. */
export interface Explanation {
  readonly message: string;
  readonly exitCode: number;
}

/** Brings whatever was thrown to words and an exit code; only a fault of pagewright's own shows where it happened. */
export function explainFailure(error: unknown): Explanation {
  if (error instanceof CliError) return { message: error.message, exitCode: error.exitCode };
  if (error instanceof ContractError) return { message: describeProblems(error), exitCode: EXIT_CODES.problems };
  const { name = '', code, message = String(error), stack } = (error ?? {}) as Partial<Error> & { code?: string };
  if (code === 'cannot-listen') return { message, exitCode: EXIT_CODES.cannotListen };
  // Named, not imported: their modules load what most commands do without.
  if (name === 'DatasetError') {
    const isUsage = code === 'unknown-scenario' || code === 'invalid-size';
    return { message, exitCode: isUsage ? EXIT_CODES.usage : EXIT_CODES.problems };
  }
  if (name === 'ReportError' || name === 'WaiverError') return { message, exitCode: EXIT_CODES.usage };
  if (name === 'ServerError' || name === 'FaultError') return { message, exitCode: EXIT_CODES.usage };
  return {
    message: `this is a fault of pagewright itself, please report it:\n${stack ?? message}`,
    exitCode: EXIT_CODES.problems,
  };
}

function describeProblems({ message, problems }: ContractError): string {
  return `${problems.length === 1 ? 'a problem' : `${problems.length} problems`} in contract or scenario files:\n${message}`;
}
