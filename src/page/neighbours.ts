import type { Envelope, LinkRole, Role } from '../contract/contract.ts';
import type { Key, View } from '../store/table.ts';
import type { RequestUrl } from './links.ts';
import { crossOver, isSeek, type Position, type SeekPosition } from './position.ts';
import type { TokenContext } from './token-codec.ts';

/** A page that has been found, with what its links and tokens are made from. */
export interface CurrentPage {
  readonly position: Position;
  readonly slice: Slice;
  readonly limit: number;
  /** How many rows the whole list has. */
  readonly count: number;
  /** The key, under the order of the list, of the row at a rank. */
  readonly keyAt: (rank: number) => Key;
  /** The identity of the row at a rank. */
  readonly identityAt: (rank: number) => string;
  /** The slot of the row at a rank. */
  readonly slotAt: (rank: number) => number;
  readonly url: RequestUrl;
  readonly context: TokenContext;
}

/** A link, a token, a number or a flag; `null` where there is no such page. */
export type RoleValue = string | number | boolean | null;

/** Where the pages around a page begin, in the terms of one style; `undefined` where there is no such page. */
interface Neighbours<Target> {
  next(page: CurrentPage): Target | undefined;
  previous(page: CurrentPage): Target | undefined;
  first(page: CurrentPage): Target | undefined;
  last(page: CurrentPage): Target | undefined;
  /** Which page it is, counted from 1. */
  pageNumber(page: CurrentPage): number;
  /** Where the page itself begins. */
  self(page: CurrentPage): Target;
  /** Where a client goes on that never stops: behind the last row, to a page that may have no rows yet. */
  onward(page: CurrentPage): Target;
  /** Where a client goes back from its first row, whatever is there; absent: by what comes before. */
  upward?(page: CurrentPage): Target;
}

/** How many pages a list fills; none when a page holds no rows. */
export function countPages({ count, limit }: Pick<CurrentPage, 'count' | 'limit'>): number {
  return limit === 0 ? 0 : Math.ceil(count / limit);
}

/** Which page one is that may begin anywhere: pages before it are counted as if they were full. */
function estimatePageNumber(page: CurrentPage): number {
  const before = countPages({ count: page.slice.start, limit: page.limit });
  return Math.max(1, Math.min(countPages(page), before + 1));
}

/** Whether rows come after the page, and it is of a size by which they can be reached. */
function hasRowsAfter({ slice, count, limit }: CurrentPage): boolean {
  return limit > 0 && slice.end < count;
}

/** Whether rows come before the page, and it is of a size by which they can be reached. */
function hasRowsBefore({ slice, limit }: CurrentPage): boolean {
  return limit > 0 && slice.start > 0;
}

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
    case 'tail':
      return readBackward(view.count, limit);
    case 'row':
    case 'slot':
      return undefined;
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

/** Pages that are numbered from 1. An empty list has one, without rows. */
export const numberNeighbours: Neighbours<number> = {
  next: (page) =>
    hasRowsAfter(page) && (page.position.at === 'page' || hasNumber(page)) ? ownNumber(page) + 1 : undefined,
  // From beyond the end, the last page with rows.
  previous: (page) =>
    ownNumber(page) > 1 && (page.position.at === 'page' || hasNumber(page))
      ? Math.min(ownNumber(page) - 1, findLast(page))
      : undefined,
  first: () => 1,
  last: findLast,
  pageNumber: ownNumber,
  self: ownNumber,
  onward: (page) => (hasRows(page) ? ownNumber(page) + 1 : ownNumber(page)),
};

function hasRows({ slice }: CurrentPage): boolean {
  return slice.end > slice.start;
}

function ownNumber(page: CurrentPage): number {
  const { position } = page;
  if (position.at === 'page') return position.number;
  return position.at === 'lastPage' ? findLast(page) : estimatePageNumber(page);
}

