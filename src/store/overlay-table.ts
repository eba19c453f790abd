import type { OrderKey } from '../contract/contract.ts';
import { PagewrightError } from '../contract/error.ts';
import type { Row } from '../dataset/row-source.ts';
import { BaseTable, createUnknownSlot, type TableOptions } from './base-table.ts';
import { applyChanges, type Delta, DeltaView, NO_DELTA, type Pending, weighDelta } from './delta.ts';
import { createRowTest, readIdentity, readRowKey } from './order-column.ts';
import type { OrderedSlots } from './ordered-slots.ts';
import { createMemo, keyOfSelection, type Memo } from './selection.ts';
import type { Key, Selection, Slot, Table, TableChange, TableListener, View } from './table.ts';
import type { Work } from './work.ts';

/** How many changes are remembered; whoever is further behind does better to start anew. */
const MAX_CHANGES = 1024;

/** The latest changes of a table, so that what was derived from it can catch up. */
export class TableChanges {
  #changes: TableChange[] = [];
  #forgotten = 0;

  /** How many changes there have been. */
  get version(): number {
    return this.#forgotten + this.#changes.length;
  }

  /** @returns a log of the same changes that goes on by itself */
  copy(): TableChanges {
    const log = new TableChanges();
    log.#changes = [...this.#changes];
    log.#forgotten = this.#forgotten;
    return log;
  }

  record(change: TableChange): void {
    this.#changes.push(change);
    if (this.#changes.length <= MAX_CHANGES) return;
    this.#changes = this.#changes.slice(MAX_CHANGES / 2);
    this.#forgotten += MAX_CHANGES / 2;
  }

  /** @returns the changes after a version, oldest first; `undefined` when some of them are forgotten */
  since(version: number): readonly TableChange[] | undefined {
    return version < this.#forgotten ? undefined : this.#changes.slice(version - this.#forgotten);
  }
}

/** Room for what selections differ by; more than half a million added rows in one of them are worked out each time. */
const DELTA_BYTES = 64 * 2 ** 20;

/** How many rows stay readable after they were removed. */
const MAX_RETIRED = 1024;

/** A row that no source made. */
interface AddedRow {
  readonly row: Row;
  readonly identity: string;
  body?: string;
}

/** How a selection differs from that of the base, and as of which version. */
interface Difference {
  readonly version: number;
  readonly delta: Delta;
  readonly matches: (row: Row) => boolean;
}

/** A base table with changes of its own: rows that were added and rows that were removed; the base is never changed. */
export class OverlayTable implements Table {
  readonly #base: BaseTable;
  #log: TableChanges = new TableChanges();
  #added: Map<Slot, AddedRow> = new Map();
  #slots: Map<string, Slot> = new Map();
  #removedFromBase: Set<Slot> = new Set();
  readonly #retired: Map<Slot, AddedRow> = new Map();
  readonly #differences: Memo<Difference> = createMemo(DELTA_BYTES, ({ delta }) => weighDelta(delta));
  #nextSlot: Slot;
  #listener: TableListener | undefined;

  constructor(base: BaseTable) {
    this.#base = base;
    this.#nextSlot = base.size;
  }

  get size(): number {
    return this.#base.size - this.#removedFromBase.size + this.#added.size;
  }

  get version(): number {
    return this.#log.version;
  }

  get origin(): { readonly size: number } {
    return this.#base;
  }

