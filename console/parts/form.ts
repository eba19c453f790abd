import { useState } from 'preact/hooks';

/** Something that a button does, and what became of it. */
export interface Action {
  /** Does it, unless it is being done. @returns whether it went well */
  run(): Promise<boolean>;
  readonly isRunning: boolean;
  /** Why the last attempt failed, in the words of the mock. */
  readonly error: Error | undefined;
}

/** Keeps what came of an action, for the place where it was asked for. What was typed stays as it is, whatever comes of it. */
export function useAction(act: () => Promise<unknown>): Action {
  const [isRunning, setRunning] = useState(false);
  const [error, setError] = useState<Error | undefined>(undefined);
  return {
    isRunning,
    error,
    async run() {
      if (isRunning) return false;
      setRunning(true);
      try {
        await act();
        setError(undefined);
        return true;
      } catch (reason) {
        setError(reason instanceof Error ? reason : new Error(String(reason)));
        return false;
      } finally {
        setRunning(false);
      }
    },
  };
}
