import { joinSignals } from '../client/pacing.ts';
import { MAX_TIMEOUT_MS } from '../client/settings.ts';
import type { Ledger } from '../ledger.ts';

/** Why a hook came to nothing; what it was asked for stays open. */
export class HookError extends Error {
  override readonly name = 'HookError';
}

/**
 * Does what takes a hook. Where that fails, requirements stay open.
 *
 * @param ids - the requirements, and what is to be said before the reason
 * @returns what `act` does; `undefined` where the hook failed
 */
export async function withHook<Value>(
  ledger: Pick<Ledger, 'leaveOpen'>,
  { ids, what }: { readonly ids: readonly string[]; readonly what: string },
  act: () => Promise<Value>,
): Promise<Value | undefined> {
  try {
    return await act();
  } catch (error) {
    if (!(error instanceof HookError)) throw error;
    for (const id of ids) ledger.leaveOpen(id, `${what} ${error.message}`);
    return undefined;
  }
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
