import { warmUp } from '../mock/warm-up.ts';
import type { World } from '../mock/world.ts';

/** Between two steps requests have their turn, in milliseconds. */
const PAUSE = 10;

/**
 * Makes what the first use of each filter would have to wait for, step by step beside the answering of requests.
 *
 * @returns a function that leaves the rest undone
 */
export function warmUpWhenIdle(worlds: readonly World[]): () => void {
  const steps = takeSteps(worlds);
  const takeNext = (): void => {
    if (steps.next().done) return;
    timer = setTimeout(takeNext, PAUSE).unref();
  };
  let timer = setTimeout(takeNext, PAUSE).unref();
  return () => clearTimeout(timer);
}

function* takeSteps(worlds: readonly World[]): Generator<undefined, void> {
  for (const world of worlds) yield* warmUp(world);
}
