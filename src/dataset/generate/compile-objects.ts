import type { Json, JsonSchema } from '../../contract/contract.ts';
import { patternOf } from '../../contract/pattern.ts';
import { createRandom, hashPlace, scaleHash, WHOLE } from '../random.ts';
import { validatorOf } from '../row-check.ts';
import { createPatternText } from '../texts/pattern-text.ts';
import type { Compiler } from './compiler.ts';
import { isImpossibleValue } from './field-errors.ts';
import { type Condition, mentionedProperties } from './flat-schema.ts';
import { type At, type Codes, elementWithin, FEW, type Producer } from './producer.ts';
import type { SchemaNode } from './schema-node.ts';

/** Objects made property by property; maps with a few entries where the schema names no properties. */
export function compileObject(node: SchemaNode, compiler: Compiler): Producer {
  const isPlain = !node.isClosed && !node.isVaried;
  if (!isPlain) return compileVaried(node, compiler);
  return node.propertyNames.length === 0 ? compileMap(node, compiler) : compileProperties(node, compiler);
}

function compileProperties(node: SchemaNode, compiler: Compiler): Producer {
  const names = node.propertyNames;
  const producers = names.map((name) => compiler.compile(node.property(name) as SchemaNode));
  const makers = producers.map((producer) => producer.valueAt);
  return {
    valueAt: (variant, element, row) => {
      const object: Record<string, Json> = {};
      for (let index = 0; index < names.length; index++) {
        const value = (makers[index] as At<Json | undefined>)(variant, element, row);
        if (value !== undefined) setOwn(object, names[index] as string, value);
      }
      return object;
    },
    usesRow: producers.some(({ usesRow }) => usesRow),
    codes: producers.every(({ codes }) => codes) ? () => combineCodes(names, producers) : undefined,
  };
}

