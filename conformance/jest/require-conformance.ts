import { NotAccessibleError } from '../run/not-accessible-error.ts';
import { describeFailure } from './describe-failure.ts';
import type { Outcome } from './run-once.ts';

/** Throws when a run failed, ended early, or decided nothing: that is no success. */
export function requireDecisions({ report, failure }: Outcome): void {
  if (failure instanceof NotAccessibleError) fail(failure.message);
  if (report === undefined) throw failure;
  if (report.stopped !== undefined) fail(`the run ended early: ${report.stopped}`);
  if (report.verdict === 'inconclusive') fail('nothing could be decided; what was printed says what is missing');
}

/** Throws when a requirement is violated, or something other than the target kept it from being decided. */
export function requireConformance({ report }: Outcome, id: string): void {
  if (report === undefined) fail('was not looked at; the first test says why');
  const result = report.results.find((one) => one.id === id);
  if (result === undefined) fail('was not decided');
  if (result.verdict === 'fail' || result.verdict === 'error') fail(describeFailure(result));
}

/** Throws without a stack: where in the suite something is found says nothing of the target. */
function fail(message: string): never {
  const error = new Error(message);
  error.stack = message;
  throw error;
}
