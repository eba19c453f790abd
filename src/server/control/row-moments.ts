import type { Field, OrderKey } from '../../contract/contract.ts';
import type { ListMock } from '../../mock/list.ts';
import { readIdentity } from '../../store/order-column.ts';
import type { Selection, Table } from '../../store/table.ts';

type List = Pick<ListMock, 'contract' | 'state'>;

/** A moment at which something becomes of a row, in milliseconds since 1970. */
interface RowMoment {
  readonly at: number;
  readonly what: string;
}

/** Rows in the order of a field that a move sets to a time to come. */
interface TimedRows {
  readonly field: Field;
  readonly table: Table;
  readonly selection: Selection;
}

/** Sorts the rows of lists by the moments that are listed of them, a few at a time. */
export async function prepareRowMoments(lists: readonly List[]): Promise<void> {
  for (const list of lists) for (const { table, selection } of listTimedRows(list)) await table.prepare(selection);
}

/**
 * The next and the last of the moments that rows wait for: those of fields that a move of the contract sets to a time that is yet to
 * come then, such as the end of an invitation. Rows that have to be sorted first are left out.
 */
export function listRowMoments(list: List): readonly RowMoment[] {
  const now = list.state.now();
  const { identity } = list.contract;
  return listTimedRows(list).flatMap(({ field, table, selection }) => {
    if (!table.isReady(selection)) return [];
    const view = table.select(selection);
    const [first, end] = [view.countThrough([now]), view.countBefore([null])];
    const count = end - first;
    return [...new Set(count > 0 ? [first, end - 1] : [])].map((rank) => {
      const slot = view.slotAt(rank);
      const which = count === 1 ? '' : `, the ${rank === first ? 'first' : 'last'} of ${count} rows`;
      const row = readIdentity(table.rowAt(slot), identity);
      return { at: Number(table.keyAt(slot, selection.order)[0]), what: `${row} reaches its ${field.name}${which}` };
    });
  });
}

const orders = new WeakMap<object, readonly (readonly OrderKey[])[]>();

function listTimedRows({ contract, state }: List): readonly TimedRows[] {
  const known = orders.get(contract) ?? listOrders(contract);
  orders.set(contract, known);
  return known.flatMap((order) => {
    return state.collections.flatMap((name) => {
      const [table, field] = [state.table(name), order[0]?.field];
      return table === undefined || field === undefined ? [] : [{ field, table, selection: { criteria: [], order } }];
    });
  });
}

function listOrders({ identity, moves }: List['contract']): readonly (readonly OrderKey[])[] {
  const later = [...moves.values()].flatMap(({ setTimes }) => {
    return Object.entries(setTimes).filter(([, { now }]) => now > 0);
  });
  return [...new Map(later)].map(([name, { kind }]) => [
    { field: { name, path: [name], kind, schema: {} }, direction: 1 },
    { field: identity, direction: 1 },
  ]);
}
