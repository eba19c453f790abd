import type { Problem } from '../../contract/error.ts';
import type { Row, RowSource } from '../row-source.ts';

/** What a client may present to say who it is. */
export interface Credential {
  /** What it stands for: `default`, `insufficient-scope`, `expired`. Unique within its tenant. */
  readonly as: string;
  /** A value for each security scheme of the contract, by the scheme's name. */
  readonly values: Readonly<Record<string, string>>;
  /** The scopes that it holds. */
  readonly scopes: readonly string[];
  /** From when on it is no longer valid, in milliseconds since 1970; absent: never. */
  readonly expires?: number;
}

/** Someone who owns rows. */
export interface Tenant {
  readonly name: string;
  /** At least one. */
  readonly credentials: readonly Credential[];
  /** Names of the collections (sites, workspaces) that it owns. */
  readonly collections: readonly string[];
}

/** An entry of a scenario file that somebody else understands, with where it stands. */
export interface RawEntry {
  readonly value: unknown;
  /** What is wrong with it, as a mistake of its file. */
  problem(message: string): Problem;
}

/** A named situation: who there is, which rows they have, and what time it is. */
export interface Scenario {
  readonly name: string;
  /** One sentence. */
  readonly title: string;
  /** The file that it was read from; absent for the one that is made when a contract has none. */
  readonly file?: string;
  /** The scenario's fixed clock, in milliseconds since 1970. */
  readonly now: number;
  readonly tenants: readonly Tenant[];
  readonly collectionNames: readonly string[];
  /**
   * The rows of each collection, as sources that follow one another. A collection without rows has none. Those of a deferred
   * scenario are made when they are first looked at, which throws a `PagewrightError` where they cannot be.
   */
  readonly collections: ReadonlyMap<string, readonly RowSource[]>;
  /** Whether rows have been made, and why they could not be; `waiting` until somebody looks at them. */
  readonly rows: 'made' | 'waiting' | { readonly problem: string };
  /** What goes wrong in it from the start; absent: nothing. */
  readonly faults?: readonly RawEntry[];
  /**
   * Fills in what a new row lacks. The result is not checked against the schema.
   *
   * @param fields - those that it has; they stay as they are, and what follows from them does
   * @returns a whole row: times are those of `now`, the identity is one that is not taken unless it is given
   */
  completeRow(fields: Row, circumstances: CompletionCircumstances): Row;
}

/** Where and when a row is added. */
interface CompletionCircumstances {
  readonly collection: string;
  /** The clock, in milliseconds since 1970. */
  readonly now: number;
  /** Whether a row of the collection has this identity. */
  readonly isTaken: (identity: string) => boolean;
}
