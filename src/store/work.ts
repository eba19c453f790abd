/**
 * A computation in steps, each of which takes a few milliseconds at most, so that whatever else there is to do has its turn
 * in between. A step may bring a part of the result.
 */
export type Work<Result, Part = undefined> = Generator<Part, Result, undefined>;

/** How many rows are looked at in one step. */
export const STEP_ROWS = 4096;

/** How many values are made in one step: the first ones may each cost a call of faker. */
export const STEP_VALUES = 128;

/** How long steps are taken in a row, in milliseconds. */
const SLICE_MS = 8;

/** Takes all steps at once. */
export function finish<Result>(work: Work<Result>): Result {
  for (;;) {
    const { done, value } = work.next();
    if (done === true) return value;
  }
}

/**
 * Takes the steps in slices, between which the event loop goes on.
 *
 * @param take - is called with the parts that a slice has brought, before the event loop goes on; work that waits for it waits
 */
export async function finishInSlices<Result, Part>(
  work: Work<Result, Part>,
  take?: (parts: readonly Exclude<Part, undefined>[]) => Promise<void> | undefined,
): Promise<Result> {
  for (;;) {
    const end = performance.now() + SLICE_MS;
    const parts: Exclude<Part, undefined>[] = [];
    do {
      const { done, value } = work.next();
      if (done === true) {
        await take?.(parts);
        return value;
      }
      if (value !== undefined) parts.push(value as Exclude<Part, undefined>);
    } while (performance.now() < end);
    await take?.(parts);
    await new Promise((resume) => setImmediate(resume));
  }
}

/**
 * Does something for consecutive ranges of rows, a step for each.
 *
 * @param count - how many rows there are
 * @param doRange - is called with the first row of a range and the one after its last
 * @param length - of a range
 */
export function* eachRange(
  count: number,
  doRange: (from: number, to: number) => void,
  length: number = STEP_ROWS,
): Work<void> {
  for (let from = 0; from < count; from += length) {
    doRange(from, Math.min(count, from + length));
    if (from + length < count) yield;
  }
}
