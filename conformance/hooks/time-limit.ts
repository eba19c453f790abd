import { joinSignals } from '../client/pacing.ts';
import { MAX_TIMEOUT_MS } from '../client/settings.ts';

/** Why a hook came to nothing; what it was asked for stays open. */
export class HookError extends Error {
  override readonly name = 'HookError';
}

/**
 * Runs something that may take too long, or that nobody may wait for any more.
 *
 * @param run - gets a signal that aborts when its time is over
 * @throws what `run` throws; an error when it does not end in time, or the other signal aborts
 */
export async function withinTime<Value>(
  run: (signal: AbortSignal) => Value | Promise<Value>,
  timeoutMs: number,
  signal: AbortSignal,
): Promise<Value> {
  const ending = new AbortController();
  const joined = joinSignals([signal, ending.signal]);
  const late = new Error(`it did not end within ${timeoutMs / 1000} s`);
  const timer = setTimeout(() => ending.abort(late), Math.min(timeoutMs, MAX_TIMEOUT_MS));
  const over = new Promise<never>((_, reject) => {
    const end = (): void => reject(joined.reason instanceof Error ? joined.reason : new Error(String(joined.reason)));
    if (joined.aborted) end();
    else joined.addEventListener('abort', end, { once: true });
  });
  // What comes after the end is nobody's business.
  over.catch(() => {});
  try {
    joined.throwIfAborted();
    return await Promise.race([run(joined), over]);
  } finally {
    clearTimeout(timer);
  }
}
