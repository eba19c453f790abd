import type { JsonSchema } from '../contract.ts';
import { isObject } from '../json-pointer.ts';
import { commonTypes, intersect, isImpossible, mergeAllOf } from './schema-merge.ts';
import { copyPlace } from './schema-places.ts';

type Properties = Readonly<Record<string, JsonSchema>>;

const knownProperties = new WeakMap<object, Properties>();
const underWay = new Set<object>();

/**
 * The properties that a value may have: those that a schema names itself, in its `allOf`, and in any branch of `anyOf`, `oneOf`,
 * `then`, `else` and `dependentSchemas`. What nothing satisfies is none of them.
 *
 * @param schema - references resolved; may contain itself
 * @returns each with its schema, `allOf` merged; where branches differ, an `anyOf` of what they say
 */
export function propertiesOf(schema: unknown): Properties {
  if (!isObject(schema)) return {};
  const known = knownProperties.get(schema);
  if (known !== undefined) return known;
  if (underWay.has(schema)) return {};
  underWay.add(schema);
  try {
    const properties = gatherProperties(mergeAllOf(schema));
    knownProperties.set(schema, properties);
    return properties;
  } finally {
    underWay.delete(schema);
  }
}

function gatherProperties(schema: JsonSchema): Properties {
  let all: JsonSchema = pickObject(schema);
  for (const branches of alternativesOf(schema)) {
    const parts = branches.map(propertiesOf);
    const names = [...new Set(parts.flatMap((part) => Object.keys(part)))];
    const some = Object.fromEntries(names.map((name) => [name, anyOfSchemas(parts.map((part) => part[name]))]));
    all = pickObject(mergeAllOf({ allOf: [all, { properties: some }] }));
  }
  const properties = (all['properties'] ?? {}) as Readonly<Record<string, unknown>>;
  const own = Object.entries(properties).flatMap(([name, property]) => {
    const whole = mergeAllOf(property);
    return isImpossible(whole) ? [] : [[name, whole] as const];
  });
  const further = conditionalsOf(schema)
    .flatMap((part) => Object.entries(propertiesOf(part)))
    .filter(([name]) => !Object.hasOwn(properties, name));
  return Object.fromEntries([...further, ...own].sort(byIndexIn(Object.keys(properties))));
}

/** In the order in which the schema names them; those that only a condition brings come last. */
function byIndexIn(names: readonly string[]): (a: readonly [string, unknown], b: readonly [string, unknown]) => number {
  const order = new Map(names.map((name, index) => [name, index]));
  return ([a], [b]) => (order.get(a) ?? names.length) - (order.get(b) ?? names.length);
}

function pickObject({ properties, patternProperties, additionalProperties }: JsonSchema): JsonSchema {
  return {
    ...(properties !== undefined && { properties }),
    ...(patternProperties !== undefined && { patternProperties }),
    ...(additionalProperties !== undefined && { additionalProperties }),
  };
}

function anyOfSchemas(schemas: readonly (JsonSchema | undefined)[]): JsonSchema {
  const [first, ...others] = new Set(schemas.filter((schema) => schema !== undefined));
  return others.length === 0 ? (first ?? {}) : { anyOf: [first, ...others] };
}

/**
 * The branches of a schema: for each `anyOf` and `oneOf` that it has, itself or in its `allOf`, the members that are more than
 * null. A value satisfies at least one of each list.
 */
export function alternativesOf(schema: unknown): readonly (readonly JsonSchema[])[] {
  const whole = mergeAllOf(schema);
  const parts = [whole, ...((whole['allOf'] ?? []) as readonly JsonSchema[])];
  return parts.flatMap((part) => {
    return ['anyOf', 'oneOf'].flatMap((keyword) => {
      const members = part[keyword];
      if (!Array.isArray(members)) return [];
      const branches = members.filter((member) => !isNullOnly(member)).map(mergeAllOf);
      return branches.length === 0 ? [] : [branches];
    });
  });
}

function conditionalsOf(schema: JsonSchema): readonly unknown[] {
  const parts = [schema, ...((schema['allOf'] ?? []) as readonly JsonSchema[])];
  return parts.flatMap((part) => {
    const dependent = Object.values((part['dependentSchemas'] ?? {}) as object);
    return [part['then'], part['else'], ...dependent].filter((one) => isObject(one));
  });
}

