import type { Contract, FieldPath } from '../../contract/contract.ts';
import type { Row } from '../row-source.ts';
import type { PoolStore } from './pool.ts';
import type { Producer, RowTest } from './producer.ts';
import type { Hint, SchemaNode } from './schema-node.ts';

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

/** Turns the nodes of a contract into producers. */
export interface Compiler {
  readonly environment: Environment;
  readonly root: SchemaNode;
  /** Makes the field as it appears in rows: conditions, nulls and all. */
  compile(node: SchemaNode): Producer;
  /** Makes the field as if nothing forbade it. */
  compileValue(node: SchemaNode): Producer;
  /** Makes the field from its schema alone. */
  compileSchema(node: SchemaNode): Producer;
  compileHint(hint: Hint, node: SchemaNode): Producer;
  /**
   * Another field, as seen from a node.
   *
   * @param path - from the item; `*` is the element that the node itself lies in
   * @throws {PagewrightError} when there is no such field, or it depends on the node in turn
   */
  refer(path: FieldPath, from: SchemaNode): Producer;
  /** Whether an object's schema, or one that concerns it, holds for the properties that it names. */
  compileTest(schema: unknown, object: SchemaNode, self?: SchemaNode): RowTest;
  /** Which try at a value that is made as a whole it is; 0 outside of such. */
  readonly attempt: { count: number };
  /** Whether values at a node depend on the row: the identity is in there, or a hint that may ask for it. */
  dependsOnRow(node: SchemaNode): boolean;
  /** A number that stands for the seed and the node, different for each purpose. */
  keyOf(node: SchemaNode, purpose?: string): number;
}

/** Everything that the compilation of one hint may look at. */
export interface HintCall {
  readonly hint: Hint;
  readonly node: SchemaNode;
  readonly compiler: Compiler;
  /** Stops with an error that names the field and the hint. */
  fail(problem: string): never;
}

export type CompileHint = (call: HintCall) => Producer;
