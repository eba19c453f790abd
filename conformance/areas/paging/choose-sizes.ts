import type { Contract } from '../../../src/contract/contract.ts';
import type { Window } from '../../survey/survey.ts';
import { listSplittingSizes } from './list-splitting-sizes.ts';

/** How many pages all walks in one direction may take together. */
const MOST_PAGES = 17;

/**
 * Page sizes to walk a window in: some whose pages end within groups of rows that the order does not tell apart, one that
 * divides the count, some that just miss it or just hold all, and small ones.
 */
export function chooseSizes(contract: Contract, window: Pick<Window, 'items' | 'ids'>): readonly number[] {
  const count = window.ids.length;
  const divisor = [3, 4, 2, 5, 6, 7].find((size) => size < count && count % size === 0);
  const splitting = listSplittingSizes(contract, window);
  const largest = splitting.length === 0 ? undefined : Math.max(...splitting);
  // Those that take few pages first, so that they are never left out.
  const wanted = [
    count - 1,
    count,
    count + 1,
    ...splitting.slice(0, 2),
    largest,
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