function isNullOnly(schema: unknown): boolean {
  if (!isObject(schema)) return false;
  const { type, const: value, enum: values } = schema;
  if (type === 'null' || value === null) return true;
  if (Array.isArray(type) && type.length === 1 && type[0] === 'null') return true;
  return Array.isArray(values) && values.length > 0 && values.every((one) => one === null);
}

/**
 * The types that values of a schema have, in any of its branches: `null`, `string`, … A schema that names no type has those of
 * its `const` and `enum`.
 *
 * @returns empty when nothing says what type it is
 */
export function typesOf(schema: unknown): readonly string[] {
  return unlessUnderWay(schema, gatherTypes) ?? [];
}

/** `undefined` for any type. */
function gatherTypes(schema: JsonSchema): readonly string[] | undefined {
  const parts = [schema, ...((schema['allOf'] ?? []) as readonly JsonSchema[])];
  return parts.map(ownTypes).reduce(restrict, undefined);
}

function ownTypes(schema: JsonSchema): readonly string[] | undefined {
  const { type, const: value, enum: values } = schema;
  let types: readonly string[] | undefined;
  if (typeof type === 'string') types = [type];
  else if (Array.isArray(type)) types = type as readonly string[];
  else if ('const' in schema) types = [typeOf(value)];
  else if (Array.isArray(values)) types = [...new Set(values.map(typeOf))];
  for (const keyword of ['anyOf', 'oneOf']) {
    const members = schema[keyword];
    if (!Array.isArray(members) || members.length === 0) continue;
    const each = members.map((member: unknown) => unlessUnderWay(member, gatherTypes));
    if (each.every((one) => one !== undefined)) types = restrict(types, [...new Set(each.flat())]);
  }
  return types;
}

function restrict(
  first: readonly string[] | undefined,
  second: readonly string[] | undefined,
): readonly string[] | undefined {
  if (first === undefined || second === undefined) return first ?? second;
  return commonTypes(first, second);
}

function typeOf(value: unknown): string {
  if (value === null) return 'null';
  if (Array.isArray(value)) return 'array';
  if (typeof value === 'number') return Number.isInteger(value) ? 'integer' : 'number';
  return typeof value;
}

/** What has been gathered of schemas in one way. */
interface Gathering {
  readonly known: WeakMap<object, unknown>;
  readonly underWay: Set<object>;
}

const gatherings = new WeakMap<object, Gathering>();
/** How often a schema was found to lead back to itself: what was gathered around that is not the whole of it. */
let returns = 0;

/**
 * Gathers something of a schema, once. A schema that leads back to itself without going into a value says nothing of it.
 *
 * @param gather - declared at the top of the module, as what it gathers is kept
 */
function unlessUnderWay<Result>(schema: unknown, gather: (schema: JsonSchema) => Result): Result | undefined {
  const whole = mergeAllOf(schema);
  const gathering = gatherings.get(gather) ?? { known: new WeakMap(), underWay: new Set() };
  gatherings.set(gather, gathering);
  const { known, underWay: open } = gathering;
  if (known.has(whole)) return known.get(whole) as Result;
  if (open.has(whole)) {
    returns += 1;
    return undefined;
  }
  const before = returns;
  open.add(whole);
  try {
    const result = gather(whole);
    if (returns === before) known.set(whole, result);
    return result;
  } finally {
    open.delete(whole);
  }
}

/** The properties that a value has in whatever branch it is. */
export function requiredOf(schema: unknown): readonly string[] {
  return unlessUnderWay(schema, gatherRequired) ?? [];
}

function gatherRequired(schema: JsonSchema): readonly string[] {
  const own = partsOf(schema).flatMap((part) =>
    Array.isArray(part['required']) ? (part['required'] as string[]) : [],
  );
  const inAll = alternativesOf(schema).flatMap((branches) => {
    const [first = [], ...others] = branches.map(requiredOf);
    return first.filter((name) => others.every((names) => names.includes(name)));
  });
  return [...new Set([...own, ...inAll])];
}

