import type { Contract, Field, OrderKey } from '../contract/contract.ts';
import type { Criterion } from '../contract/criterion.ts';
import { PagewrightError } from '../contract/error.ts';
import type { Row, RowSource } from '../dataset/row-source.ts';
import { BodyCache, createBodyWriter } from './body.ts';
import { type Column, findPlace, loadColumn, type PlacedSource } from './column.ts';
import { createIdentityIndex } from './identity-index.ts';
import { matchColumn } from './match-column.ts';
import { createOrderColumn, type OrderColumn } from './order-column.ts';
import { OrderedSlots, readKey, sortSlots } from './ordered-slots.ts';
import { createMemo, keyOfField, keyOfSelection, type Memo, remember } from './selection.ts';
import { SlotSet } from './slot-set.ts';
import { countUp, type SortKey } from './sort-key.ts';
import type { Key, Selection, Slot } from './table.ts';

const MEGABYTE = 2 ** 20;

/** With fewer matches than this part of all rows, sorting them is cheaper than looking for them in the order of all. */
const FEW = 1 / 16;

/** What a table is made of. */
export interface TableOptions {
  readonly contract: Pick<Contract, 'identity' | 'hidden'>;
  /** Their rows one after the other. No two rows share an identity. */
  readonly sources: readonly RowSource[];
  /** Bytes of bodies to keep; 128 MB when absent. */
  readonly bodyBytes?: number;
  /** Bytes of columns, orders and results to keep; when absent, room for about seven columns of numbers. */
  readonly memoryBytes?: number;
}

/**
 * Rows that never change, with what is derived from them: columns, orders, matches. Everything is made on first use and
 * kept while there is room. It may be shared by any number of tables that differ from it by their own changes.
 */
export class BaseTable {
  readonly size: number;
  readonly identity: Field;
  /** Writes the body of a row. */
  readonly writeBody: (row: Row) => string;
  /** The slot of the row with an identity. */
  readonly find: (identity: string) => Slot | undefined;
  readonly #sources: readonly PlacedSource[];
  readonly #bodies: BodyCache;
  readonly #columns: Memo<Column>;
  readonly #orderColumns: Memo<OrderColumn>;
  readonly #matches: Memo<SlotSet>;
  readonly #lists: Memo<Uint32Array>;

  constructor({ contract, sources, bodyBytes = 128 * MEGABYTE, memoryBytes }: TableOptions) {
    this.#sources = placeSources(sources);
    this.size = this.#sources.reduce((sum, placed) => sum + placed.size, 0);
    this.identity = contract.identity;
    this.writeBody = createBodyWriter(Object.keys(contract.hidden));
    this.find = createIdentityIndex(contract.identity, this.#sources);
    this.#bodies = new BodyCache(this.size, bodyBytes);
    const room = memoryBytes ?? 16 * MEGABYTE + 96 * this.size;
    this.#columns = createMemo(0.45 * room, ({ bytes }: Column) => bytes);
    this.#orderColumns = createMemo(0.15 * room, ({ bytes }: OrderColumn) => bytes);
    this.#matches = createMemo(0.1 * room, ({ words }: SlotSet) => words.byteLength);
    this.#lists = createMemo(0.3 * room, ({ byteLength }: Uint32Array) => byteLength);
  }

  rowAt(slot: Slot): Row {
    this.#assertGiven(slot);
    const { source, start } = findPlace(this.#sources, slot);
    return source.row(slot - start);
  }

  bodyAt(slot: Slot): string {
    return this.#bodies.get(slot) ?? this.#makeBody(slot);
  }

  keyAt(slot: Slot, order: readonly OrderKey[]): Key {
    this.#assertGiven(slot);
    return readKey(this.#sortKeys(order), slot);
  }

  /** @returns the slots that match, in order */
  select(selection: Selection): OrderedSlots {
    return new OrderedSlots(this.#listSlots(selection), this.#sortKeys(selection.order));
  }

  #assertGiven(slot: Slot): void {
    if (!(Number.isInteger(slot) && slot >= 0 && slot < this.size)) throw createUnknownSlot(slot);
  }

  #makeBody(slot: Slot): string {
    const body = this.writeBody(this.rowAt(slot));
    this.#bodies.keep(slot, body);
    return body;
  }

  #listSlots(selection: Selection): Uint32Array {
    const { order } = selection;
    const { whole, criteria } = keyOfSelection(selection);
    return remember(this.#lists, whole, () => {
      if (criteria.size === 0) return this.#sort(countUp(this.size), order);
      const matches = this.#matchAll(criteria);
      const count = matches.count();
      if (count <= this.size * FEW) return this.#sort(matches.toSlots(), order);
      return matches.filter(this.#listSlots({ criteria: [], order }), count);
    });
  }

  #sort(slots: Uint32Array, order: readonly OrderKey[]): Uint32Array {
    sortSlots(slots, this.#sortKeys(order));
    return slots;
  }

  #matchAll(criteria: ReadonlyMap<string, Criterion>): SlotSet {
    const all = new SlotSet(this.size);
    all.words.fill(-1);
    for (const [key, criterion] of criteria) {
      all.retain(remember(this.#matches, key, () => this.#match(criterion)));
    }
    return all;
  }

  #match(criterion: Criterion): SlotSet {
    const matches = new SlotSet(this.size);
    for (const field of criterion.fields) matchColumn(this.#column(field), criterion, matches);
    return matches;
  }

  #column(field: Field): Column {
    return remember(this.#columns, keyOfField(field), () => loadColumn(field, this.#sources));
  }

  #sortKeys(order: readonly OrderKey[]): readonly SortKey[] {
    return order.map(({ field, direction }) => ({ column: this.#orderColumn(field), direction }));
  }

  #orderColumn(field: Field): OrderColumn {
    return remember(this.#orderColumns, keyOfField(field), () => createOrderColumn(this.#column(field)));
  }
}

/** @returns the error for a slot that never had a row */
export function createUnknownSlot(slot: Slot): PagewrightError {
  return new PagewrightError('unknown-slot', `There never was a row in slot ${slot}`);
}

function placeSources(sources: readonly RowSource[]): readonly PlacedSource[] {
  let end = 0;
  return sources.map((source) => {
    const start = end;
    end += source.size;
    return { start, size: source.size, source };
  });
}
