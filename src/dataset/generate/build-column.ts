import type { Field, FieldPath, Json } from '../../contract/contract.ts';
import { foldCase } from '../../contract/criterion.ts';
import { readField } from '../../contract/read-field.ts';
import type { ColumnSource } from '../row-source.ts';
import { constantProducer, elementWithin, selectProducer } from './combine-producers.ts';
import { codesOfVariants, planArray } from './compile-array.ts';
import type { Compiler } from './compiler.ts';
import { allTests } from './conditions.ts';
import { openTests } from './create-compiler.ts';
import { fillCodes, fillNumbers } from './fill.ts';
import type { Codes, Producer } from './producer.ts';
import { isOpenObject, type Site } from './site.ts';
import { isArray, type Walk, walkPath } from './walk-path.ts';

/** Which rows a column spans: row `index` of the source is row `first + index` of the generator. */
export interface Span {
  readonly first: number;
  readonly size: number;
}

/** The values of a field over the rows of a span, without whole rows wherever the field can be made alone. */
export function buildColumn(compiler: Compiler, field: Field, { first, size }: Span): ColumnSource {
  const walk = walkPath(compiler.root, field.path, () => false);
  if (walk === undefined) return dictionaryOf({ values: [undefined], codeAt: () => 0 }, [], first);
  const producer = openProducer(compiler, walk);
  const { numbers } = producer;
  const isSingle = walk.rest.length === 0 && !walk.site.schema.types.includes('array');
  if (isSingle && numbers !== undefined && (numbers.kind === field.kind || numbers.kind === 'any')) {
    const { at } = numbers;
    return {
      kind: 'numbers',
      at: (index) => at(first + index, 0, first + index),
      fill: (target) => fillNumbers(numbers, target, first),
    };
  }
  const codes = producer.codes?.();
  if (codes !== undefined) return dictionaryOf(codes, walk.rest, first);
  const elements = codesOfElements(compiler, walk);
  if (elements !== undefined) return dictionaryOf(elements, [], first);
  const at = (index: number): readonly unknown[] =>
    valuesOf(producer.valueAt(first + index, 0, first + index), walk.rest);
  const rowsHolding = finderOf(compiler, walk.site, walk.rest);
  if (rowsHolding === undefined) return { kind: 'values', at };
  const ascends = isSingle && producer.ascends === true;
  return { kind: 'values', at, find: (text) => find(text, rowsHolding(text), { first, size }, at), ascends };
}

/** Where the walk ended, with the objects on its way taken into account. */
function openProducer(compiler: Compiler, { site, passed }: Walk): Producer {
  const isOpen = allTests(passed.flatMap((object) => openTests(compiler, object)));
  const producer = compiler.compile(site);
  return isOpen === undefined ? producer : selectProducer(isOpen, producer, constantProducer(undefined));
}

function dictionaryOf(codes: Codes, rest: FieldPath, first: number): ColumnSource {
  const { values, codeAt } = codes;
  return {
    kind: 'dictionary',
    values: values.map((value) => valuesOf(value, rest)),
    codeAt: (index) => codeAt(first + index, 0, first + index),
    fill: (target) => {
      const words = target instanceof Uint16Array ? target : new Uint16Array(target.length);
      fillCodes(codes, words, first);
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
function codesOfElements(compiler: Compiler, walk: Walk): Codes | undefined {
  const element = elementField(compiler, walk);
  if (element === undefined || element.producer.usesRow || walk.site.schema.keywords['uniqueItems'] === true)
    return undefined;
  const plan = planArray(walk.site, compiler);
  return codesOfVariants(
    plan,
    (variant) =>
      Array.from({ length: plan.countAt(variant, 0) }, (_, index) =>
        valuesOf(element.producer.valueAt(variant, elementWithin(0, index), 0), element.rest),
      ).flat() as Json,
  );
}

/** The rows that may hold a text at a path within a site, whatever else must hold for the value to be there. */
function finderOf(compiler: Compiler, site: Site, rest: FieldPath): Producer['rowsHolding'] {
  const [segment, ...more] = rest;
  if (isArray(site)) return finderOf(compiler, site.items(), more);
  if (segment === undefined) return compiler.compile(site).rowsHolding;
  if (!isOpenObject(site)) return undefined;
  const names = segment === '*' ? site.propertyNames : site.propertyNames.filter((name) => name === segment);
  const finders = names.map((name) => finderOf(compiler, site.property(name) as Site, more));
  if (!finders.every((finder) => finder !== undefined)) return undefined;
  return (text) => finders.flatMap((finder) => finder(text));
}

/** The field that the rest of a walk leads to within the elements of an array. */
function elementField(
  compiler: Compiler,
  { site, rest, passed }: Walk,
): { producer: Producer; rest: FieldPath } | undefined {
  const isPlain =
    passed.every((object) => openTests(compiler, object).length === 0) && openTests(compiler, site).length === 0;
  if (!isArray(site) || !isPlain) return undefined;
  const walk = walkPath(site.items(), rest.slice(1), () => false);
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