/** What a value must have if it is an object: of several forms, those that are none do not count. */
export function requiredOfObject(schema: unknown): readonly string[] {
  if (!isObject(schema)) return [];
  const inForms = alternativesOf(schema).flatMap((branches) => {
    const objects = branches.filter((branch) => typesOf(branch).includes('object'));
    const [first = [], ...others] = objects.map(requiredOf);
    return first.filter((name) => others.every((names) => names.includes(name)));
  });
  return [...new Set([...requiredOf(schema), ...inForms])];
}

/** A schema and what is left in its `allOf` after merging. */
function partsOf(schema: JsonSchema): readonly JsonSchema[] {
  return [schema, ...((schema['allOf'] ?? []) as readonly JsonSchema[])];
}

/** Whether a property is named in every branch of a schema, in some, or in none. */
export function propertyPresence(schema: unknown, name: string): 'every' | 'some' | 'none' {
  if (!Object.hasOwn(propertiesOf(schema), name)) return 'none';
  const whole = mergeAllOf(schema);
  if (Object.hasOwn((whole['properties'] ?? {}) as object, name)) return 'every';
  const isInAll = alternativesOf(whole).some((branches) => {
    return branches.every((branch) => branch !== whole && propertyPresence(branch, name) === 'every');
  });
  return isInAll ? 'every' : 'some';
}

/** Whether null satisfies a schema, as far as types, enums and branches tell. */
export function allowsNull(schema: unknown): boolean {
  if (typeof schema === 'boolean') return schema;
  return unlessUnderWay(schema, gatherNull) ?? true;
}

function gatherNull(schema: JsonSchema): boolean {
  return partsOf(schema).every((part) => {
    const { type, enum: values, anyOf, oneOf } = part;
    if (type !== undefined && ![type].flat().includes('null')) return false;
    if (Array.isArray(values) && !values.includes(null)) return false;
    if ('const' in part && part['const'] !== null) return false;
    const isInBranch = [anyOf, oneOf].every((members) => !Array.isArray(members) || members.some(allowsNull));
    return isInBranch && !isImpossible(part);
  });
}

const bare = new WeakMap<object, JsonSchema>();

/**
 * A schema as it is for values that are not null, in one piece where it can be: `anyOf: [{ type: integer, maximum: 50 }, { type:
 * 'null' }]` is `{ type: integer, maximum: 50 }`. Keywords can be read from it as they stand unless branches are left.
 *
 * @returns the same object for the same schema each time
 */
export function withoutNull(schema: unknown): JsonSchema {
  const whole = mergeAllOf(schema);
  const known = bare.get(whole);
  if (known !== undefined) return known;
  const { type, enum: values, ...rest } = whole;
  const types = type === undefined ? undefined : [type].flat().filter((one) => one !== 'null');
  let result: JsonSchema = {
    ...(types !== undefined && types.length > 0 && { type: types.length === 1 ? types[0] : types }),
    ...(Array.isArray(values) && { enum: values.filter((value) => value !== null) }),
    ...rest,
  };
  bare.set(whole, result);
  for (const keyword of ['anyOf', 'oneOf']) {
    const members = result[keyword];
    if (!Array.isArray(members)) continue;
    const branches = members.filter((member) => !isNullOnly(member));
    const { [keyword]: _, ...own } = result;
    const [only] = branches;
    if (branches.length === 1) result = intersect(withoutNull(only), own);
    else if (branches.length < members.length && branches.length > 0) result = { ...own, [keyword]: branches };
  }
  bare.set(whole, result);
  copyPlace(result, whole);
  return result;
}

/** The least and the greatest number that a schema allows; absent: none. For integers, an exclusive bound is the next one. */
export interface NumberBounds {
  readonly minimum?: number;
  readonly maximum?: number;
}

/** The bounds of a number in whatever branch it is: the widest. */
export function boundsOf(schema: unknown): NumberBounds {
  const { minimum, maximum } = widestBounds(withoutNull(schema), 0);
  return {
    ...(Number.isFinite(minimum) && { minimum }),
    ...(Number.isFinite(maximum) && { maximum }),
  };
}

