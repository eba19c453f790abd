import type { Filter } from '../../src/contract/contract.ts';

/** A filter as it is sent. */
export interface Condition {
  readonly filter: Filter;
  /** The parameter's name as it is sent: with an index or with the captured key. */
  readonly name: string;
  readonly value: string;
}

/** What is asked of the list, but for where the page begins. */
export interface ListQuery {
  readonly conditions: readonly Condition[];
  /** The page size; absent: not sent. */
  readonly limit?: number;
  /** The value of the order parameter. */
  readonly order?: string;
  /** The value of the header that selects a part of the rows. */
  readonly partition?: boolean;
}

/** Everything, in the usual order, in pages of the usual size. */
export const EVERYTHING: ListQuery = { conditions: [] };
