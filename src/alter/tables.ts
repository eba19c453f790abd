import type { Contract, OrderKey } from '../contract/contract.ts';
import type { Row } from '../dataset/row-source.ts';
import type { MockState } from '../mock/state.ts';
import { compareKeys } from '../store/ordered-slots.ts';
import type { Key, Selection, Slot, Table, View } from '../store/table.ts';

/** Finds the rows of a list, in place of the table itself. */
type Select = (selection: Selection, table: Table, contract: Contract) => View;

/**
 * Makes an override of the state under which rows are found in another way.
 *
 * @param select - finds the rows
 * @param isSteady - whether the same selection always finds the same rows while the table stays; true by default
 */
export function overrideTables(select: Select, isSteady = true): (state: MockState) => MockState {
  return (state) => {
    const overridden = new WeakMap<Table, Table>();
    return {
      ...state,
      table(collection) {
        const table = state.table(collection);
        if (table === undefined) return undefined;
        const known = overridden.get(table) ?? overrideTable(table, state.contract, select, isSteady);
        overridden.set(table, known);
        return known;
      },
    };
  };
}

/** Finds the same rows with ties the other way round. */
export function selectReversedTies(selection: Selection, table: Table): View {
  return table.select({ ...selection, order: reverseTies(selection.order) });
}

function overrideTable(table: Table, contract: Contract, select: Select, isSteady: boolean): Table {
  let reads = 0;
  return {
    get size() {
      return table.size;
    },
    get version() {
      // No page is kept of a table that is never the same.
      reads += isSteady ? 0 : 1;
      return table.version + reads;
    },
    origin: table.origin,
    select: (selection) => select(selection, table, contract),
    isReady: (selection) => table.isReady(selection),
    prepare: (selection) => table.prepare(selection),
    prepareInSteps: (selection) => table.prepareInSteps(selection),
    rowAt: (slot) => table.rowAt(slot),
    bodyAt: (slot) => table.bodyAt(slot),
    keyAt: (slot, order) => table.keyAt(slot, order),
    find: (identity) => table.find(identity),
    add: (row) => table.add(row),
    replace: (slot, row) => table.replace(slot, row),
    remove: (slot) => table.remove(slot),
    watch: (listener) => table.watch(listener),
    fork: () => table.fork(),
  };
}

/** A view that counts otherwise. */
export function changeView(view: View, counts: Partial<Pick<View, 'countBefore' | 'countThrough'>>): View {
  return {
    count: view.count,
    slotAt: (rank) => view.slotAt(rank),
    countBefore: (key) => view.countBefore(key),
    countThrough: (key) => view.countThrough(key),
    ...counts,
  };
}

/** All slots of a view, in order. */
function listSlots(view: View): readonly Slot[] {
  return Array.from({ length: view.count }, (_, rank) => view.slotAt(rank));
}

/** A view of slots that stand in the given order. @param read - changes keys before they are compared */
function viewSlots(
  table: Table,
  slots: readonly Slot[],
  order: readonly OrderKey[],
  read: (key: Key) => Key = (key) => key,
): View {
  const count = (holds: (difference: number) => boolean, key: Key): number =>
    slots.filter((slot) => holds(compareKeys(read(table.keyAt(slot, order)), read(key), order))).length;
  return {
    count: slots.length,
    slotAt(rank) {
      const slot = slots[rank];
      if (slot === undefined) throw new RangeError(`No row at rank ${rank}`);
      return slot;
    },
    countBefore: (key) => count((difference) => difference < 0, key),
    countThrough: (key) => count((difference) => difference <= 0, key),
  };
}

/** A view of the rows of a table that pass a test. */
export function viewRows(table: Table, selection: Selection, test: (row: Row) => boolean): View {
  const slots = listSlots(table.select(selection)).filter((slot) => test(table.rowAt(slot)));
  return viewSlots(table, slots, selection.order);
}

/** A view that is sorted by other keys. @param change - makes them of those that it should be sorted by */
export function viewSorted(table: Table, selection: Selection, change: (key: Key) => Key): View {
  const { order } = selection;
  const keyed = listSlots(table.select(selection)).map((slot) => ({ slot, key: change(table.keyAt(slot, order)) }));
  const slots = keyed.sort((a, b) => compareKeys(a.key, b.key, order)).map(({ slot }) => slot);
  return viewSlots(table, slots, order, change);
}

/** A view in which some rows stand several times, one after the other. */
export function repeatRows(table: Table, selection: Selection, count: (row: Row) => number): View {
  const slots = listSlots(table.select(selection)).flatMap((slot) => {
    return Array.from({ length: count(table.rowAt(slot)) }, () => slot);
  });
  return viewSlots(table, slots, selection.order);
}

/** The same order with the rows that it leaves tied but for its last key the other way round. */
function reverseTies(order: readonly OrderKey[]): readonly OrderKey[] {
  return order.map((key, index) => {
    return index === order.length - 1 ? ({ ...key, direction: key.direction === 1 ? -1 : 1 } as const) : key;
  });
}
