import type { ListMock } from '../../mock/list-mock.ts';
import type { World } from '../../mock/world.ts';
import { WorldError } from '../../mock/world-error.ts';
import { ServerError } from '../server-error.ts';
import { findList } from '../site/find-list.ts';
import { holdsRow, locateRow, usualCollection } from './locate-row.ts';
import type { RowControl, RowPage, RowWindow } from './row-control.ts';

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
    throw new WorldError(
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