function widestBounds(schema: JsonSchema, depth: number): { minimum: number; maximum: number } {
  const own = ownBounds(schema);
  if (depth > 8) return own;
  let { minimum, maximum } = own;
  for (const branches of alternativesOf(schema)) {
    const numbers = branches.filter((branch) => {
      const types = typesOf(branch);
      return types.length === 0 || types.includes('integer') || types.includes('number');
    });
    if (numbers.length === 0) continue;
    const each = numbers.map((branch) => widestBounds(withoutNull(branch), depth + 1));
    minimum = Math.max(minimum, Math.min(...each.map((one) => one.minimum)));
    maximum = Math.min(maximum, Math.max(...each.map((one) => one.maximum)));
  }
  return { minimum, maximum };
}

function ownBounds(schema: JsonSchema): { minimum: number; maximum: number } {
  const isInteger = typesOf(schema).includes('integer');
  const number = (keyword: string): number | undefined => {
    const value = schema[keyword];
    return typeof value === 'number' ? value : undefined;
  };
  const over = number('exclusiveMinimum');
  const under = number('exclusiveMaximum');
  const above = over === undefined ? -Infinity : isInteger ? Math.floor(over) + 1 : over;
  const below = under === undefined ? Infinity : isInteger ? Math.ceil(under) - 1 : under;
  return {
    minimum: Math.max(number('minimum') ?? -Infinity, above),
    maximum: Math.min(number('maximum') ?? Infinity, below),
  };
}

/** The only values that a schema allows beside null, in any of its branches; `undefined` when they are not counted. */
export function valuesOf(schema: unknown): readonly unknown[] | undefined {
  const whole = withoutNull(schema);
  if ('const' in whole) return [whole['const']];
  if (Array.isArray(whole['enum'])) return whole['enum'] as readonly unknown[];
  for (const branches of alternativesOf(whole)) {
    const each = branches.map((branch) => (branch === whole ? undefined : valuesOf(branch)));
    if (each.every((values) => values !== undefined)) return [...new Set(each.flat())];
  }
  return undefined;
}

/** The default of a schema: its own, or that of its first branch which has one. */
export function defaultOf(schema: unknown): unknown {
  const whole = mergeAllOf(schema);
  if (whole['default'] !== undefined) return whole['default'];
  return alternativesOf(whole)
    .flat()
    .find((branch) => branch['default'] !== undefined)?.['default'];
}

/** The schema that each element of a list satisfies, in any branch; `undefined` when nothing is said of them. */
export function itemsOf(schema: unknown): JsonSchema | undefined {
  return unlessUnderWay(schema, gatherItems);
}

function gatherItems(schema: JsonSchema): JsonSchema | undefined {
  const prefix = Array.isArray(schema['prefixItems']) ? (schema['prefixItems'] as readonly unknown[]) : [];
  const rest = schema['items'] === undefined || schema['items'] === false ? [] : [schema['items']];
  const own = [...prefix, ...rest].map(mergeAllOf);
  const found =
    own.length > 0
      ? own
      : alternativesOf(schema).flatMap((branches) => branches.flatMap((one) => orNone(itemsOf(one))));
  return found.length === 0 ? undefined : anyOfSchemas(found);
}

function orNone(schema: JsonSchema | undefined): readonly JsonSchema[] {
  return schema === undefined ? [] : [schema];
}

/** The schema of properties that are not named, in any branch; `undefined` when there may be none or nothing is said of them. */
export function additionalOf(schema: unknown): JsonSchema | undefined {
  return unlessUnderWay(schema, gatherAdditional);
}

function gatherAdditional(schema: JsonSchema): JsonSchema | undefined {
  const own = schema['additionalProperties'];
  if (own === true) return {};
  if (isObject(own)) return mergeAllOf(own);
  const found = alternativesOf(schema).flatMap((branches) => branches.flatMap((one) => orNone(additionalOf(one))));
  return found.length === 0 ? undefined : anyOfSchemas(found);
}

/** Whether no branch of a schema allows properties that it does not name. */
export function isClosed(schema: unknown): boolean {
  return unlessUnderWay(schema, gatherClosed) ?? false;
}

function gatherClosed(schema: JsonSchema): boolean {
  const isRefusing = partsOf(schema).some((part) => {
    return part['additionalProperties'] === false || part['unevaluatedProperties'] === false;
  });
  return isRefusing || alternativesOf(schema).some((branches) => branches.every(isClosed));
}
