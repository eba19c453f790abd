import type { World } from '../../mock/world.ts';
import { WorldError } from '../../mock/world-error.ts';
import { ServerError } from '../server-error.ts';

/**
 * The collection that holds a row.
 *
 * @param collection - where to look; every collection when it is not given
 * @throws {WorldError} when there is no such row, {@link ServerError} when several collections have one
 */
export function locateRow(world: World, identity: string, collection: string | undefined): string {
  if (collection !== undefined) return collection;
  const [first, ...others] = world.collections.filter((name) => world.table(name)?.find(identity) !== undefined);
  if (first === undefined) {
    throw new WorldError('unknown-row', `no collection has a row with ${world.contract.identity.name} ${identity}`);
  }
  if (others.length > 0) {
    const names = [first, ...others].join(', ');
    throw new ServerError(
      'ambiguous-row',
      `the collections ${names} all have a row with ${world.contract.identity.name} ${identity}; say which collection`,
    );
  }
  return first;
}

/** Whether any collection has a row. */
export function holdsRow(world: World, identity: string): boolean {
  return world.collections.some((name) => world.table(name)?.find(identity) !== undefined);
}

/** The collection that is meant when none is named. */
export function usualCollection(world: World, collection: string | undefined): string {
  return collection ?? world.collections[0] ?? '';
}
