import type { ListMock } from '../../mock/list-mock.ts';
import type { World } from '../../mock/world.ts';
import { WorldError } from '../../mock/world-error.ts';
import { ServerError } from '../server-error.ts';
import type { SiteHolder } from '../site/site.ts';
import { holdsRow, locateRow, usualCollection } from './locate-row.ts';
import type { RowControl, RowPage, RowWindow } from './row-control.ts';

const USUAL_LIMIT = 50;
const MAX_LIMIT = 1000;

/** Makes the control of the rows of a site's lists, whichever site is served when it is used. */
export function createRowControl(holder: SiteHolder): RowControl {
  const worldOf = (contract: string | undefined): World => findList(holder, contract).world;
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

/**
 * The list of a contract.
 *
 * @param id - of the contract; the first one when it is not given
 * @throws {ServerError} when it is not served
 */
export function findList({ site }: SiteHolder, id: string | undefined): ListMock {
  const list = id === undefined ? site.lists[0] : site.lists.find(({ contract }) => contract.id === id);
  if (list !== undefined) return list;
  const ids = site.lists.map(({ contract }) => contract.id).join(', ');
  throw new ServerError('unknown-contract', `there is no contract ${id ?? ''} here; those served are ${ids}`);
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
