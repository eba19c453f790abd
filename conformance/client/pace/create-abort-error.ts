import { TargetError } from '../target-error.ts';

/** The error of a request that was cancelled, with the reason that was given, if any. */
export function createAbortError(signal: AbortSignal): TargetError {
  const reason: { readonly name?: unknown; readonly message?: unknown } = Object(signal.reason);
  const explained = reason.name === 'Error' && typeof reason.message === 'string' ? reason.message : undefined;
  return new TargetError('aborted', explained ?? 'the run was cancelled', { cause: signal.reason });
}
