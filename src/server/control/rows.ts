import { PagewrightError } from '../../contract/error.ts';
import type { Row } from '../../dataset/row-source.ts';
import type { ListMock } from '../../mock/list-mock.ts';
import type { World } from '../../mock/world.ts';
import { findList } from '../routing/router.ts';
import { ServerError } from '../server-error.ts';

/** Where a row is. */
export interface RowPlace {
  /** The id of a contract; the first one that is served by default. */
  readonly contract?: string | undefined;
  /**
   * The name of a collection (a site, a workspace). By default a new row goes to the contract's first collection, and
   * other rows are looked for in all of them.
   */
  readonly collection?: string | undefined;
}

/** Which rows of a collection are shown. */
export interface RowWindow extends RowPlace {
  /** How many at most, 1 to 1000; 50 by default. */
  readonly limit?: number | undefined;
  /** How many come before the first; 0 by default. */
  readonly offset?: number | undefined;
}

/** A part of a collection, in the contract's own order. */
export interface RowPage {
  readonly collection: string;
  /** How many rows the collection has. */
  readonly total: number;
  readonly limit: number;
  readonly offset: number;
  /** Whole rows, with the fields that responses do not show. */
  readonly rows: readonly Row[];
}

/**
 * The rows behind the lists, to be seen and changed while the mock runs. Lists show a change at once.
 * What cannot be done is refused with a {@link PagewrightError} or {@link ServerError}, and changes nothing.
 */
export interface RowControl {
  list(window?: RowWindow): RowPage;
  get(identity: string, place?: RowPlace): Row;
  /** Adds a row; fields that are not given are generated. Gives the whole row. */
  add(fields?: Row, place?: RowPlace): Row;
  /** Changes the fields that are given. Gives the whole row. */
  change(identity: string, fields: Row, place?: RowPlace): Row;
  remove(identity: string, place?: RowPlace): void;
  /**
   * Makes a move of the contract's lifecycle, such as the acceptance of an invitation.
   *
   * @param move - its name
   * @param identity - of the row that moves; a move that makes a new row does without
   * @param fields - set in addition to what the move sets
   * @returns the row afterwards
   */
  move(move: string, identity?: string, fields?: Row, place?: RowPlace): Row;
}

const USUAL_LIMIT = 50;
const MAX_LIMIT = 1000;

/**
 * Makes the control of the rows of lists.
 *
 * @param listsOf - gives the lists as they are when it is used
 */
export function createRowControl(listsOf: () => readonly ListMock[]): RowControl {
  const worldOf = (contract: string | undefined): World => findList(listsOf(), contract).world;
  return {
    list: (window = {}) => readRows(worldOf(window.contract), window),
    get: (identity, { contract, collection } = {}) => {
      const world = worldOf(contract);
      return world.row(locateRow(world, identity, collection), identity);
    },
    add: (fields = {}, { contract, collection } = {}) => {
      const world = worldOf(contract);
      return world.add(usualCollection(world, collection), fields);
    },
    change: (identity, fields, { contract, collection } = {}) => {
      const world = worldOf(contract);
      return world.change(locateRow(world, identity, collection), identity, fields);
    },
    remove: (identity, { contract, collection } = {}) => {
      const world = worldOf(contract);
      world.remove(locateRow(world, identity, collection), identity);
    },
    move: (move, identity, fields, { contract, collection } = {}) => {
      const world = worldOf(contract);
      const isNew =
        identity === undefined || (world.contract.moves.get(move)?.creates === true && !holdsRow(world, identity));
      const place = isNew ? usualCollection(world, collection) : locateRow(world, identity, collection);
      return world.move(place, move, identity, fields);
    },
  };
}

function readRows(world: World, { collection, limit = USUAL_LIMIT, offset = 0 }: RowWindow): RowPage {
  requireInteger('limit', limit, 1, MAX_LIMIT);
  requireInteger('offset', offset, 0, Number.MAX_SAFE_INTEGER);
  const name = usualCollection(world, collection);
  const table = world.table(name);
  if (table === undefined) {
    throw new PagewrightError(
      'unknown-collection',
      `there is no collection ${name}; there are ${world.collections.join(', ')}`,
    );
  }
  const view = table.select({ criteria: [], order: world.contract.order.by });
  const count = Math.max(0, Math.min(limit, view.count - offset));
  const rows = Array.from({ length: count }, (_, index) => table.rowAt(view.slotAt(offset + index)));
  return { collection: name, total: view.count, limit, offset, rows };
}

function requireInteger(name: string, value: number, minimum: number, maximum: number): void {
  if (Number.isInteger(value) && value >= minimum && value <= maximum) return;
  const range = maximum === Number.MAX_SAFE_INTEGER ? `from ${minimum}` : `from ${minimum} to ${maximum}`;
  throw new ServerError('invalid-option', `${name} is ${value}; expected a whole number ${range}`);
}

/**
 * The collection that holds a row.
 *
 * @param collection - where to look; every collection when it is not given
 * @throws {PagewrightError} when there is no such row, {@link ServerError} when several collections have one
 */
export function locateRow(world: World, identity: string, collection: string | undefined): string {
  if (collection !== undefined) return collection;
  const [first, ...others] = world.collections.filter((name) => world.table(name)?.find(identity) !== undefined);
  if (first === undefined) {
    throw new PagewrightError(
      'unknown-row',
      `no collection has a row with ${world.contract.identity.name} ${identity}`,
    );
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
