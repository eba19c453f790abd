import { countPages, hasRowsAfter, type Neighbours } from './neighbours.ts';
import type { CurrentPage } from './pager.ts';

/** Pages that are numbered from 1. An empty list has one, without rows. */
export const numberNeighbours: Neighbours<number> = {
  next: (page) => (hasRowsAfter(page) ? self(page) + 1 : undefined),
  // From beyond the end it leads back to where there are rows.
  previous: (page) => (self(page) > 1 ? Math.min(self(page) - 1, findLast(page)) : undefined),
  first: () => 1,
  last: findLast,
  pageNumber: self,
  self,
};

function self(page: CurrentPage): number {
  return page.position.at === 'page' ? page.position.number : findLast(page);
}

function findLast(page: CurrentPage): number {
  return Math.max(1, countPages(page));
}
