import type { Contract } from '../../contract/contract.ts';
import { editPages } from '../../edit/edit-pages.ts';
import { everyContract } from '../../edit/every-contract.ts';
import { isChosen } from '../../edit/item-fields.ts';
import { listOpenPaths } from '../../edit/list-open-paths.ts';
import type { Scene } from '../../edit/scene.ts';
import { turnTies } from '../../edit/turn-ties.ts';
import type { World } from '../../mock/world.ts';
import { readId } from '../../page/page-reader.ts';
import type { Deviation } from '../deviation.ts';

/** Rows that come, go and change while somebody reads them, and rows with more than a contract knows of. */
export const rowVariations: readonly Deviation[] = [
  {
    name: 'other-tie-order',
    summary: 'rows with the same sort value come in another order, always the same',
    area: 'paging',
    appliesTo: everyContract,
    bendContract(contract) {
      return { ...contract, order: { ...contract.order, by: turnTies(contract.order.by) } };
    },
  },
  {
    name: 'more-item-fields',
    summary: 'items have fields that are not documented',
    area: 'shape',
    appliesTo: everyContract,
    wrap: editPages((page) => {
      page.items = page.items.map((item) => ({ ...item, _links: { self: { href: '/' } }, etag: null, labels: [] }));
    }),
  },
  {
    name: 'open-set-has-more-values',
    summary: 'a field whose values are an open set has one that nobody has seen before',
    area: 'shape',
    appliesTo: (contract) => listOpenFields(contract).length > 0,
    wrap: editPages((page, _request, { contract }) => {
      const names = listOpenFields(contract);
      page.items = page.items.map((item) => {
        if (!isChosen(readId(contract, item))) return item;
        return { ...item, ...Object.fromEntries(names.map((name) => [name, 'Never seen before'])) };
      });
    }),
  },
  {
    name: 'rows-added',
    summary: 'a row is added after every few requests',
    area: 'paging',
    appliesTo: everyContract,
    wrap: everyFew(6, (world, collection) => {
      world.add(collection, {});
    }),
  },
  {
    name: 'rows-removed',
    summary: 'a row is removed after every few requests',
    area: 'paging',
    appliesTo: everyContract,
    wrap: everyFew(9, (world, collection, count) => {
      const id = pickRow(world, collection, count);
      if (id !== undefined) world.remove(collection, id);
    }),
  },
  {
    name: 'rows-changed',
    summary: 'a row makes a move of its lifecycle after every few requests',
    area: 'paging',
    appliesTo: ({ moves }) => [...moves.values()].some(({ creates }) => !creates),
    wrap: everyFew(5, (world, collection, count) => {
      const names = [...world.contract.moves.values()].filter(({ creates }) => !creates).map(({ name }) => name);
      for (let step = 0; step < 20; step += 1) {
        const id = pickRow(world, collection, count + 17 * step);
        if (id !== undefined && tryMove(world, collection, names[(count + step) % names.length] ?? '', id)) return;
      }
    }),
  },
];

/** Fields of items themselves that may show values which nobody has seen before. */
function listOpenFields(contract: Contract): readonly string[] {
  return listOpenPaths(contract).flatMap(([name, ...inner]) => (name === undefined || inner.length > 0 ? [] : [name]));
}

function everyFew(
  few: number,
  change: (world: World, collection: string, count: number) => void,
): NonNullable<Deviation['wrap']> {
  return ({ world, ask }: Scene) => {
    let count = 0;
    return (request) => {
      const response = ask(request);
      if (response?.status !== 200) return response;
      count += 1;
      const collection = world.tenants[0]?.collections[0];
      if (count % few === 0 && collection !== undefined) change(world, collection, count);
      return response;
    };
  };
}

/** The identity of a row near the start of the list, where readers are. */
function pickRow({ table, contract }: World, collection: string, count: number): string | undefined {
  const rows = table(collection);
  const view = rows?.select({ criteria: [], order: contract.order.by });
  if (rows === undefined || view === undefined || view.count === 0) return undefined;
  return readId(contract, rows.rowAt(view.slotAt((count * 7) % Math.min(view.count, 40))));
}

function tryMove(world: World, collection: string, name: string, id: string): boolean {
  try {
    world.move(collection, name, id);
    return true;
  } catch {
    // The row is not in a state that the move starts from.
    return false;
  }
}
