import type { Envelope, Role } from '../contract/contract.ts';
import { countPages, type Neighbours } from './neighbours.ts';
import type { CurrentPage, RoleValue } from './pager.ts';

/** How positions are written into one response. */
export interface Writer<Target> {
  /** As a link, a token or a number that leads to a page. */
  write(target: Target): string | number;
  /** As the position parameter has it. */
  echo(target: Target): string | number;
}

export type PageRole = Exclude<Role, 'items' | 'total'>;

/** The roles of an envelope that say where a page is and how pages join up. */
export function listRoles(envelope: Pick<Envelope, 'roles'>): readonly PageRole[] {
  return [...envelope.roles.keys()].filter((role) => role !== 'items' && role !== 'total');
}

/**
 * Computes what a response says of a page and its neighbours.
 *
 * @param roles - those that the response has; no other is computed
 * @returns a value for each of the roles
 */
export function joinPage<Target>(
  page: CurrentPage,
  roles: readonly PageRole[],
  neighbours: Neighbours<Target>,
  writer: Writer<Target>,
): ReadonlyMap<Role, RoleValue> {
  const values = new Map<Role, RoleValue>();
  for (const role of roles) values.set(role, computeRole(role, page, neighbours, writer));
  return values;
}

function computeRole<Target>(
  role: PageRole,
  page: CurrentPage,
  neighbours: Neighbours<Target>,
  writer: Writer<Target>,
): RoleValue {
  switch (role) {
    case 'next':
    case 'previous':
    case 'first':
    case 'last': {
      const target = neighbours[role](page);
      return target === undefined ? null : writer.write(target);
    }
    case 'hasNext':
      return neighbours.next(page) !== undefined;
    case 'hasPrevious':
      return neighbours.previous(page) !== undefined;
    case 'pageCount':
      return countPages(page);
    case 'pageNumber':
      return neighbours.pageNumber(page);
    case 'position':
      return writer.echo(neighbours.self(page));
    case 'limit':
      return page.limit;
  }
}
