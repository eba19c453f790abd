import type { View } from '../store/table.ts';
import type { Position } from './position.ts';

/** A run of rows in a view: ranks from 0, `end` not included. */
export interface Slice {
  readonly start: number;
  readonly end: number;
}

/**
 * Finds the rows of a page.
 *
 * @param view - the rows of the list as they stand now
 * @param position - where the page begins or ends
 * @param limit - how many rows it may hold, from 0
 * @returns the rows, never beyond the view; `undefined` when a page number or offset lies past the end. The first page
 *   is there even if it has no rows.
 */
export function sliceView(view: View, position: Position, limit: number): Slice | undefined {
  switch (position.at) {
    case 'start':
      return readForward(0, view.count, limit);
    case 'after':
      return readForward(view.countThrough(position.key), view.count, limit);
    case 'from':
      return readForward(view.countBefore(position.key), view.count, limit);
    case 'before':
      return readBackward(view.countBefore(position.key), limit);
    case 'through':
      return readBackward(view.countThrough(position.key), limit);
    case 'end':
    case 'lastPage':
      return readForward(findLastStart(view.count, limit), view.count, limit);
    case 'page':
      return readFrom((position.number - 1) * limit, position.number === 1, view.count, limit);
    case 'offset':
      return readFrom(position.offset, position.offset === 0, view.count, limit);
  }
}

/** As {@link sliceView}, but past the end there is a page without rows. */
export function sliceOrEnd(view: View, position: Position, limit: number): Slice {
  return sliceView(view, position, limit) ?? { start: view.count, end: view.count };
}

/** Where the last page begins in a walk from the start. */
export function findLastStart(count: number, limit: number): number {
  return limit === 0 || count === 0 ? 0 : count - 1 - ((count - 1) % limit);
}

function readFrom(start: number, isFirst: boolean, count: number, limit: number): Slice | undefined {
  return isFirst || start < count ? readForward(start, count, limit) : undefined;
}

function readForward(start: number, count: number, limit: number): Slice {
  return { start, end: Math.min(count, start + limit) };
}

function readBackward(end: number, limit: number): Slice {
  return { start: Math.max(0, end - limit), end };
}
