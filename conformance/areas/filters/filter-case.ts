import type { Item } from '../../list/answer.ts';
import type { Condition, ListQuery } from '../../list/list-query.ts';

/** Rows that are all known, and how they are asked for. */
export interface Base {
  readonly query: ListQuery;
  readonly items: readonly Item[];
  readonly ids: readonly string[];
}

/** One thing to ask of a filter, whose answer can be said beforehand. */
export interface FilterCase {
  /** What it shows: the last part of a requirement's id. */
  readonly shows: string;
  readonly conditions: readonly Condition[];
  /** Whether the value is one that a server may also refuse. */
  readonly isDoubtful?: boolean;
}
