import type { Contract } from '../contract/contract.ts';
import type { Row } from '../dataset/row-source.ts';
import type { Scenario, Tenant } from '../dataset/scenario.ts';
import type { Table } from '../store/table.ts';

/** The state of a mock: who there is, what rows they have, and what time it is. */
export interface World {
  readonly contract: Contract;
  readonly scenario: Scenario;
  readonly tenants: readonly Tenant[];
  /** Names of the collections of rows (sites, workspaces), all tenants' together. */
  readonly collections: readonly string[];
  /** The mock's clock, in milliseconds since 1970. */
  now(): number;
  /** The rows of a collection; `undefined` when nobody owns one of that name. */
  table(collection: string): Table | undefined;
  /** Rows in all collections. */
  countRows(): number;
  /** A row by its identity. Throws a `PagewrightError` for an unknown collection or identity. */
  row(collection: string, identity: string): Row;
  /** Adds a row; fields that it lacks are generated. Throws a `PagewrightError` when it does not satisfy the schema. */
  add(collection: string, fields: Row): Row;
  /** Changes fields of a row; `null` values are set as null. Throws a `PagewrightError`. */
  change(collection: string, identity: string, fields: Row): Row;
  remove(collection: string, identity: string): void;
  /**
   * Makes a move of the contract's lifecycle.
   *
   * @param identity - of the row that moves; for a move that creates one it may be left out
   * @param fields - set in addition to what the move sets
   * @returns the row afterwards
   */
  move(collection: string, name: string, identity: string | undefined, fields?: Row): Row;
  /** Back to the scenario's rows. */
  reset(): void;
  /** Keeps the rows as they are. @returns a function that puts them back, any number of times */
  save(): () => void;
}
