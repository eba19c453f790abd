import type { Contract } from '../../../src/contract/contract.ts';
import { describeTie, listTieKeys } from '../../survey/sort-values.ts';
import type { Window } from '../../survey/survey.ts';

/** The page sizes at which pages end amid rows that the order does not tell apart, those first at which most pages do. */
export function listSplittingSizes(contract: Contract, { items }: Pick<Window, 'items'>): readonly number[] {
  const keys = listTieKeys(contract);
  if (keys.length === 0) return [];
  const ties = items.map((item) => describeTie(item, keys));
  const countSplits = (size: number): number => {
    return ties.filter((tie, index) => index > 0 && index % size === 0 && tie === ties[index - 1]).length;
  };
  const sizes = Array.from({ length: Math.max(0, items.length - 2) }, (_, index) => index + 2);
  return sizes
    .map((size) => ({ size, splits: countSplits(size) }))
    .filter(({ splits }) => splits > 0)
    .sort((a, b) => b.splits - a.splits || b.size - a.size)
    .map(({ size }) => size);
}
