import { parseInteger } from '../../page/limit.ts';
import { hasCounts } from '../../page/page-reader.ts';
import { type Link, readOffer } from '../links.ts';
import type { ListRequest } from '../requests.ts';

/** The positions that a page leads to, where positions are page numbers or offsets. */
export interface Neighbours {
  /** Positions of the next page that a client may choose; empty: there is none. */
  readonly next: readonly number[];
  /** Whether the page says whether there is a next one. */
  readonly isCertain: boolean;
  /** Whether anything on the page means that it is the last one. */
  readonly mayEnd: boolean;
  readonly previous?: number;
  readonly last?: number;
  /** The link to the next page, where there is one. */
  readonly link?: Link;
  /** The greatest position with rows, if the page tells. */
  readonly bound?: number;
}

/** The position of the first page. */
export function firstPosition({ page }: ListRequest['contract']): number {
  return page.style === 'number' || page.style === 'offset' ? page.first : 0;
}

/** The position that a request asks for; `undefined` for an invalid one, such as page `0`, and for `last`. */
export function readPosition({ contract, position }: Pick<ListRequest, 'contract' | 'position'>): number | undefined {
  const first = firstPosition(contract);
  if (position === undefined) return first;
  const value = parseInteger(position, contract.query.integers);
  return value === undefined || value < first ? undefined : value;
}

/**
 * Finds where a page leads, by what it tells.
 *
 * @param at - the position of the page
 */
export function findNeighbours(request: ListRequest, at: number): Neighbours {
  const { contract, page, size } = request;
  const step = contract.page.style === 'number' ? 1 : size;
  if (page === undefined || step === 0) return { next: [], isCertain: true, mayEnd: true };
  const link = readNext(request);
  const signs = listEndSigns(request, at, link !== undefined);
  const hasNone = signs.length === 0 && page.count === 0;
  const isEnd = hasNone || (signs.length > 0 && signs.every(({ isEnd }) => isEnd));
  const counted = isEnd ? [] : listCounted(request, at, step);
  const linked = link === undefined ? undefined : readPosition({ contract, ...link });
  const bound = hasNone ? at : findBound(signs);
  const first = firstPosition(contract);
  return {
    next: linked === undefined ? counted : [linked, ...counted],
    isCertain: signs.length > 0,
    mayEnd: hasNone || signs.some((sign) => sign.isEnd),
    ...(at > first && { previous: Math.max(first, at - step) }),
    ...(bound !== undefined && {
      bound,
      last: step === 1 ? bound : Math.floor((bound - first) / step) * step + first,
    }),
    ...(link !== undefined && { link }),
  };
}

/** By offsets, some clients add the rows that they got, and some the rows that they asked for. */
function listCounted({ contract, page }: ListRequest, at: number, step: number): readonly number[] {
  const count = page?.count ?? 0;
  return contract.page.style === 'offset' && count > 0 ? [at + step, at + count] : [at + step];
}

/** One thing that a page tells about where the list ends. */
interface EndSign {
  /** Whether the page is the last one, by this sign alone. */
  readonly isEnd: boolean;
  /** The greatest position with rows, or the least possible one. */
  readonly bound: number;
  readonly isExact: boolean;
}

function listEndSigns({ contract, page, size }: ListRequest, at: number, hasLink: boolean): readonly EndSign[] {
  const isNumber = contract.page.style === 'number';
  // The greatest position that the page covers: its own number, or that of its last row.
  const own = isNumber ? at : at + size - 1;
  const first = firstPosition(contract);
  const flag = (hasMore: boolean): EndSign => ({ isEnd: !hasMore, bound: hasMore ? own + 1 : own, isExact: !hasMore });
  const count = (bound: number): EndSign => ({ isEnd: bound <= own, bound, isExact: true });
  const signs: EndSign[] = contract.envelope.roles.has('next') ? [flag(hasLink)] : [];
  if (page?.hasNext !== undefined) signs.push(flag(page.hasNext));
  if (page?.total !== undefined) {
    const last = isNumber ? Math.max(1, Math.ceil(page.total / size)) - 1 : Math.max(0, page.total - 1);
    signs.push(count(first + last));
  }
  if (page?.pageCount !== undefined) {
    const last = isNumber ? Math.max(1, page.pageCount) - 1 : Math.max(0, page.pageCount * size - 1);
    signs.push(count(first + last));
  }
  return signs;
}

/** Where signs disagree, the one that allows the client most. */
function findBound(signs: readonly EndSign[]): number | undefined {
  return signs.some(({ isExact }) => isExact) ? Math.max(...signs.map(({ bound }) => bound)) : undefined;
}

function readNext(request: ListRequest): Link | undefined {
  const { next } = request.page?.links ?? {};
  return next === undefined ? undefined : readOffer(request, 'next', next);
}

/** How many rows come before the end of a page, by its position; 0 where positions are not numbers. */
export function countCovered(request: ListRequest): number {
  if (!hasCounts(request.contract)) return 0;
  const at = readPosition(request);
  if (at === undefined) return 0;
  const before = at - firstPosition(request.contract);
  return request.contract.page.style === 'number' ? (before + 1) * request.size : before + request.size;
}

/** Whether pages of a contract tell where the list ends. */
export function tellsEnd({ contract: { envelope } }: Pick<ListRequest, 'contract'>): boolean {
  return (['next', 'hasNext', 'isLast', 'remaining', 'total', 'pageCount'] as const).some((role) =>
    envelope.roles.has(role),
  );
}
