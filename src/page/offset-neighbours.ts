import { estimatePageNumber, hasRowsAfter, hasRowsBefore, type Neighbours } from './neighbours.ts';
import { findLastStart } from './slice-view.ts';

/** Pages that begin after a number of rows. */
export const offsetNeighbours: Neighbours<number> = {
  next: (page) => (hasRowsAfter(page) ? page.slice.end : undefined),
  previous: (page) => (hasRowsBefore(page) ? Math.max(0, page.slice.start - page.limit) : undefined),
  first: () => 0,
  last: ({ count, limit }) => findLastStart(count, limit),
  pageNumber: estimatePageNumber,
  self: ({ position, slice }) => (position.at === 'offset' ? position.offset : slice.start),
};
