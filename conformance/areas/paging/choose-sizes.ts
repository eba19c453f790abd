import type { Contract } from '../../../src/contract/contract.ts';
import { describeTie, listTieKeys } from '../../survey/sort-values.ts';
import type { Window } from '../../survey/survey.ts';

/** How many pages all walks in one direction may take together. */
const MOST_PAGES = 20;

/**
 * Page sizes to walk a window in: some whose pages end within groups of rows that the order does not tell apart, one that
 * divides the count, some that just miss it or just hold all, and small ones.
 */
export function chooseSizes(contract: Contract, window: Pick<Window, 'items' | 'ids'>): readonly number[] {
  const count = window.ids.length;
  const divisor = [3, 4, 2, 5, 6, 7].find((size) => size < count && count % size === 0);
  // Those that take few pages first, so that they are never left out.
  const wanted = [
    count - 1,
    count,
    count + 1,
    ...findSplittingSizes(contract, window),
    divisor,
    Math.ceil(count / 3),
    3,
    2,
    1,
  ];
  let pages = 0;
  return [...new Set(wanted)].filter((size): size is number => {
    if (size === undefined || size < 1 || size > contract.page.limit.maximum) return false;
    const needed = Math.ceil(count / size);
    if (pages + needed > MOST_PAGES) return false;
    pages += needed;
    return true;
  });
}

/** The sizes at which most pages end amid tied rows, that are not too small, and the one that splits the first tie. */
function findSplittingSizes(contract: Contract, { items }: Pick<Window, 'items'>): readonly number[] {
  const keys = listTieKeys(contract);
  const ties = items.map((item) => describeTie(item, keys));
  const splits = (size: number): number => {
    return ties.filter((tie, index) => index > 0 && index % size === 0 && tie === ties[index - 1]).length;
  };
  const sizes = Array.from({ length: Math.max(0, items.length - 2) }, (_, index) => index + 2);
  const ranked = sizes
    .map((size) => ({ size, count: splits(size) }))
    .filter(({ count }) => count > 0)
    .sort((a, b) => b.count - a.count || b.size - a.size);
  const largest = ranked.reduce<number | undefined>(
    (most, { size }) => (most === undefined || size > most ? size : most),
    undefined,
  );
  return [...ranked.slice(0, 2).map(({ size }) => size), ...(largest === undefined ? [] : [largest])];
}
