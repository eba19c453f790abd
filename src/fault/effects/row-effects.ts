import type { Json } from '../../contract/contract.ts';
import { PagewrightError } from '../../contract/error.ts';
import type { Row } from '../../dataset/row-source.ts';
import type { World } from '../../mock/world.ts';
import { readId } from '../../page/page-reader.ts';
import type { Spot } from '../walk/create-spot-finder.ts';
import type { Effect } from './exchange.ts';

/** Adds a row beside the first one of a page, which the same filters find. */
export const insertRow: Effect = (_fault, { list: { contract, world }, reading, afterwards }) => {
  const [first] = reading?.page.items ?? [];
  const slot = first && reading?.spot.table.find(readId(contract, first));
  if (reading === undefined || slot === undefined) return undefined;
  const { spot } = reading;
  return () => {
    afterwards.push(() => addLike(world, spot, spot.table.rowAt(slot)));
  };
};

/**
 * What filters and order look at is that of the model, and the rest is made. Where fields depend on each other so that this
 * makes no valid row, it is the model's twin.
 */
function addLike(world: World, spot: Spot, model: Row): void {
  const identity = world.contract.identity.path[0] ?? '';
  const { criteria, order } = spot.selection;
  const fields = [...criteria.flatMap((criterion) => criterion.fields), ...order.map(({ field }) => field)];
  const names = new Set(fields.map(({ path }) => path[0] ?? ''));
  const pick = (test: (name: string) => boolean): Record<string, Json> => {
    return Object.fromEntries(Object.entries(model).filter(([name]) => name !== identity && test(name)));
  };
  try {
    world.add(
      spot.collection,
      pick((name) => names.has(name)),
    );
  } catch (error) {
    if (!(error instanceof PagewrightError)) throw error;
    world.add(
      spot.collection,
      pick(() => true),
    );
  }
}

/** Removes the last row of a page. */
export const deleteRow: Effect = (_fault, { list: { contract, world }, reading, afterwards }) => {
  const last = reading?.page.items.at(-1);
  if (reading === undefined || last === undefined) return undefined;
  const id = readId(contract, last);
  const { collection, table } = reading.spot;
  if (table.find(id) === undefined) return undefined;
  return () => {
    afterwards.push(() => world.remove(collection, id));
  };
};
