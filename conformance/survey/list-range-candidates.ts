import type { Contract } from '../../src/contract/contract.ts';
import type { Item } from '../list/answer.ts';
import { type Candidate, groupByValue, type Known, listRangePairs, toRange } from './range.ts';

/** Beyond this a set is no longer a handful. */
const MOST_ROWS = 40;
const FEWEST_ROWS = 6;

/**
 * Ranges of neighbouring values, for each field with a lower and an upper bound among the filters. Values at either end of
 * what is known are left out: more rows with the same value may follow, and new rows arrive at the newest end.
 */
export function listRangeCandidates(contract: Contract, items: readonly Item[]): readonly Candidate[] {
  return listRangePairs(contract).flatMap((pair) => {
    const values = groupByValue(pair.field, items).slice(1, -1);
    return values.flatMap((_, start) => {
      return takeRuns(values.slice(start)).map((run) => ({
        conditions: toRange(pair, run.at(-1), run[0]),
        items: run.flatMap((known) => known.items),
      }));
    });
  });
}

/** The shortest run from here that is more than a few rows, and a longer one. */
function takeRuns(values: readonly Known[]): readonly (readonly Known[])[] {
  const runs: (readonly Known[])[] = [];
  let rows = 0;
  for (const [index, known] of values.entries()) {
    rows += known.items.length;
    if (rows > MOST_ROWS) break;
    if (rows < FEWEST_ROWS) continue;
    if (runs.length === 0 || rows >= 2 * FEWEST_ROWS) runs.push(values.slice(0, index + 1));
    if (rows >= 2 * FEWEST_ROWS) break;
  }
  return runs;
}
