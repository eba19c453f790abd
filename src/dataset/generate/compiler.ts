import type { Contract, FieldPath } from '../../contract/contract.ts';
import type { Row } from '../row-source.ts';
import type { PoolStore } from './pool.ts';
import type { Producer, Test } from './producer.ts';
import type { Hint, Site } from './schema-node.ts';

/** What rows are made for. */
export interface Environment {
  readonly contract: Contract;
  readonly seed: string;
  /** Rows of different streams differ under the same seed. */
  readonly stream: string;
  /** Milliseconds since 1970. */
  readonly now: number;
  /** The lowest and the highest index that a row will have. */
  readonly firstIndex: number;
  readonly lastIndex: number;
  readonly overrides: ReadonlyMap<string, Hint>;
  readonly pools: PoolStore;
  /** Present where one row is completed now, instead of a data set with a past. */
  readonly live?: LiveRow | undefined;
}

/** The row that is being completed. */
export interface LiveRow {
  /** Fields that it has already. */
  given: Row;
  /** Milliseconds since 1970. */
  now: number;
}

/** Turns the sites of a contract into producers. */
export interface Compiler {
  readonly environment: Environment;
  readonly root: Site;
  /** Makes the field as it appears in rows: conditions, nulls and all. */
  compile(site: Site): Producer;
  /** Makes the field as if nothing forbade it. */
  compileValue(site: Site): Producer;
  /** Makes the field from its schema alone. */
  compileSchema(site: Site): Producer;
  compileHint(hint: Hint, site: Site): Producer;
  /**
   * Another field, as seen from a site.
   *
   * @param path - from the item; `*` is the element that the site itself lies in
   * @throws {PagewrightError} when there is no such field, or it depends on the site in turn
   */
  refer(path: FieldPath, from: Site): Producer;
  /** Whether an object's schema, or one that concerns it, holds for the properties that it names. */
  compileTest(schema: unknown, object: Site, self?: Site): Test;
  /** A number that stands for the seed and the site, different for each purpose. */
  keyOf(site: Site, purpose?: string): number;
}

/** Everything that the compilation of one hint may look at. */
export interface HintCall {
  readonly hint: Hint;
  readonly site: Site;
  readonly compiler: Compiler;
  /** Stops with an error that names the field and the hint. */
  fail(problem: string): never;
}

export type CompileHint = (call: HintCall) => Producer;
