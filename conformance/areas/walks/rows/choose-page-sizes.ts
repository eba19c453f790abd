import type { Yardstick } from './create-yardstick.ts';

/** A page size to walk at. */
export interface PageSize {
  readonly limit: number;
  /** How many pages it should take. */
  readonly pages: number;
  /** Whether that is to the end of the rows. */
  readonly complete: boolean;
}

/** Pages that all walks together should take, and that one may take at most. */
const PAGES_IN_ALL = 30;
const LONGEST = 12;
/** How far a walk goes that cannot go to the end. */
const GLIMPSE = 5;

/**
 * Chooses page sizes that are worth walking at: an exactly full page, one row more and one less, several full pages, a
 * boundary amid tied rows, and tiny pages.
 *
 * @param most - the largest size that the target takes
 */
export function choosePageSizes(yardstick: Yardstick, most: number): readonly PageSize[] {
  const count = yardstick.ids.length;
  const wanted = [count, count + 1, count - 1, findSplit(yardstick, LONGEST), findDivisor(count), 3, 2, 1];
  const limits = [...new Set(wanted)].filter((limit) => limit !== undefined && limit >= 1 && limit <= most);
  const sizes: PageSize[] = [];
  let left = PAGES_IN_ALL;
  for (const limit of limits as number[]) {
    const size = measure(yardstick, limit, Math.min(left, LONGEST));
    if (size === undefined) continue;
    sizes.push(size);
    left -= size.pages;
  }
  return sizes;
}

/**
 * A size that makes a page end amid rows that the order does not tell apart, in a few pages.
 *
 * @param most - pages that the whole may take
 * @param fewest - pages that it should take
 */
export function findSplit({ ranks }: Yardstick, most: number, fewest = 2): number | undefined {
  const smallest = Math.max(1, Math.ceil(ranks.length / most));
  const largest = Math.ceil(ranks.length / fewest);
  const sizes = Array.from({ length: Math.max(0, largest - smallest + 1) }, (_, index) => smallest + index);
  const scores = sizes.map((size) => countSplits(ranks, size));
  const best = Math.max(0, ...scores);
  return best === 0 ? undefined : sizes[scores.indexOf(best)];
}

/** How many pages end amid tied rows. */
function countSplits(ranks: readonly number[], size: number): number {
  return ranks.filter((rank, index) => index > 0 && index % size === 0 && rank === ranks[index - 1]).length;
}

function findDivisor(count: number): number | undefined {
  for (let pages = 2; pages <= LONGEST; pages += 1) {
    if (count % pages === 0 && count / pages > 1) return count / pages;
  }
  return undefined;
}

function measure({ ids, closed }: Yardstick, limit: number, most: number): PageSize | undefined {
  const needed = Math.ceil(ids.length / limit);
  if (closed && needed <= most) return { limit, pages: needed, complete: true };
  const pages = Math.min(closed ? needed - 1 : Math.floor(ids.length / limit), GLIMPSE);
  return pages >= 2 && pages <= most ? { limit, pages, complete: false } : undefined;
}
