import type { Contract } from '../contract/contract.ts';
import type { Scenario } from '../dataset/scenario.ts';
import { createTable } from '../store/create-table.ts';
import type { Table } from '../store/table.ts';

/** Gives a table with the rows of a collection as its scenario has them; `undefined` for one that the scenario does not know. */
export type OpenTable = (collection: string) => Table | undefined;

/**
 * Makes the opener of a scenario's tables. Those of one collection have changes of their own and share all else, so that
 * the second costs next to nothing, however many rows there are.
 */
export function createTableOpener(contract: Contract, { collections }: Pick<Scenario, 'collections'>): OpenTable {
  const untouched = new Map<string, Table>();
  return (collection) => {
    const sources = collections.get(collection);
    if (sources === undefined) return undefined;
    const table = untouched.get(collection) ?? createTable({ contract, sources });
    untouched.set(collection, table);
    return table.fork();
  };
}
