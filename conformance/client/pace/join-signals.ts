import { setMaxListeners } from 'node:events';

/**
 * A signal that is aborted as soon as one of these is.
 *
 * @param signals - those that are `undefined` are never aborted
 */
export function joinSignals(signals: readonly (AbortSignal | undefined)[]): AbortSignal {
  const joined = AbortSignal.any(signals.filter((signal) => signal !== undefined));
  // Every request under way listens to it: that is no leak.
  setMaxListeners(0, joined);
  return joined;
}
