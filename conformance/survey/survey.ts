import type { Item, PageAnswer } from '../list/answer.ts';
import type { ListQuery } from '../list/list-query.ts';
import type { Walk } from '../list/walk.ts';

/** Rows that comparisons rest on, and which may turn out to have changed. */
export interface Reference {
  /** Reads the rows again. @returns whether they are what they were; from then on they are what was read */
  reread(): Promise<boolean>;
}

/**
 * A handful of rows that the target's own filters carve out: everything that matches, so that what any page of it must hold
 * can be said beforehand. The rows are those of the last reading.
 */
export interface Window extends Reference {
  /** Its conditions, order and partition; no limit. */
  readonly query: ListQuery;
  /** Whether all rows that match are known. Where no filter can carve a small set, it is the start of a longer list. */
  readonly closed: boolean;
  readonly items: readonly Item[];
  readonly ids: readonly string[];
  /** The total that the target gave with them. */
  readonly total: number | undefined;
  /** The page or pages that it was read from. */
  readonly pages: readonly PageAnswer[];
  /** Why the reading ended. */
  readonly ended: Walk['ended'];
}

/** What is known of the target's rows before the checks. */
export interface Survey {
  /** The first page, asked for without any parameter. */
  readonly opening: PageAnswer;
  /** The start of the list in the usual order: up to three pages of the largest size; closed when that is the whole list. */
  readonly head: Window;
  /** The largest page size that the target takes. */
  readonly pageSize: number;
  /** Names of the fields whose times the target keeps finer than it shows. */
  readonly coarse: ReadonlySet<string>;
  /** How many rows there are, as far as the target says. */
  readonly total: number | undefined;
  /** Rows to page through: with ties of the order and nulls where there are any. */
  readonly window: Window;
  /** Every item seen so far, by identity, as it was last seen; grows during the run. */
  readonly seen: ReadonlyMap<string, Item>;
}
