import { BaseTable, type TableOptions } from './base-table.ts';
import { OverlayTable } from './overlay-table.ts';
import type { Table } from './table.ts';

/**
 * Makes a table of the rows of its sources. Nothing is read before it is needed.
 *
 * @param options - the contract's identity and hidden fields, the sources, and how much memory may be used
 */
export function createTable(options: TableOptions): Table {
  return new OverlayTable(new BaseTable(options));
}