/** A page that was reached in another way may begin between two numbers. */
function hasNumber({ position, slice, limit }: CurrentPage): boolean {
  return position.at === 'lastPage' || slice.start % limit === 0;
}

function findLast(page: CurrentPage): number {
  return Math.max(1, countPages(page));
}

/** Pages that begin after a number of rows. */
export const offsetNeighbours: Neighbours<number> = {
  next: (page) => (hasRowsAfter(page) ? page.slice.end : undefined),
  previous: (page) => (hasRowsBefore(page) ? Math.max(0, page.slice.start - page.limit) : undefined),
  first: () => 0,
  last: ({ count, limit }) => findLastStart(count, limit),
  pageNumber: estimatePageNumber,
  self: ownOffset,
  onward: (page) => (hasRows(page) ? page.slice.end : ownOffset(page)),
};

function ownOffset({ position, slice }: CurrentPage): number {
  return position.at === 'offset' ? position.offset : slice.start;
}

/** Pages that join at keys, so that rows which come and go elsewhere never make a walk skip or repeat one. */
export const seekNeighbours: Neighbours<SeekPosition> = {
  next: (page) => (hasRowsAfter(page) ? continueFrom(page, 'after', page.slice.end - 1) : undefined),
  previous: (page) => (hasRowsBefore(page) ? continueFrom(page, 'before', page.slice.start) : undefined),
  first: (page) => (isEmpty(page) ? undefined : { at: 'start' }),
  last: (page) => (isEmpty(page) ? undefined : { at: 'end' }),
  pageNumber: estimatePageNumber,
  self: ownPosition,
  onward: (page) => (hasRows(page) ? { at: 'after', key: page.keyAt(page.slice.end - 1) } : ownPosition(page)),
  upward: (page) => ({ at: 'before', key: page.keyAt(page.slice.start) }),
};

/** The row at which a page begins or ends; `undefined` at an end of the list. */
export interface RowTarget<Name = string> {
  readonly side: 'after' | 'before';
  readonly id: Name | undefined;
}

/**
 * Pages that begin behind a row.
 *
 * @param asked - the row that a request names
 * @param nameAt - how the row at a rank is named: by its identity, or by its slot
 */
export function createRowNeighbours<Name>(
  asked: RowTarget<Name>,
  nameAt: (page: CurrentPage, rank: number) => Name,
): Neighbours<RowTarget<Name>> {
  const behind = (page: CurrentPage): RowTarget<Name> => ({ side: 'after', id: nameAt(page, page.slice.end - 1) });
  return {
    next: (page) => (hasRowsAfter(page) && hasRows(page) ? behind(page) : undefined),
    previous: (page) => {
      return hasRowsBefore(page) && hasRows(page) ? { side: 'before', id: nameAt(page, page.slice.start) } : undefined;
    },
    first: (page) => (isEmpty(page) ? undefined : { side: 'after', id: undefined }),
    last: (page) => {
      const start = findLastStart(page.count, page.limit);
      if (isEmpty(page)) return undefined;
      return { side: 'after', id: start === 0 ? undefined : nameAt(page, start - 1) };
    },
    pageNumber: estimatePageNumber,
    self: () => asked,
    onward: (page) => (hasRows(page) ? behind(page) : asked),
    upward: (page) => ({ side: 'before', id: nameAt(page, page.slice.start) }),
  };
}

/**
 * A page without rows has no key to go on from: the rows that it was to show are gone. What remains lies on the other
 * side of its own position, the row at the position's key included.
 */
function continueFrom(page: CurrentPage, at: 'after' | 'before', rank: number): SeekPosition {
  const isEmpty = page.slice.start === page.slice.end;
  return isEmpty ? crossOver(ownPosition(page)) : { at, key: page.keyAt(rank) };
}

function ownPosition({ position }: CurrentPage): SeekPosition {
  return isSeek(position) ? position : { at: 'start' };
}

function isEmpty({ count, limit }: CurrentPage): boolean {
  return count === 0 || limit === 0;
}

