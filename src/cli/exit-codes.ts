import type { Report } from '../../conformance/index.ts';

/** How a command ends. */
export const EXIT_CODES = {
  success: 0,
  /** Problems in files, violations of a contract, or a client that breaks rules. */
  failure: 1,
  /** A usage error, or a request that the mock rejects. */
  usage: 2,
  /** The port is unavailable, the target or the mock unreachable, or nothing could be judged. */
  unreachable: 3,
  /** A bug of pagewright, or a report that could not be written: never a verdict. */
  internal: 4,
  /** The command of `audit --run` failed, while what it had sent broke no rule. */
  commandFailed: 5,
  /** As a shell reports SIGINT. */
  interrupted: 130,
} as const;

/** The end of the help of the program. */
export const EXIT_CODES_HELP = `Exit codes: 0 success; 1 problems in files, violations of a contract, or a client that breaks rules; 2 usage error, or rejected
by the mock; 3 port unavailable, target or mock unreachable, or nothing could be judged; 4 internal error, or a report that could
not be written; 5 the command of "audit --run" failed, and broke no rule; 130 interrupted. In "check" and "audit", 1 is only ever
a verdict: an invalid file is 2.`;

/**
 * The end of the help of a command that judges.
 *
 * @param success - what 0 says
 * @param failure - what 1 says
 * @param unjudged - why there may be no verdict
 */
export function describeExitCodes(success: string, failure: string, unjudged: string): string {
  return `Exit codes: 0 ${success}; 1 ${failure}; 2 usage error, or an invalid file;
3 not judged: ${unjudged};
4 internal error, or a report that could not be written; 130 interrupted before a failure was found.`;
}

/** What decides the exit code of a command that judges. */
interface Judgement {
  /** Whether anything counts as failed. */
  readonly isFailure: boolean;
  /** Whether there is a verdict. */
  readonly isJudged: boolean;
  /** Whether the user ended it. */
  readonly isInterrupted?: boolean;
  /** Whether a command that was run as the client failed. */
  readonly hasCommandFailed?: boolean;
}

/** The exit code of a verdict, on implementations and clients alike. @param results - those of the report */
export function exitCodeOfVerdict(
  { isFailure, isJudged, isInterrupted = false, hasCommandFailed = false }: Judgement,
  { results }: Pick<Report, 'results'>,
): number {
  if (isFailure) return EXIT_CODES.failure;
  if (isInterrupted) return EXIT_CODES.interrupted;
  if (results.some(({ isInternal }) => isInternal === true)) return EXIT_CODES.internal;
  if (hasCommandFailed) return EXIT_CODES.commandFailed;
  return isJudged ? EXIT_CODES.success : EXIT_CODES.unreachable;
}
