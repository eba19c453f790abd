import { TargetError } from '../target-error.ts';

/** Answers that may serve more than once. */
export interface Memo<T> {
  /**
   * What the key's task brought before, or is about to bring; otherwise what it brings now.
   *
   * @param key - what tells one task from another
   * @param run - the task; its result is kept, a rejection is not
   * @param keep - whether a result is to be kept once it is there
   */
  share(key: string, run: () => Promise<T>, keep: (value: T) => boolean): Promise<{ value: T; shared: boolean }>;
}

/** Makes an empty memo. */
export function createMemo<T>(): Memo<T> {
  const kept = new Map<string, Promise<T>>();

  const begin = async (key: string, run: () => Promise<T>, keep: (value: T) => boolean): Promise<T> => {
    const promise = run();
    kept.set(key, promise);
    const forget = (): void => {
      if (kept.get(key) === promise) kept.delete(key);
    };
    try {
      const value = await promise;
      if (!keep(value)) forget();
      return value;
    } catch (error) {
      forget();
      throw error;
    }
  };

  const share: Memo<T>['share'] = async (key, run, keep) => {
    const earlier = kept.get(key);
    if (earlier === undefined) return { value: await begin(key, run, keep), shared: false };
    try {
      return { value: await earlier, shared: true };
    } catch (error) {
      // Whoever began it ran out of requests or was cancelled: that is no reason for this one to fail.
      if (!isPersonal(error)) throw error;
      return share(key, run, keep);
    }
  };

  return { share };
}

function isPersonal(error: unknown): boolean {
  return error instanceof TargetError && (error.kind === 'budget-exhausted' || error.kind === 'aborted');
}