/** How positions are written into one response. */
interface Writer<Target> {
  /** Writes a position as a link, a token or a number. */
  write(target: Target, role: LinkRole): string | number | null;
  /** As the position parameter has it. */
  echo(target: Target): string | number | null;
  /** The position of the page itself, as the request has it. */
  self(): string | number | null;
  /** The number of the first page; 1 where nothing else is said. */
  readonly firstPage?: number;
}

type PageRole = Exclude<Role, 'items' | 'total'>;

/** What an envelope says of a page beside its items. */
export interface PageRoles {
  /** Those that say where a page is and how pages join up. */
  readonly roles: readonly PageRole[];
  /** Whether there is always a next page, or tokens of the items at the edges. */
  readonly atEnd: Envelope['atEnd'];
  /** The number of the first row of all. */
  readonly rowBase?: number | undefined;
}

/** Lists the roles of an envelope that a pager computes. */
export function listRoles(envelope: Pick<Envelope, 'roles' | 'atEnd' | 'rowBase'>): PageRoles {
  const roles = [...envelope.roles.keys()].filter((role) => role !== 'items' && role !== 'total');
  return { roles, atEnd: envelope.atEnd, rowBase: envelope.rowBase };
}

/**
 * Computes what a response says of a page and its neighbours.
 *
 * @param roles - those that the response has; no other is computed
 * @returns a value for each of the roles
 */
export function joinPage<Target>(
  page: CurrentPage,
  { roles, atEnd, rowBase }: PageRoles,
  neighbours: Neighbours<Target>,
  writer: Writer<Target>,
): ReadonlyMap<Role, RoleValue> {
  const values = new Map<Role, RoleValue>();
  for (const role of roles) {
    const target = atEnd === 'self' || atEnd === 'edge' ? findEdge(role, page, neighbours, atEnd) : undefined;
    values.set(
      role,
      target === undefined
        ? computeRole(role, page, neighbours, writer, rowBase)
        : writer.write(target, role as LinkRole),
    );
  }
  return values;
}

/** Where a page leads that always leads on. */
function findEdge<Target>(
  role: PageRole,
  page: CurrentPage,
  neighbours: Neighbours<Target>,
  atEnd: 'self' | 'edge',
): Target | undefined {
  if (role === 'next' && (atEnd === 'self' || hasRows(page))) return neighbours.onward(page);
  return role === 'previous' && atEnd === 'edge' && hasRows(page) ? neighbours.upward?.(page) : undefined;
}

function computeRole<Target>(
  role: PageRole,
  page: CurrentPage,
  neighbours: Neighbours<Target>,
  writer: Writer<Target>,
  rowBase = 1,
): RoleValue {
  switch (role) {
    case 'next':
    case 'previous':
    case 'first':
    case 'last': {
      const target = neighbours[role](page);
      return target === undefined ? null : writer.write(target, role);
    }
    case 'self':
      return writer.self();
    case 'hasNext':
      return neighbours.next(page) !== undefined;
    case 'hasPrevious':
      return neighbours.previous(page) !== undefined;
    case 'isFirst':
      return neighbours.previous(page) === undefined;
    case 'isEmpty':
      return page.slice.end === page.slice.start;
    case 'isLast':
      return neighbours.next(page) === undefined;
    case 'count':
      return page.slice.end - page.slice.start;
    case 'remaining':
      return Math.max(0, page.count - page.slice.end);
    case 'firstRow':
      return hasRows(page) ? page.slice.start + rowBase : null;
    case 'lastRow':
      return hasRows(page) ? page.slice.end - 1 + rowBase : null;
    case 'pageCount':
      return countPages(page);
    case 'pageNumber':
      return neighbours.pageNumber(page) + (writer.firstPage ?? 1) - 1;
    case 'position':
      return writer.echo(neighbours.self(page));
    case 'limit':
      return page.limit;
  }
}
