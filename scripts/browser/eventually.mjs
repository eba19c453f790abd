import { setTimeout } from 'node:timers/promises';

/** In milliseconds: far beyond what a page needs on a slow machine, so that it ends only what would wait for ever. */
export const LIMIT = 180_000;

/**
 * A page shows one thing after the other: what it says beside what was waited for may come a moment later. What makes no sense twice,
 * such as a click, does not belong in here.
 *
 * @template T
 * @param {() => T | Promise<T>} assert - is tried again while it throws
 * @returns {Promise<T>} what it returned at last
 */
export async function eventually(assert) {
  const end = Date.now() + LIMIT;
  for (;;) {
    try {
      return await assert();
    } catch (error) {
      if (Date.now() > end) throw error;
      await setTimeout(20);
    }
  }
}
