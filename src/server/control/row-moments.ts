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
  const found = new Map<string, { first: Found; last: Found; count: number }>();
  for (const { field, table, selection } of listTimedRows(list)) {
    if (!table.isReady(selection)) continue;
    const view = table.select(selection);
    const [begin, end] = [view.countThrough([now]), view.countBefore([null])];
    if (begin >= end) continue;
    const find = (rank: number): Found => {
      const slot = view.slotAt(rank);
      return {
        at: Number(table.keyAt(slot, selection.order)[0]),
        row: readIdentity(table.rowAt(slot), identity) ?? '',
      };
    };
    const [first, last] = [find(begin), find(end - 1)];
    const known = found.get(field.name) ?? { first, last, count: 0 };
    found.set(field.name, {
      first: first.at < known.first.at ? first : known.first,
      last: last.at > known.last.at ? last : known.last,
      count: known.count + end - begin,
    });
  }
  return [...found].flatMap(([name, { first, last, count }]) => {
    const say = ({ at, row }: Found, which: string): RowMoment => ({ at, what: `${row} reaches its ${name}${which}` });
    if (count === 1) return [say(first, '')];
    return [say(first, `, the first of ${count} rows`), say(last, `, the last of ${count} rows`)];
  });
}

/** A row, and its time. */
interface Found {
  readonly at: number;
  readonly row: string;
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
