import type { Json } from '../../contract/contract.ts';
import { compileRowNumber, pickProducer } from '../hints/choices.ts';
import { hashPlace, scaleHash } from '../random.ts';
import { compileNumber, compileString, synthesizeCall } from './compile-scalars.ts';
import type { Compiler } from './compiler.ts';
import {
  type At,
  type Codes,
  chanceTest,
  constantProducer,
  ELEMENTS,
  elementWithin,
  FEW,
  type Fill,
  type Producer,
  type RowTest,
  selectProducer,
} from './producer.ts';
import type { SchemaNode } from './schema-node.ts';

/** How often a field that may be null is. */
const NULL_CHANCE = 0.15;

/** How often a boolean with a default has it. */
const DEFAULT_CHANCE = 0.8;

/** Makes values that a schema allows, without any hint. Null is among them where the schema allows it. */
export function compileSchema(node: SchemaNode, compiler: Compiler): Producer {
  return node.schema.types.length === 0 && node.schema.keywords['type'] !== undefined
    ? constantProducer(null)
    : orNull(compileNonNull(node, compiler), node, compiler);
}

/** Puts null in place of some of a producer's values, where the schema allows it; never for an identity. */
export function orNull(producer: Producer, node: SchemaNode, compiler: Compiler): Producer {
  const isReal = realTest(node, compiler);
  return isReal === undefined ? producer : selectProducer(isReal, producer, constantProducer(null));
}

/** Where a field that its schema alone makes is not null; `undefined` where it never is. */
export function realTest(node: SchemaNode, compiler: Compiler): RowTest | undefined {
  if (!node.schema.nullable || node.isIdentity) return undefined;
  return chanceTest(compiler.keyOf(node, 'null'), 1 - NULL_CHANCE);
}

function compileNonNull(node: SchemaNode, compiler: Compiler): Producer {
  const { keywords, types, alternatives } = node.schema;
  const choices = choicesOf(node);
  if (choices !== undefined) return pickProducer(choices, compiler.keyOf(node));
  if (alternatives.length > 0) return compileAlternatives(node, compiler);
  switch (types[0]) {
    case 'object':
      return compileObject(node, compiler);
    case 'array':
      return compileArray(node, compiler);
    case 'boolean':
      return compileBoolean(keywords['default'], compiler.keyOf(node));
    case 'integer':
    case 'number':
      return node.isIdentity
        ? compileRowNumber(synthesizeCall(node, compiler, 'row.number'))
        : compileNumber(node, compiler);
    default:
      return compileString(node, compiler);
  }
}

/** The values that a schema lists, without null. */
function choicesOf({ schema }: SchemaNode): readonly Json[] | undefined {
  const { keywords } = schema;
  if ('const' in keywords) return [keywords['const'] as Json];
  const listed = (keywords['enum'] ?? keywords['x-extensible-enum']) as readonly Json[] | undefined;
  const choices = listed?.filter((value) => value !== null) ?? [];
  return choices.length > 0 ? choices : undefined;
}

function compileBoolean(usual: unknown, key: number): Producer {
  if (typeof usual !== 'boolean') return pickProducer([true, false], key);
  return pickProducer([usual, !usual], key, [DEFAULT_CHANCE, 1 - DEFAULT_CHANCE]);
}

/** One member of `oneOf` or `anyOf` for each row, all alike often. */
function compileAlternatives(node: SchemaNode, compiler: Compiler): Producer {
  const { oneOf: _oneOf, anyOf: _anyOf, 'x-faker': _hint, ...common } = node.schema.keywords;
  const producers = node.schema.alternatives.map((alternative, index) =>
    compiler.compileValue(node.withSchema({ allOf: [common, alternative] }, { salt: `#${index}` })),
  );
  const key = compiler.keyOf(node, 'alternative');
  return {
    valueAt: (variant, element, row) =>
      producers[scaleHash(hashPlace(key, variant, element), producers.length)]?.valueAt(variant, element, row),
    usesRow: producers.some(({ usesRow }) => usesRow),
  };
}

/** How many entries a map has at most, beyond its least, where the schema sets no bound. */
const DEFAULT_EXTRA_ENTRIES = 2;

/** Objects made property by property; maps with a few entries where the schema names no properties. */
function compileObject(node: SchemaNode, compiler: Compiler): Producer {
  if (node.propertyNames.length === 0) return compileMap(node, compiler);
  const names = node.propertyNames;
  const producers = names.map((name) => compiler.compile(node.property(name) as SchemaNode));
  const makers = producers.map((producer) => producer.valueAt);
  return {
    valueAt: (variant, element, row) => {
      const object: Record<string, Json> = {};
      for (let index = 0; index < names.length; index++) {
        const value = (makers[index] as At<Json | undefined>)(variant, element, row);
        if (value !== undefined) object[names[index] as string] = value;
      }
      return object;
    },
    usesRow: producers.some(({ usesRow }) => usesRow),
    codes: producers.every(({ codes }) => codes) ? () => combineCodes(names, producers) : undefined,
  };
}

/** Every combination of the properties' values, unless there are too many. */
function combineCodes(names: readonly string[], producers: readonly Producer[]): Codes | undefined {
  let combined: Codes = { values: [{}], codeAt: () => 0 };
  for (const [index, name] of names.entries()) {
    const codes = producers[index]?.codes?.();
    if (codes === undefined || codes.values.length * combined.values.length > FEW) return undefined;
    combined = addProperty(combined, name, codes);
  }
  return combined;
}

