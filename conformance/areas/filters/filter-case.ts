import type { Item } from '../../list/answer.ts';
import type { Condition, ListQuery } from '../../list/list-query.ts';

/** Rows that are known, and how they are asked for. */
export interface Base {
  readonly query: ListQuery;
  /** As they were last read. */
  rows(): readonly Item[];
  /** Whether the query brings no others. */
  readonly closed: boolean;
}

/** One thing to ask of a filter, whose answer can be said beforehand. */
export interface FilterCase {
  /** What it shows: the last part of a requirement's id. */
  readonly shows: string;
  /** The requirement that it decides, where that is not one of its first filter's own. */
  readonly requirement?: string;
  readonly conditions: readonly Condition[];
  /** Whether rows may be missing, since what one of the filters goes by is not documented. */
  readonly mayLose?: boolean;
  /** Whether the value is one that a server may also refuse. */
  readonly isDoubtful?: boolean;
}
