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
import type { SortKey } from './sort-key.ts';
import type { Key, Selection, Slot } from './table.ts';
import { countUp } from './text-sort.ts';
import { finish, finishInSlices, type Work } from './work.ts';

const MEGABYTE = 2 ** 20;

/** With fewer matches than this part of all rows, sorting them is cheaper than looking for them in the order of all. */
const FEW = 1 / 16;

/** Whatever is derived from so few rows is derived at once. */
const SMALL = 20_000;

/** What a table is made of. */
export interface TableOptions {
  readonly contract: Pick<Contract, 'identity' | 'hidden'>;
  /** Their rows one after the other. No two rows share an identity. */
  readonly sources: readonly RowSource[];
  /** Bytes of bodies to keep; 32 MB when absent. */
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
  #preparing: Promise<void> = Promise.resolve();

  constructor({ contract, sources, bodyBytes = 32 * MEGABYTE, memoryBytes }: TableOptions) {
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
    return readKey(this.#readyKeys(order), slot);
  }

  /** @returns the slots that match, in order */
  select(selection: Selection): OrderedSlots {
    const keys = this.#readyKeys(selection.order);
    const slots = this.#lists.get(keyOfSelection(selection).whole) ?? finish(this.#listSlots(selection, keys));
    return new OrderedSlots(slots, keys);
  }

  /** The same in steps, as it takes long the first time. */
  *selectInSteps(selection: Selection): Work<OrderedSlots> {
    const keys = yield* this.#sortKeys(selection.order);
    return new OrderedSlots(yield* this.#listSlots(selection, keys), keys);
  }

  /** Whether a selection was computed before, or the table is too small for it to take long. */
  isReady({ order, ...selection }: Selection): boolean {
    if (this.size <= SMALL) return true;
    const { whole } = keyOfSelection({ order, ...selection });
    return this.#lists.has(whole) && order.every(({ field }) => this.#orderColumns.has(keyOfField(field)));
  }

  /** Makes a selection ready, one after another, while the event loop goes on. */
  prepare(selection: Selection): Promise<void> {
    this.#preparing = this.#preparing.then(async () => {
      if (!this.isReady(selection)) await finishInSlices(this.selectInSteps(selection));
    });
    return this.#preparing;
  }

  #assertGiven(slot: Slot): void {
    if (!(Number.isInteger(slot) && slot >= 0 && slot < this.size)) throw createUnknownSlot(slot);
  }

  #makeBody(slot: Slot): string {
    const body = this.writeBody(this.rowAt(slot));
    this.#bodies.keep(slot, body);
    return body;
  }

  *#listSlots(selection: Selection, keys: readonly SortKey[]): Work<Uint32Array> {
    const { whole, criteria } = keyOfSelection(selection);
    const kept = this.#lists.get(whole);
    if (kept !== undefined) return kept;
    const slots = yield* this.#sortMatches(criteria, selection.order, keys);
    this.#lists.set(whole, slots);
    return slots;
  }

  *#sortMatches(
    criteria: ReadonlyMap<string, Criterion>,
    order: readonly OrderKey[],
    keys: readonly SortKey[],
  ): Work<Uint32Array> {
    const matches = criteria.size === 0 ? undefined : yield* this.#matchAll(criteria);
    const count = matches?.count() ?? this.size;
    if (matches !== undefined && count > this.size * FEW) {
      return matches.filter(yield* this.#listSlots({ criteria: [], order }, keys), count);
    }
    const slots = matches?.toSlots() ?? countUp(this.size);
    yield* sortSlots(slots, keys);
    return slots;
  }

  *#matchAll(criteria: ReadonlyMap<string, Criterion>): Work<SlotSet> {
    const all = new SlotSet(this.size);
    all.words.fill(-1);
    for (const [key, criterion] of criteria) {
      all.retain(yield* remember(this.#matches, key, () => this.#match(criterion)));
    }
    return all;
  }

  *#match(criterion: Criterion): Work<SlotSet> {
    const matches = new SlotSet(this.size);
    for (const field of criterion.fields) yield* matchColumn(yield* this.#column(field), criterion, matches);
    return matches;
  }

  #column(field: Field): Work<Column> {
    return remember(this.#columns, keyOfField(field), () => loadColumn(field, this.#sources));
  }

  #readyKeys(order: readonly OrderKey[]): readonly SortKey[] {
    return order.map(({ field, direction }) => {
      return { column: this.#orderColumns.get(keyOfField(field)) ?? finish(this.#orderColumn(field)), direction };
    });
  }

  *#sortKeys(order: readonly OrderKey[]): Work<readonly SortKey[]> {
    const keys: SortKey[] = [];
    for (const { field, direction } of order) keys.push({ column: yield* this.#orderColumn(field), direction });
    return keys;
  }

  #orderColumn(field: Field): Work<OrderColumn> {
    const column = this.#column(field);
    return remember(this.#orderColumns, keyOfField(field), function* () {
      return yield* createOrderColumn(yield* column);
    });
  }
}

/** @returns the error for a slot that never had a row */
export function createUnknownSlot(slot: Slot): PagewrightError {
  return new PagewrightError('unknown-slot', `Unknown slot ${slot}`);
}

function placeSources(sources: readonly RowSource[]): readonly PlacedSource[] {
  let end = 0;
  return sources.map((source) => {
    const start = end;
    end += source.size;
    return { start, size: source.size, source };
  });
}
