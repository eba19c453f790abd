import { type Runs, refineRuns } from './refine-runs.ts';
import { createWords, type SortKey } from './sort-key.ts';

/**
 * Sorts slots in place. Only those that a column leaves equal are looked up in the next; what is equal in all columns
 * keeps its order.
 *
 * @param slots - in ascending order at first
 * @param keys - columns, the most significant first
 */
export function sortSlots(slots: Uint32Array, keys: readonly SortKey[]): void {
  let runs: Runs = slots.length > 1 ? [0, slots.length] : [];
  for (const { column, direction } of keys) {
    if (runs.length === 0) return;
    runs = refineRuns(slots, runs, createWords(column, countAll(runs)), direction);
  }
}

function countAll(runs: Runs): number {
  let count = 0;
  for (let run = 0; run < runs.length; run += 2) count += (runs[run + 1] as number) - (runs[run] as number);
  return count;
}