function addProperty(objects: Codes, name: string, codes: Codes): Codes {
  const count = codes.values.length;
  const values = objects.values.flatMap((object) =>
    codes.values.map((value) => (value === undefined ? object : { ...(object as object), [name]: value })),
  );
  const { codeAt: objectAt } = objects;
  const { codeAt: propertyAt } = codes;
  return {
    values,
    codeAt: (variant, element, row) => objectAt(variant, element, row) * count + propertyAt(variant, element, row),
  };
}

function compileMap(node: SchemaNode, compiler: Compiler): Producer {
  const { additionalProperties, minProperties, maxProperties } = node.schema.keywords;
  const least = typeof minProperties === 'number' ? minProperties : 0;
  const isOpen = typeof additionalProperties === 'object' || least > 0;
  const most = isOpen
    ? Math.min(
        typeof maxProperties === 'number' ? maxProperties : least + DEFAULT_EXTRA_ENTRIES,
        least + DEFAULT_EXTRA_ENTRIES,
      )
    : 0;
  const schema = typeof additionalProperties === 'object' ? additionalProperties : { type: 'string' };
  const entries = most === 0 ? undefined : compiler.compileValue(node.withSchema(schema, { salt: '#entry' }));
  const key = compiler.keyOf(node, 'count');
  return {
    valueAt: (variant, element, row) => {
      const object: Record<string, Json> = {};
      const count = least + scaleHash(hashPlace(key, variant, element), most - least + 1);
      for (let index = 0; index < count; index++) {
        object[`key${index + 1}`] = entries?.valueAt(variant, elementWithin(element, index), row) ?? null;
      }
      return object;
    },
    usesRow: entries?.usesRow ?? false,
    ...(most === 0 && { codes: () => ({ values: [{}], codeAt: () => 0 }) }),
  };
}

/** So many different arrays there are, apart from what follows from the row. */
const VARIANTS = 1024;
const MASK = VARIANTS - 1;

/** How many elements an array has at most, beyond its least, where the schema sets no bound. */
const DEFAULT_EXTRA_ITEMS = 2;

/** How often another element is tried in place of one that is there already. */
const TRIES = 20;

/** How the arrays at a node are made. */
interface ArrayPlan {
  readonly variantAt: At<number>;
  /** Only for arrays that do not lie in others. */
  readonly fillVariants: Fill<Uint16Array>;
  readonly countAt: (variant: number, element: number) => number;
}

export function planArray(node: SchemaNode, compiler: Compiler): ArrayPlan {
  const { minItems, maxItems } = node.schema.keywords;
  const least = Math.min(typeof minItems === 'number' ? minItems : 0, ELEMENTS - 1);
  const most = Math.min(
    typeof maxItems === 'number' ? Math.max(maxItems, least) : least + DEFAULT_EXTRA_ITEMS,
    ELEMENTS - 1,
  );
  const key = compiler.keyOf(node, 'count');
  const variantKey = compiler.keyOf(node, 'variant');
  return {
    // An array within an array has the variant of the outer one.
    variantAt: node.depth === 0 ? (variant) => hashPlace(variantKey, variant, 0) & MASK : (variant) => variant,
    fillVariants: (target, first) => fillVariants(target, first, variantKey),
    countAt: (variant, element) => least + scaleHash(hashPlace(key, variant, element), most - least + 1),
  };
}

function fillVariants(target: Uint16Array, first: number, key: number): void {
  for (let index = 0; index < target.length; index++) target[index] = hashPlace(key, first + index, 0) & MASK;
}

/** Arrays with as many elements as a schema allows, up to two by default. */
function compileArray(node: SchemaNode, compiler: Compiler): Producer {
  const plan = planArray(node, compiler);
  const { variantAt, countAt } = plan;
  const items = compiler.compile(node.items());
  const isUnique = node.schema.keywords['uniqueItems'] === true;
  const collect = isUnique ? collectUnique : collectAll;
  const valueAt: At<Json> = (variant, element, row) => {
    const own = variantAt(variant, element, row);
    return collect(countAt(own, element), (index) => items.valueAt(own, elementWithin(element, index), row));
  };
  const usesRow = items.usesRow;
  return { valueAt, usesRow, ...(node.depth === 0 && !usesRow && { codes: () => codesOfVariants(plan, collectAt) }) };

  function collectAt(variant: number): Json {
    return collect(countAt(variant, 0), (index) => items.valueAt(variant, elementWithin(0, index), 0));
  }
}

/** All variants of an array that does not depend on its row. */
export function codesOfVariants({ variantAt, fillVariants }: ArrayPlan, valueAt: (variant: number) => Json): Codes {
  const values = Array.from({ length: VARIANTS }, (_, variant) => valueAt(variant));
  return { values, codeAt: variantAt, fill: fillVariants };
}

function collectAll(count: number, elementAt: (index: number) => Json | undefined): Json {
  const elements: Json[] = [];
  for (let index = 0; index < count; index++) elements.push(elementAt(index) ?? null);
  return elements;
}

function collectUnique(count: number, elementAt: (index: number) => Json | undefined): Json {
  const elements = new Map<string, Json>();
  for (let index = 0; index < count + TRIES && elements.size < count; index++) {
    const element = elementAt(index) ?? null;
    const text = JSON.stringify(element);
    if (!elements.has(text)) elements.set(text, element);
  }
  return [...elements.values()];
}
