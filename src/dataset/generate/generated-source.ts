import type { Contract, Field, FieldPath, Json } from '../../contract/contract.ts';
import { foldCase } from '../../contract/criterion.ts';
import { PagewrightError } from '../../contract/error.ts';
import { readField } from '../../contract/field-values.ts';
import { didYouMean } from '../../contract/text.ts';
import { checkRow } from '../row-check.ts';
import type { ColumnSource, Row, RowSource } from '../row-source.ts';
import { codesOfVariants, planArray } from './compile-arrays.ts';
import type { Compiler } from './compiler.ts';
import { allTests, type FollowedPath, followPath, isArray } from './conditions.ts';
import { createCompiler, namesWithin, openTests } from './create-compiler.ts';
import { fieldError, hintError, isImpossibleValue } from './field-errors.ts';
import { poolsOf } from './pool.ts';
import {
  type Codes,
  constantProducer,
  dig,
  elementWithin,
  fillCodes,
  fillNumbers,
  type Producer,
  selectProducer,
} from './producer.ts';
import { isOpenObject, parseOverrides, type SchemaNode } from './schema-node.ts';

/** What to generate rows from. */
export interface RowSourceOptions {
  readonly contract: Contract;
  /** Decides every value, together with the field's path and the row's index. */
  readonly seed: string | number;
  /** The time at which the data set stands, in milliseconds since 1970. */
  readonly now: number;
  /** How many rows, up to 2^31. */
  readonly size: number;
  /** Hints by field name, in place of those in the schema: `{ state: { const: 'linked' }, 'country/id': 'location.countryCode' }`. */
  readonly overrides?: Readonly<Record<string, unknown>>;
  /** Tells apart the rows of several sources with one seed, such as those of two collections. */
  readonly stream?: string;
  /**
   * The index of the first row; 0 by default. Sources with the same seed and stream continue one another by it: their identities
   * differ. Timelines begin anew with each source.
   */
  readonly firstIndex?: number;
  /** Whether rows are known to satisfy the schema, as those of the package's own scenarios are since it was built. */
  readonly isChecked?: boolean;
}

/**
 * Rows generated on demand from the schemas of a contract and their `x-faker` hints.
 *
 * @returns a source in which a row depends only on seed, stream and index
 * @throws {PagewrightError} when a hint cannot be followed, fields depend on each other in a circle, an override names no field, or
 *   the made rows do not satisfy the schema
 */
export function createRowSource(options: RowSourceOptions): RowSource {
  const { size, firstIndex = 0 } = options;
  if (!Number.isSafeInteger(size) || size < 0 || size > 2 ** 31) {
    throw new PagewrightError('invalid-size', `Invalid size ${size}: must be an integer from 0 to 2147483648`);
  }
  const { compiler, item } = compileItem(options);
  checkOverrides(compiler);
  const source: RowSource = {
    size,
    row: (index) => item.valueAt(firstIndex + index, 0, firstIndex + index) as Row,
    column: (field) => buildColumn(compiler, field, { first: firstIndex, size }),
  };
  if (size > 1) checkIdentity(compiler, source);
  if (options.isChecked !== true) checkSample(compiler, source);
  return source;
}

/**
 * How many rows there can be: the values of the identity may be few.
 *
 * @param wanted - no more are looked for
 */
export function countPossibleRows(options: RowSourceOptions, wanted: number): number {
  const { identity } = options.contract;
  // Where the identity can be made alone, no whole row has to be made for it.
  const alone = attempt(() => countAlone(openCompiler({ ...options, size: wanted }, false), identity.path, wanted));
  if (typeof alone === 'number') return alone;
  const { compiler, item } = compileItem({ ...options, size: wanted });
  return (
    countAlone(compiler, identity.path, wanted) ??
    countDistinct(wanted, (index) => item.valueAt(index, 0, index) as Row, identity.path)
  );
}

