import type { OrderKey } from '../contract/contract.ts';
import type { Criterion } from '../contract/criterion.ts';
import type { Comparable } from '../contract/field-values.ts';
import type { Row } from '../dataset/row-source.ts';
import type { Work } from './work.ts';

/** A row's place in a table. What stands in a slot never changes: a changed row moves to a new slot. */
export type Slot = number;

/** The values of a row under the keys of an order. */
export type Key = readonly Comparable[];

/** Which rows, in which order. Neither it nor what it holds may change once it was used. */
export interface Selection {
  /** All of them must hold. */
  readonly criteria: readonly Criterion[];
  /** Ends in the identity, so that no two rows are equal under it. */
  readonly order: readonly OrderKey[];
}

/**
 * The rows of a selection, as they stood when it was made: later changes of the table do not touch it. Any page of it
 * costs the same, at any depth.
 */
export interface View {
  readonly count: number;
  /** Throws a `PagewrightError` when there is no such rank; ranks count from 0. */
  slotAt(rank: number): Slot;
  /** How many rows of the view come before a key. The key need not be that of a row, nor name all columns of the order. */
  countBefore(key: Key): number;
  /** How many rows come before a key or are at it. */
  countThrough(key: Key): number;
}

/** One change of a table: a row that went, a row that came, or both. */
export interface TableChange {
  readonly removed?: Slot;
  readonly added?: Slot;
}

/** Is told of a change right after it was made. */
export type TableListener = (change: TableChange) => void;

/**
 * The rows of one collection. Methods that take a slot throw a `PagewrightError` when it never had a row. The rows of slots that
 * were removed can still be read, so that a view may be finished: those of the table's sources for ever, others until a
 * thousand more were removed.
 */
export interface Table {
  readonly size: number;
  /** Counts its changes: what was read from it is still right while this is the same. */
  readonly version: number;
  /** What it has in common with all of its forks: in slots below this size they have the same rows. */
  readonly origin: { readonly size: number };
  /** The rows that match, in order; computed once for a selection and kept up to date as rows change. */
  select(selection: Selection): View;
  /** Whether `select` returns at once: the table is small, or the selection was computed before. */
  isReady(selection: Selection): boolean;
  /** Computes a selection in small steps, between which the event loop goes on; afterwards it is ready. */
  prepare(selection: Selection): Promise<void>;
  /** The same steps, for those who take them when there is nothing else to do. */
  prepareInSteps(selection: Selection): Work<unknown>;
  /** A row whole, hidden fields included. */
  rowAt(slot: Slot): Row;
  /** The shown fields of a row as JSON in UTF-8, one character for each byte (`latin1`): what is sent. */
  bodyAt(slot: Slot): string;
  keyAt(slot: Slot, order: readonly OrderKey[]): Key;
  /** The slot of the row with this identity. */
  find(identity: string): Slot | undefined;
  /** Adds a row. Throws a `PagewrightError` when its identity is taken or missing. */
  add(row: Row): Slot;
  /** Puts a changed row in the place of another. Throws a `PagewrightError` when the new identity is another row's or missing. */
  replace(slot: Slot, row: Row): Slot;
  /** Throws a `PagewrightError` when the row is gone already, as `replace` does. */
  remove(slot: Slot): void;
  /** Has each later change told to a listener, in place of another one. Forks are not listened to. */
  watch(listener: TableListener): void;
  /** A table with the same rows, from now on with changes of its own. It costs what the changes so far cost, whatever the size. */
  fork(): Table;
}
