import { effect, type ReadonlySignal, signal, untracked } from '@preact/signals';
import { Unreachable } from '../admin/client.ts';

/** Something that is loaded from the mock and loaded again when what it depends on changes. What was there stays until then. */
export interface Resource<Value> {
  readonly value: ReadonlySignal<Value | undefined>;
  /** Why the last attempt failed. That the mock is gone is no failure: the connection tells of it. */
  readonly error: ReadonlySignal<Error | undefined>;
  /** Loading for more than {@link PATIENCE}. */
  readonly isSlow: ReadonlySignal<boolean>;
  reload(): void;
}

/** A shorter wait is not shown, in milliseconds. */
const PATIENCE = 200;

/**
 * @param load - reads the signals that it depends on before it first waits; `undefined` where there is nothing to load now, which
 *   clears what was there
 */
export function createResource<Value>(load: (cancel: AbortSignal) => Promise<Value> | undefined): Resource<Value> {
  const value = signal<Value | undefined>(undefined);
  const error = signal<Error | undefined>(undefined);
  const isSlow = signal(false);
  const attempt = signal(0);
  effect(() => {
    attempt.value;
    const controller = new AbortController();
    const loading = load(controller.signal);
    untracked(() => {
      if (loading === undefined) {
        value.value = undefined;
        error.value = undefined;
        isSlow.value = false;
        return;
      }
      const timer = setTimeout(() => {
        isSlow.value = true;
      }, PATIENCE);
      loading
        .then(
          (loaded) => {
            if (controller.signal.aborted) return;
            value.value = loaded;
            error.value = undefined;
          },
          (reason: unknown) => {
            if (controller.signal.aborted || reason instanceof Unreachable) return;
            error.value = reason instanceof Error ? reason : new Error(String(reason));
          },
        )
        .finally(() => {
          clearTimeout(timer);
          if (!controller.signal.aborted) isSlow.value = false;
        });
    });
    return () => controller.abort();
  });
  return {
    value,
    error,
    isSlow,
    reload: () => {
      attempt.value = untracked(() => attempt.value) + 1;
    },
  };
}