/** How many values the identity can have; `undefined` where it has none without the row around it. */
function countAlone(compiler: Compiler, path: FieldPath, wanted: number): number | undefined {
  const walk = followPath(compiler.root, path, () => false);
  const producer = walk?.rest.length === 0 ? compiler.compile(walk.node) : undefined;
  return producer && Math.min(wanted, producer.capacity?.(wanted) ?? wanted);
}

/** How many rows have an identity before one has that of another. */
function countDistinct(size: number, rowAt: (index: number) => Row, path: FieldPath): number {
  const known = new Set<string>();
  for (let index = 0; index < size; index++) {
    const identity = JSON.stringify(dig(rowAt(index), path));
    if (known.has(identity)) return index;
    known.add(identity);
  }
  return size;
}

/** What makes the items of a contract. */
interface ItemMaker {
  readonly compiler: Compiler;
  readonly item: Producer;
}

/** Contracts whose rows fit only when they are made as a whole. */
const wholeItems = new WeakSet<Contract>();

/** Whether rows of a contract are made as a whole, so that one that is added is too. */
export function isMadeWhole(contract: Contract): boolean {
  return wholeItems.has(contract);
}

/** So many rows show whether they can be made field by field. Always the same ones, so that no row depends on the size. */
const PROBED = 32;

/** Field by field where such rows fit the schema, which is quick and lets columns be made alone; else as a whole. */
function compileItem(options: RowSourceOptions): ItemMaker {
  const { contract } = options;
  const compile = (isWhole: boolean): ItemMaker => {
    const compiler = openCompiler(options, isWhole);
    return { compiler, item: compiler.compile(compiler.root) };
  };
  const made = attempt(() => compile(false));
  if (!(made instanceof PagewrightError)) {
    if (options.isChecked === true || made.compiler.root.isClosed || isHintAtFault(made, faultOf(contract, made.item)))
      return made;
  } else if (!isImpossibleValue(made)) throw made;
  const whole = attempt(() => compile(true));
  if (!(whole instanceof PagewrightError) && faultOf(contract, whole.item) === undefined) {
    wholeItems.add(contract);
    return whole;
  }
  // What cannot be made as a whole either is reported as what it is.
  if (made instanceof PagewrightError) throw made;
  return made;
}

function openCompiler(options: RowSourceOptions, isWhole: boolean): Compiler {
  const { contract, firstIndex = 0, size } = options;
  const environment = {
    contract,
    seed: String(options.seed),
    stream: options.stream ?? '',
    now: options.now,
    firstIndex,
    lastIndex: firstIndex + Math.max(size - 1, 0),
    overrides: parseOverrides(contract, options.overrides ?? {}),
    pools: poolsOf(contract),
  };
  return createCompiler(environment, isWhole);
}

/** @returns the error that was thrown on purpose */
export function attempt<Result>(run: () => Result): Result | PagewrightError {
  try {
    return run();
  } catch (error) {
    if (error instanceof PagewrightError) return error;
    throw error;
  }
}

/** Where the first row that does not fit the schema is wrong; `undefined` where all do. */
function faultOf(contract: Contract, item: Producer): FieldPath | undefined {
  for (let index = 0; index < PROBED; index++) {
    const [fault] = checkRow(contract, item.valueAt(index, 0, index));
    if (fault !== undefined) return fault.path.map((part) => (typeof part === 'number' ? '*' : part));
  }
  return undefined;
}

/** Whether nothing is wrong, or a hint is, which making rows in another way would only cover up. */
function isHintAtFault({ compiler }: ItemMaker, fault: FieldPath | undefined): boolean {
  if (fault === undefined) return true;
  const walk = followPath(compiler.root, fault, () => true);
  return walk?.node.hint !== undefined;
}

/** Which rows a column spans: row `index` of the source is row `first + index` of the generator. */
interface Span {
  readonly first: number;
  readonly size: number;
}

