import type { Contract } from '../../src/contract/contract.ts';
import type { Item } from '../list/answer.ts';
import { listRangeCandidates } from './list-range-candidates.ts';
import { listValueCandidates } from './list-value-candidates.ts';
import type { Candidate } from './range.ts';
import { scoreRows } from './score-rows.ts';

/** Sizes that a candidate is worth trying for. */
const FEWEST_ROWS = 6;
const MOST_ROWS = 60;

/** How many of the best candidates of each kind are of interest. */
const OF_EACH_KIND = 4;

/**
 * Conditions that are likely to carve a small set out of a list, the most promising first.
 *
 * @param items - the start of the list
 * @param total - how many rows there are; absent when nobody knows
 */
export function listCandidates(
  contract: Contract,
  items: readonly Item[],
  total: number = items.length,
): readonly Candidate[] {
  const scale = items.length === 0 ? 1 : Math.max(1, total / items.length);
  const ranges = rank(contract, listRangeCandidates(contract, items));
  const values = rank(
    contract,
    listValueCandidates(contract, items).filter(({ items: { length } }) => {
      return length * scale >= FEWEST_ROWS && length * scale <= MOST_ROWS;
    }),
  );
  // A range of neighbouring values is certain to hold what was seen; how common a value is can only be guessed.
  return [...ranges.slice(0, OF_EACH_KIND), ...values.slice(0, OF_EACH_KIND)];
}

function rank(contract: Contract, candidates: readonly Candidate[]): readonly Candidate[] {
  const scored = candidates.map((candidate) => ({ candidate, score: scoreRows(candidate.items, contract) }));
  return scored.sort((a, b) => b.score - a.score).map(({ candidate }) => candidate);
}
