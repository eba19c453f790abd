import type { Contract, Json } from '../contract/contract.ts';
import type { MockRequest } from '../mock/message.ts';
import { type Page, readPage } from './page.ts';
import { readParameter, setParameter } from './query.ts';
import type { Scene } from './scene.ts';

/** Where a page leads. */
export type LinkRole = 'next' | 'previous' | 'first' | 'last';

export const LINK_ROLES: readonly LinkRole[] = ['next', 'previous', 'first', 'last'];

/** The request with which a client would go on from a page; `undefined` when the page leads nowhere. */
export function locateNeighbour(
  contract: Contract,
  request: MockRequest,
  page: Page,
  role: LinkRole,
): MockRequest | undefined {
  if (contract.page.style === 'offset') return locateByCount(contract, request, page, role);
  const link = page.read(role);
  if (typeof link !== 'string' || link === '') return undefined;
  if (contract.page.style !== 'keyset') return { ...request, query: link.split('?')[1] ?? '' };
  const { position, direction } = contract.page;
  const moved = setParameter(request, position, link);
  if (direction === undefined) return moved;
  return setParameter(
    moved,
    direction.parameter,
    role === 'next' || role === 'first' ? direction.forward : direction.backward,
  );
}

/** The page that a page leads to. */
export function readNeighbour(
  { contract, ask }: Scene,
  request: MockRequest,
  page: Page,
  role: LinkRole,
): Page | undefined {
  const next = locateNeighbour(contract, request, page, role);
  return next === undefined ? undefined : readPage(contract, ask(next));
}

function locateByCount(
  { page: { position, limit } }: Contract,
  request: MockRequest,
  page: Page,
  role: LinkRole,
): MockRequest | undefined {
  const skipped = Number(readParameter(request, position) ?? 0);
  const size = Number(readParameter(request, limit.parameter) ?? limit.default);
  const total = toNumber(page.read('total'));
  const target = {
    first: 0,
    previous: skipped > 0 ? Math.max(0, skipped - size) : undefined,
    next: skipped + size < total ? skipped + size : undefined,
    last: Math.max(0, Math.ceil(total / size) - 1) * size,
  }[role];
  return target === undefined ? undefined : setParameter(request, position, String(target));
}

function toNumber(value: Json | undefined): number {
  return typeof value === 'number' ? value : 0;
}

/** Whether a contract's pages say where they lead. */
export function hasLinks({ envelope }: Contract): boolean {
  return envelope.roles.has('next');
}

/** Whether positions are sealed in tokens, on their own or within links. */
export function hasTokens({ page }: Contract): boolean {
  return page.style === 'links' || page.style === 'keyset';
}

/** Whether pages lead on by whole URLs. */
export function hasUrls(contract: Contract): boolean {
  return hasLinks(contract) && (contract.page.style === 'links' || contract.page.style === 'number');
}

/** Changes the links or tokens of a page. */
export function changeLinks(page: Page, change: (link: string, role: LinkRole) => string | null): void {
  for (const role of LINK_ROLES) {
    const link = page.read(role);
    if (typeof link === 'string' && link !== '') page.write(role, change(link, role));
  }
}