/** The values of a field over the rows of a span, without whole rows wherever the field can be made alone. */
function buildColumn(compiler: Compiler, field: Field, { first, size }: Span): ColumnSource {
  const walk = followPath(compiler.root, field.path, () => false);
  if (walk === undefined) return dictionaryOf({ values: [undefined], codeAt: () => 0 }, [], first);
  const producer = openProducer(compiler, walk);
  const { numbers } = producer;
  const isSingle = walk.rest.length === 0 && !walk.node.schema.types.includes('array');
  if (isSingle && numbers !== undefined && (numbers.kind === field.kind || numbers.kind === 'any')) {
    const { at } = numbers;
    return {
      kind: 'numbers',
      at: (index) => at(first + index, 0, first + index),
      fill: (target, from) => fillNumbers(numbers, target, first + from),
    };
  }
  const codes = producer.codes?.();
  if (codes !== undefined) return dictionaryOf(codes, walk.rest, first);
  const elements = codesOfElements(compiler, walk);
  if (elements !== undefined) return dictionaryOf(elements, [], first);
  const at = (index: number): readonly unknown[] =>
    valuesOf(producer.valueAt(first + index, 0, first + index), walk.rest);
  const rowsHolding = finderOf(compiler, walk.node, walk.rest);
  if (rowsHolding === undefined) return { kind: 'values', at };
  const ascends = isSingle && producer.ascends === true;
  return { kind: 'values', at, find: (text) => find(text, rowsHolding(text), { first, size }, at), ascends };
}

/** Where the walk ended, with the objects on its way taken into account. */
function openProducer(compiler: Compiler, { node, passed }: FollowedPath): Producer {
  const isOpen = allTests(passed.flatMap((object) => openTests(compiler, object)));
  const producer = compiler.compile(node);
  return isOpen === undefined ? producer : selectProducer(isOpen, producer, constantProducer(undefined));
}

function dictionaryOf(codes: Codes, rest: FieldPath, first: number): ColumnSource {
  const { values, codeAt } = codes;
  return {
    kind: 'dictionary',
    values: values.map((value) => valuesOf(value, rest)),
    codeAt: (index) => codeAt(first + index, 0, first + index),
    fill: (target, from) => {
      const words = target instanceof Uint16Array ? target : new Uint16Array(target.length);
      fillCodes(codes, words, first + from);
      if (words !== target) target.set(words);
    },
  };
}

function valuesOf(value: Json | undefined, rest: FieldPath): readonly unknown[] {
  if (value === undefined) return [];
  return rest.length === 0 && !Array.isArray(value) ? [value] : readField(value, rest);
}

/**
 * One field of the elements of an array, where that field does not depend on the row though others of the element do.
 */
function codesOfElements(compiler: Compiler, walk: FollowedPath): Codes | undefined {
  const element = elementField(compiler, walk);
  if (element === undefined || element.producer.usesRow || walk.node.schema.keywords['uniqueItems'] === true)
    return undefined;
  const plan = planArray(walk.node, compiler);
  return codesOfVariants(
    plan,
    (variant) =>
      Array.from({ length: plan.countAt(variant, 0) }, (_, index) =>
        valuesOf(element.producer.valueAt(variant, elementWithin(0, index), 0), element.rest),
      ).flat() as Json,
  );
}

/** The rows that may hold a text at a path within a node, whatever else must hold for the value to be there. */
function finderOf(compiler: Compiler, node: SchemaNode, rest: FieldPath): Producer['rowsHolding'] {
  const [segment, ...more] = rest;
  if (isArray(node)) return finderOf(compiler, node.items(), more);
  if (segment === undefined) return compiler.compile(node).rowsHolding;
  if (!isOpenObject(node)) return undefined;
  const names = segment === '*' ? node.propertyNames : node.propertyNames.filter((name) => name === segment);
  const finders = names.map((name) => finderOf(compiler, node.property(name) as SchemaNode, more));
  if (!finders.every((finder) => finder !== undefined)) return undefined;
  return (text) => finders.flatMap((finder) => finder(text));
}

