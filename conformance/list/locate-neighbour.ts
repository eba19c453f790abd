import type { Contract } from '../../src/contract/contract.ts';
import type { LinkRole, PageAnswer, PagePosition } from './answer.ts';

/**
 * Where a client of the vendor would go on from a page: its link, its token, the next number, or more rows to skip.
 *
 * @returns the position; `undefined` when the page says that there is nothing there
 */
export function locateNeighbour(contract: Contract, from: PageAnswer, role: LinkRole): PagePosition | undefined {
  const { page, envelope } = contract;
  const link = from.page.links[role];
  switch (page.style) {
    case 'links':
      return followLink(link);
    case 'keyset':
      return link === undefined ? undefined : { value: link, direction: DIRECTIONS[role] };
    case 'number':
      return envelope.roles.has(role) ? followLink(link) : toPosition(countNumber(contract, from, role));
    case 'offset':
      return toPosition(countOffset(contract, from, role));
  }
}

const DIRECTIONS = { next: 'forward', first: 'forward', previous: 'backward', last: 'backward' } as const;

function followLink(link: string | undefined): PagePosition | undefined {
  return link === undefined ? undefined : { link };
}

function toPosition(value: number | undefined): PagePosition | undefined {
  return value === undefined ? undefined : { value };
}

function countNumber(contract: Contract, from: PageAnswer, role: LinkRole): number | undefined {
  if (role === 'first') return 1;
  const current = from.page.pageNumber ?? Number(from.position.value ?? 1);
  const size = sizeOf(contract, from);
  const { total, items } = from.page;
  const last = from.page.pageCount ?? (total === undefined ? undefined : Math.max(1, Math.ceil(total / size)));
  if (role === 'last') return last;
  if (role === 'previous') return current > 1 ? current - 1 : undefined;
  const hasNext = last === undefined ? items.length >= size : current < last;
  return hasNext ? current + 1 : undefined;
}

function countOffset(contract: Contract, from: PageAnswer, role: LinkRole): number | undefined {
  if (role === 'first') return 0;
  const skipped = Number(from.position.value ?? 0);
  const size = sizeOf(contract, from);
  const { total, items } = from.page;
  if (role === 'last') return total === undefined ? undefined : Math.max(0, Math.ceil(total / size) - 1) * size;
  if (role === 'previous') return skipped > 0 ? Math.max(0, skipped - size) : undefined;
  const hasNext = total === undefined ? items.length >= size : skipped + size < total;
  return hasNext ? skipped + size : undefined;
}

function sizeOf({ page }: Contract, { query }: PageAnswer): number {
  return Math.max(1, query.limit ?? page.limit.default);
}