/** A field may have the name of the prototype. */
function setOwn(object: Record<string, Json>, name: string, value: Json): void {
  if (name === '__proto__')
    Object.defineProperty(object, name, { value, enumerable: true, configurable: true, writable: true });
  else object[name] = value;
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

/** How many entries a map has at most, beyond its least, where the schema sets no bound. */
const DEFAULT_EXTRA_ENTRIES = 2;
/** Beyond this, no schema is followed. */
const MAX_ENTRIES = 1000;

/** Makes the entries of a map that no property names. */
interface Entries {
  readonly least: number;
  readonly most: number;
  readonly usesRow: boolean;
  nameAt(variant: number, element: number, index: number): string;
  valueAt: At<Json | undefined>;
}

function planEntries(node: SchemaNode, compiler: Compiler): Entries {
  const { additionalProperties, minProperties, maxProperties } = node.schema.keywords;
  const least = typeof minProperties === 'number' ? Math.min(minProperties, MAX_ENTRIES) : 0;
  const patterns = Object.entries((node.schema.keywords['patternProperties'] ?? {}) as Record<string, JsonSchema>);
  const isOpen = typeof additionalProperties === 'object' || patterns.length > 0 || least > 0;
  const bound = typeof maxProperties === 'number' ? maxProperties : Number.POSITIVE_INFINITY;
  const most = isOpen && !(node.isLast && least === 0) ? Math.min(bound, least + DEFAULT_EXTRA_ENTRIES) : 0;
  const [pattern, patternSchema] = patterns[0] ?? [];
  const schema =
    patternSchema ?? (typeof additionalProperties === 'object' ? additionalProperties : { type: 'string' });
  const entries = most === 0 ? undefined : entryProducer(node, schema as JsonSchema, compiler, least > 0);
  const key = compiler.keyOf(node, 'name');
  const nameText = pattern === undefined ? undefined : createPatternText(pattern);
  const names = nameProducer(node, compiler);
  return {
    least,
    most: entries === undefined ? 0 : most,
    usesRow: entries?.usesRow ?? false,
    nameAt: (variant, element, index) => {
      const place = elementWithin(element, index);
      if (names !== undefined) return String(names.valueAt(variant, place, variant));
      return (nameText && makeName(nameText, pattern as string, hashPlace(key, variant, place))) ?? `key${index + 1}`;
    },
    valueAt: (variant, element, row) => entries?.valueAt(variant, element, row),
  };
}

function entryProducer(
  node: SchemaNode,
  schema: JsonSchema,
  compiler: Compiler,
  isNeeded: boolean,
): Producer | undefined {
  try {
    // What is made at the top is a row.
    const entry =
      node.path.length === 0 ? node.within('*', schema, '#entry') : node.withSchema(schema, { salt: '#entry' });
    return compiler.compileValue(entry);
  } catch (error) {
    if (isNeeded || !isImpossibleValue(error)) throw error;
    return undefined;
  }
}

function nameProducer(node: SchemaNode, compiler: Compiler): Producer | undefined {
  const names = node.schema.keywords['propertyNames'];
  if (typeof names !== 'object' || names === null) return undefined;
  return compiler.compileValue(node.within('*', { allOf: [{ type: 'string' }, names] }, '#name'));
}

function makeName(text: ReturnType<typeof createPatternText>, pattern: string, hash: number): string | undefined {
  const random = createRandom(hash);
  for (let effort = 0; effort < 20; effort++) {
    const name = text?.make(random, { min: effort < 4 ? 4 : 1, max: 60 }, effort);
    if (name !== undefined && patternOf(pattern).test(name)) return name;
  }
  return undefined;
}

function compileMap(node: SchemaNode, compiler: Compiler): Producer {
  const entries = planEntries(node, compiler);
  const { least, most, usesRow } = entries;
  const key = compiler.keyOf(node, 'count');
  return {
    valueAt: (variant, element, row) => {
      const object: Record<string, Json> = {};
      const count = least + scaleHash(hashPlace(key, variant, element), most - least + 1);
      for (let index = 0; index < count; index++) {
        const value = entries.valueAt(variant, elementWithin(element, index), row) ?? null;
        setOwn(object, entries.nameAt(variant, element, index), value);
      }
      return object;
    },
    usesRow,
    ...(most === 0 && { codes: () => ({ values: [{}], codeAt: () => 0 }) }),
  };
}

/** How often an optional property is there, by the kind of object. */
const PRESENCES = [0.15, 0.5, 0.85, 0.5];

/**
 * Objects of which somebody judges whether they fit: at the first try all properties are there, at later ones optional ones come
 * and go. What the schema's own conditions ask for is put right.
 */
function compileVaried(node: SchemaNode, compiler: Compiler): Producer {
  const names = node.propertyNames;
  const producers = names.map((name) => compiler.compile(node.property(name) as SchemaNode));
  const keys = names.map((name) => compiler.keyOf(node, `presence ${name}`));
  const entries = planEntries(node, compiler);
  const countKey = compiler.keyOf(node, 'count');
  const repair = compileConditions(node, compiler);
  const { maxProperties } = node.schema.keywords;
  const { attempt } = compiler;
  const isThere = (index: number, variant: number, element: number): boolean => {
    if (attempt.count === 0 || node.schema.required.has(names[index] as string)) return true;
    // Whole objects, bare ones, and all between.
    const share = hashPlace(countKey, variant, element) % 4;
    return hashPlace(keys[index] as number, variant, element) < (PRESENCES[share] as number) * WHOLE;
  };
  return {
    valueAt: (variant, element, row) => {
      const object: Record<string, Json> = {};
      for (const [index, producer] of producers.entries()) {
        const value = isThere(index, variant, element) ? producer.valueAt(variant, element, row) : undefined;
        if (value !== undefined) setOwn(object, names[index] as string, value);
      }
      addEntries(object, entries, names.length === 0 ? countKey : undefined, { variant, element, row });
      if (typeof maxProperties === 'number') dropEntries(object, maxProperties, node);
      return repair(object, variant, element, row);
    },
    usesRow: entries.usesRow || producers.some(({ usesRow }) => usesRow),
  };
}

interface Place {
  readonly variant: number;
  readonly element: number;
  readonly row: number;
}

/** @param countKey - decides how many entries there are beyond the least; absent: none */
function addEntries(
  object: Record<string, Json>,
  entries: Entries,
  countKey: number | undefined,
  { variant, element, row }: Place,
): void {
  const { least, most } = entries;
  const extra = countKey === undefined ? 0 : scaleHash(hashPlace(countKey, variant, element), most - least + 1);
  for (let index = 0; index < MAX_ENTRIES && Object.keys(object).length < least + extra; index++) {
    const name = entries.nameAt(variant, element, index);
    if (Object.hasOwn(object, name)) continue;
    setOwn(object, name, entries.valueAt(variant, elementWithin(element, index), row) ?? null);
  }
}

function dropEntries(object: Record<string, Json>, most: number, { schema: { required } }: SchemaNode): void {
  for (const name of Object.keys(object).toReversed()) {
    if (Object.keys(object).length <= most) return;
    if (!required.has(name)) delete object[name];
  }
}

type Repair = (object: Record<string, Json>, variant: number, element: number, row: number) => Record<string, Json>;

/** Puts right what `if`, `dependentSchemas` and `dependentRequired` ask of an object. */
function compileConditions(node: SchemaNode, compiler: Compiler): Repair {
  const repairs = node.schema.conditions.map((condition, index) => compileCondition(node, condition, index, compiler));
  return (object, variant, element, row) =>
    repairs.reduce((whole, repair) => repair(whole, variant, element, row), object);
}

function compileCondition(node: SchemaNode, condition: Condition, index: number, compiler: Compiler): Repair {
  const { contract } = compiler.environment;
  const isBranch = condition.kind === 'branch';
  const looked = isBranch ? mentionedProperties(condition.when) : new Set([condition.property]);
  const when = isBranch ? validatorOf(contract, condition.when) : undefined;
  const demanded = (object: Record<string, Json>): JsonSchema | undefined => {
    if (condition.kind === 'branch') return when?.(object) === true ? condition.then : condition.otherwise;
    return Object.hasOwn(object, condition.property) ? condition.schema : undefined;
  };
  const made = new Map<JsonSchema, Producer>();
  return (object, variant, element, row) => {
    const schema = demanded(object);
    if (typeof schema !== 'object' || validatorOf(contract, schema)(object)) return object;
    const isThen = isBranch && schema === condition.then;
    const producer = made.get(schema) ?? compileDemand(node, schema, `#if${index}${isThen ? 'then' : ''}`, compiler);
    made.set(schema, producer);
    const other = producer.valueAt(variant, element, row);
    const names = [...mentionedProperties(schema)].filter((name) => !looked.has(name));
    return takeProperties(object, other, names, node);
  };
}

/** Makes objects that satisfy what is asked of them, whatever the other conditions are. */
function compileDemand(node: SchemaNode, schema: JsonSchema, salt: string, compiler: Compiler): Producer {
  const rest = Object.fromEntries(
    Object.entries(node.schema.keywords).filter(([keyword]) => !JUDGED.includes(keyword)),
  );
  const whole = { allOf: [rest, { properties: knownProperties(node, schema) }, schema] };
  return compiler.compileValue(node.withSchema(whole, { salt, isVaried: true }));
}

const JUDGED = ['if', 'then', 'else', 'dependentSchemas', 'dependentRequired', 'not', 'oneOf', 'anyOf', 'x-faker'];

/** Gives an object some properties of another one; what that lacks it loses. */
function takeProperties(
  object: Record<string, Json>,
  other: Json | undefined,
  names: readonly string[],
  { schema: { required } }: SchemaNode,
): Record<string, Json> {
  if (typeof other !== 'object' || other === null) return object;
  for (const name of names) {
    if (Object.hasOwn(other, name)) setOwn(object, name, (other as Record<string, Json>)[name] as Json);
    else if (!required.has(name)) delete object[name];
  }
  return object;
}

/** A condition may ask for a property that nothing describes. */
function knownProperties(node: SchemaNode, schema: JsonSchema): Readonly<Record<string, unknown>> {
  const asked = (schema['required'] ?? []) as readonly string[];
  return Object.fromEntries(asked.filter((name) => !node.schema.properties.has(name)).map((name) => [name, {}]));
}
