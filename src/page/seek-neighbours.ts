import { estimatePageNumber, hasRowsAfter, hasRowsBefore, type Neighbours } from './neighbours.ts';
import type { CurrentPage } from './pager.ts';
import { crossOver, isSeek, type SeekPosition } from './position.ts';

/** Pages that join at keys, so that rows which come and go elsewhere never make a walk skip or repeat one. */
export const seekNeighbours: Neighbours<SeekPosition> = {
  next: (page) => (hasRowsAfter(page) ? continueFrom(page, 'after', page.slice.end - 1) : undefined),
  previous: (page) => (hasRowsBefore(page) ? continueFrom(page, 'before', page.slice.start) : undefined),
  first: (page) => (isHollow(page) ? undefined : { at: 'start' }),
  last: (page) => (isHollow(page) ? undefined : { at: 'end' }),
  pageNumber: estimatePageNumber,
  self,
};

/**
 * A page without rows has no key to go on from: the rows that it was to show are gone. What remains lies on the other
 * side of its own position, the row at the position's key included.
 */
function continueFrom(page: CurrentPage, at: 'after' | 'before', rank: number): SeekPosition {
  const isEmpty = page.slice.start === page.slice.end;
  return isEmpty ? crossOver(self(page)) : { at, key: page.keyAt(rank) };
}

function self({ position }: CurrentPage): SeekPosition {
  return isSeek(position) ? position : { at: 'start' };
}

function isHollow({ count, limit }: CurrentPage): boolean {
  return count === 0 || limit === 0;
}