  select(selection: Selection): View {
    const list = this.#base.select(selection);
    return new DeltaView(list, this.#log.version === 0 ? NO_DELTA : this.#catchUp(selection, list), selection.order);
  }

  isReady(selection: Selection): boolean {
    return this.#base.isReady(selection);
  }

  prepare(selection: Selection): Promise<void> {
    return this.#base.prepare(selection);
  }

  prepareInSteps(selection: Selection): Work<unknown> {
    return this.#base.selectInSteps(selection);
  }

  rowAt(slot: Slot): Row {
    return slot < this.#base.size ? this.#base.rowAt(slot) : this.#addedAt(slot).row;
  }

  bodyAt(slot: Slot): string {
    if (slot < this.#base.size) return this.#base.bodyAt(slot);
    const added = this.#addedAt(slot);
    added.body ??= this.#base.writeBody(added.row);
    return added.body;
  }

  keyAt(slot: Slot, order: readonly OrderKey[]): Key {
    return slot < this.#base.size ? this.#base.keyAt(slot, order) : readRowKey(this.#addedAt(slot).row, order);
  }

  find(identity: string): Slot | undefined {
    const added = this.#slots.get(identity);
    if (added !== undefined) return added;
    const slot = this.#base.find(identity);
    return slot !== undefined && this.#removedFromBase.has(slot) ? undefined : slot;
  }

  add(row: Row): Slot {
    const identity = this.#claimIdentity(row);
    const added = this.#insert(row, identity);
    this.#note({ added });
    return added;
  }

  replace(slot: Slot, row: Row): Slot {
    this.#assertLive(slot);
    const identity = this.#claimIdentity(row, slot);
    this.#delete(slot);
    const added = this.#insert(row, identity);
    this.#note({ removed: slot, added });
    return added;
  }

  remove(slot: Slot): void {
    this.#assertLive(slot);
    this.#delete(slot);
    this.#note({ removed: slot });
  }

  watch(listener: TableListener): void {
    this.#listener = listener;
  }

  fork(): OverlayTable {
    const fork = new OverlayTable(this.#base);
    fork.#log = this.#log.copy();
    fork.#added = new Map(this.#added);
    fork.#slots = new Map(this.#slots);
    fork.#removedFromBase = new Set(this.#removedFromBase);
    fork.#nextSlot = this.#nextSlot;
    return fork;
  }

  #note(change: TableChange): void {
    this.#log.record(change);
    this.#listener?.(change);
  }

  #addedAt(slot: Slot): AddedRow {
    const added = this.#added.get(slot) ?? this.#retired.get(slot);
    if (added !== undefined) return added;
    if (!this.#wasGiven(slot)) throw createUnknownSlot(slot);
    throw new PagewrightError('removed-slot', `The row in slot ${slot} was removed too long ago to be read`);
  }

  #assertLive(slot: Slot): void {
    if (!this.#wasGiven(slot)) throw createUnknownSlot(slot);
    const isLive = slot < this.#base.size ? !this.#removedFromBase.has(slot) : this.#added.has(slot);
    if (!isLive) throw new PagewrightError('removed-slot', `The row in slot ${slot} was removed or changed already`);
  }

  #wasGiven(slot: Slot): boolean {
    return Number.isInteger(slot) && slot >= 0 && slot < this.#nextSlot;
  }

  /** @returns the identity of a row that is to come, which no row but the one that it replaces may have */
  #claimIdentity(row: Row, replaced?: Slot): string {
    const { identity: field } = this.#base;
    const identity = readIdentity(row, field);
    if (identity === undefined) {
      throw new PagewrightError(
        'missing-identity',
        `Missing ${field.name}: a row must have its identity, a ${field.kind}`,
      );
    }
    const owner = this.find(identity);
    if (owner !== undefined && owner !== replaced) {
      throw new PagewrightError(
        'identity-taken',
        `A row with ${field.name} ${JSON.stringify(identity)} already exists`,
      );
    }
    return identity;
  }

  #insert(row: Row, identity: string): Slot {
    const slot = this.#nextSlot;
    this.#nextSlot += 1;
    this.#added.set(slot, { row, identity });
    this.#slots.set(identity, slot);
    return slot;
  }

  #delete(slot: Slot): void {
    const added = this.#added.get(slot);
    if (added === undefined) {
      this.#removedFromBase.add(slot);
      return;
    }
    this.#added.delete(slot);
    this.#slots.delete(added.identity);
    this.#retired.set(slot, added);
    if (this.#retired.size > MAX_RETIRED) {
      const [oldest] = this.#retired.keys();
      this.#retired.delete(oldest as Slot);
    }
  }

  #catchUp(selection: Selection, list: OrderedSlots): Delta {
    const { criteria, order } = selection;
    const { whole: key } = keyOfSelection(selection);
    const { version } = this.#log;
    const known = this.#differences.get(key);
    if (known?.version === version) return known.delta;
    const pending = known === undefined ? undefined : this.#pendingSince(known.version);
    const matches = known?.matches ?? createRowTest(criteria);
    const delta = applyChanges(
      pending === undefined ? NO_DELTA : (known as Difference).delta,
      pending ?? this.#allChanges(),
      { list, order, matches },
    );
    this.#differences.set(key, { version, delta, matches });
    return delta;
  }

  #pendingSince(version: number): Pending | undefined {
    const changes = this.#log.since(version);
    if (changes === undefined) return undefined;
    const removed = changes.flatMap((change) => change.removed ?? []);
    return {
      removedFromList: new Set(removed.filter((slot) => slot < this.#base.size)),
      removedAdditions: new Set(removed.filter((slot) => slot >= this.#base.size)),
      // What was added and removed since then is not among the added rows any more.
      added: changes.flatMap(({ added }) => this.#describeAdded(added)),
    };
  }

  #allChanges(): Pending {
    return {
      removedFromList: this.#removedFromBase,
      removedAdditions: new Set(),
      added: [...this.#added].map(([slot, { row }]) => [slot, row]),
    };
  }

  #describeAdded(slot: Slot | undefined): readonly (readonly [Slot, Row])[] {
    const added = slot === undefined ? undefined : this.#added.get(slot);
    return added === undefined ? [] : [[slot as Slot, added.row]];
  }
}

/**
 * Makes a table of the rows of its sources. Nothing is read before it is needed.
 *
 * @param options - the contract's identity and hidden fields, the sources, and how much memory may be used
 */
export function createTable(options: TableOptions): Table {
  return new OverlayTable(new BaseTable(options));
}
