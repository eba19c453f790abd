import type { CurrentPage } from './pager.ts';

/** Where the pages around a page begin, in the terms of one style; `undefined` where there is no such page. */
export interface Neighbours<Target> {
  next(page: CurrentPage): Target | undefined;
  previous(page: CurrentPage): Target | undefined;
  first(page: CurrentPage): Target | undefined;
  last(page: CurrentPage): Target | undefined;
  /** Which page it is, counted from 1. */
  pageNumber(page: CurrentPage): number;
  /** Where the page itself begins. */
  self(page: CurrentPage): Target;
}

/** How many pages a list fills; none when a page holds no rows. */
export function countPages({ count, limit }: Pick<CurrentPage, 'count' | 'limit'>): number {
  return limit === 0 ? 0 : Math.ceil(count / limit);
}

/** Which page one is that may begin anywhere: pages before it are counted as if they were full. */
export function estimatePageNumber(page: CurrentPage): number {
  const before = page.limit === 0 ? 0 : Math.ceil(page.slice.start / page.limit);
  return Math.max(1, Math.min(countPages(page), before + 1));
}

/** Whether rows come after the page, and it is of a size by which they can be reached. */
export function hasRowsAfter({ slice, count, limit }: CurrentPage): boolean {
  return limit > 0 && slice.end < count;
}

/** Whether rows come before the page, and it is of a size by which they can be reached. */
export function hasRowsBefore({ slice, limit }: CurrentPage): boolean {
  return limit > 0 && slice.start > 0;
}