/** The field that the rest of a walk leads to within the elements of an array. */
function elementField(
  compiler: Compiler,
  { node, rest, passed }: FollowedPath,
): { producer: Producer; rest: FieldPath } | undefined {
  const isPlain =
    passed.every((object) => openTests(compiler, object).length === 0) && openTests(compiler, node).length === 0;
  if (!isArray(node) || !isPlain) return undefined;
  const walk = followPath(node.items(), rest.slice(1), () => false);
  return walk && { producer: openProducer(compiler, walk), rest: walk.rest };
}

/** The rows among some that do hold a text. */
function find(
  text: string,
  candidates: readonly number[],
  { first, size }: Span,
  at: (index: number) => readonly unknown[],
): readonly number[] {
  const sought = foldCase(text);
  return [...new Set(candidates)]
    .map((row) => row - first)
    .filter((index) => Number.isSafeInteger(index) && index >= 0 && index < size)
    .filter((index) => at(index).some((value) => foldCase(String(value)) === sought));
}

/** Stops at an override of a field that does not exist, or that is made as a part of another. */
function checkOverrides({ environment, root }: Compiler): void {
  const { contract, overrides } = environment;
  for (const [field, hint] of overrides) {
    const walk = followPath(root, field.split('/'), () => true);
    if (walk === undefined) {
      const message = `${contract.file}: unknown field ${field}${didYouMean(field, namesWithin(root))}`;
      throw new PagewrightError('unknown-field', message, { field });
    }
    if (walk.rest.length > 0) {
      throw hintError(
        contract,
        field,
        hint.text,
        `${walk.node.name} is generated as a whole; put the hint on that field`,
      );
    }
  }
}

/** Rows that are made as a whole are compared, up to this many. */
const COMPARED = 2000;

/** Stops where two rows could have the same identity. */
function checkIdentity({ environment, root, compile }: Compiler, source: RowSource): void {
  const { contract, lastIndex } = environment;
  const { name, path } = contract.identity;
  const walk = followPath(root, path, () => false);
  if (walk === undefined || walk.rest.length > 0) {
    const compared = Math.min(source.size, COMPARED);
    const count = countDistinct(compared, (index) => source.row(index), path);
    if (count < compared) throw tooManyRows(contract, count, source.size);
    return;
  }
  const identity = compile(walk.node);
  if (identity.isUnique !== true) {
    const problem =
      'the identity must be unique in every row; use row.number, row.uuid, row.token, or row.text with {#} and fixed text';
    throw hintError(contract, name, walk.node.hint?.text ?? 'none', problem);
  }
  const capacity = identity.capacity?.(lastIndex + 1) ?? Number.POSITIVE_INFINITY;
  if (capacity <= lastIndex) throw tooManyRows(contract, capacity, lastIndex + 1);
}

function tooManyRows(contract: Contract, possible: number, wanted: number): PagewrightError {
  const { name, schema } = contract.identity;
  const message = `Too few values for the identity ${name}: its schema allows ${possible}, so ${possible} rows are possible, not ${wanted}`;
  return fieldError('invalid-size', contract, { name, source: schema }, message);
}

/** As many rows are made and checked at once, so that a wrong hint is found before a client finds it. */
const SAMPLE = 4;

/** Stops where the first rows do not satisfy the schema. */
function checkSample({ environment: { contract }, root }: Compiler, source: RowSource): void {
  for (let index = 0; index < Math.min(SAMPLE, source.size); index++) {
    const row = source.row(index);
    const [fault] = checkRow(contract, row);
    if (fault === undefined) continue;
    const field = fault.path.join('/');
    const value = JSON.stringify(dig(row, fault.path.map(String)));
    const places = fault.path.map((part) => (typeof part === 'number' ? '*' : part));
    const schema = followPath(root, places, () => true)?.node.source ?? contract.itemSchema;
    const message = `field ${field}: generated rows would not match the schema: ${value} ${fault.message}; give the field an x-faker hint that fits its schema`;
    throw fieldError('invalid-row', contract, { name: field, source: schema }, message);
  }
}
