import type { JsonSchema } from '../contract.ts';
import { isObject } from '../json-pointer.ts';
import { copyPlace } from './schema-places.ts';

const merged = new WeakMap<object, JsonSchema>();
/** Schemas whose `allOf` is being merged: one that leads back to itself says nothing more. */
const underWay = new Set<object>();

/**
 * A schema with the members of its `allOf` merged into it, as JSON Schema means it: all of them have to hold. Bounds take the
 * tighter, enums what they share, required names are joined, and a member that allows no other properties refuses those of
 * the others. Members of `anyOf` and `oneOf` stay apart; what no single keyword can say remains in `allOf`.
 *
 * @param schema - JSON Schema 2020-12, references resolved; may contain itself
 * @returns the same object for the same schema each time; schemas within are not merged yet
 */
export function mergeAllOf(schema: unknown): JsonSchema {
  if (schema === false) return IMPOSSIBLE;
  if (!isObject(schema)) return ANYTHING;
  if (schema['allOf'] === undefined) return schema;
  const known = merged.get(schema);
  if (known !== undefined) return known;
  if (underWay.has(schema)) return ANYTHING;
  underWay.add(schema);
  try {
    const { allOf, ...own } = schema;
    const members = Array.isArray(allOf) ? (allOf as readonly unknown[]) : [];
    const parts = members.map(mergeAllOf);
    const all = withMark([...parts, own as JsonSchema].reduce(intersect, {}), own as JsonSchema, parts);
    merged.set(schema, all);
    copyPlace(all, schema);
    // What is left in `allOf` has been merged as far as it can be.
    if (all['allOf'] !== undefined) merged.set(all, all);
    return all;
  } finally {
    underWay.delete(schema);
  }
}

const MARKS = ['x-provenance', 'x-source'];

/** Where one part comes from is not where the whole does. */
function withMark(all: JsonSchema, own: JsonSchema, parts: readonly JsonSchema[]): JsonSchema {
  const foreign = MARKS.filter((key) => {
    const isShared = Object.keys(own).length === 0 && parts.every((part) => part[key] === all[key]);
    return all[key] !== undefined && own[key] === undefined && !isShared;
  });
  if (foreign.length === 0) return all;
  return Object.fromEntries(Object.entries(all).filter(([key]) => !foreign.includes(key)));
}

const ANYTHING: JsonSchema = {};
const IMPOSSIBLE: JsonSchema = { not: {} };

/** Whether nothing satisfies a schema. */
export function isImpossible(schema: unknown): boolean {
  if (schema === false) return true;
  if (!isObject(schema)) return false;
  const { not, enum: values, type } = schema;
  if (not === true || (isObject(not) && Object.keys(not).length === 0)) return true;
  return (Array.isArray(values) && values.length === 0) || (Array.isArray(type) && type.length === 0);
}

type Combine = (first: never, second: never) => unknown;

const larger: Combine = (first: number, second: number) => Math.max(first, second);
const smaller: Combine = (first: number, second: number) => Math.min(first, second);
const joined: Combine = (first: readonly string[], second: readonly string[]) => [...new Set([...first, ...second])];
const either: Combine = (first: boolean, second: boolean) => first || second;

/** Keywords whose meaning for two schemas that both have to hold is one value again. */
const COMBINATIONS: Readonly<Record<string, Combine>> = {
  minimum: larger,
  exclusiveMinimum: larger,
  minLength: larger,
  minItems: larger,
  minProperties: larger,
  minContains: larger,
  maximum: smaller,
  exclusiveMaximum: smaller,
  maxLength: smaller,
  maxItems: smaller,
  maxProperties: smaller,
  maxContains: smaller,
  required: joined,
  uniqueItems: either,
  deprecated: either,
  readOnly: either,
  writeOnly: either,
  enum: commonValues,
  type: commonTypes,
  propertyNames: bothSchemas,
  unevaluatedProperties: bothSchemas,
  unevaluatedItems: bothSchemas,
  dependentRequired: joinedLists,
};

/** Keywords that say one thing together, so that they cannot be taken apart. */
const GROUPS: readonly (readonly string[])[] = [
  ['if', 'then', 'else'],
  ['contains', 'minContains', 'maxContains'],
];
/** Keywords that demand something, of which a schema can have one only. */
const SINGLE = [
  'anyOf',
  'oneOf',
  'not',
  'pattern',
  'multipleOf',
  'format',
  'dependentSchemas',
  'const',
  'discriminator',
];
const OBJECT_KEYWORDS = ['properties', 'patternProperties', 'additionalProperties'];
const LIST_KEYWORDS = ['prefixItems', 'items'];
const APART = ['allOf', ...OBJECT_KEYWORDS, ...LIST_KEYWORDS];

/** One schema that holds where both do; annotations are those of the second. */
export function intersect(first: JsonSchema, second: JsonSchema): JsonSchema {
  if (Object.keys(first).length === 0) return second;
  const result: Record<string, unknown> = { ...first };
  const rest = GROUPS.filter((group) => isClash(first, second, group)).map((group) => pick(second, group));
  const grouped = rest.flatMap((one) => Object.keys(one));
  for (const [keyword, value] of Object.entries(second)) {
    if (grouped.includes(keyword) || APART.includes(keyword)) continue;
    const combined = combine(keyword, first[keyword], value);
    if (combined === undefined) rest.push({ [keyword]: value });
    else result[keyword] = combined;
  }
  Object.assign(result, intersectObjects(first, second), intersectLists(first, second));
  const remains = [...listOf(first['allOf']), ...listOf(second['allOf']), ...rest];
  if (remains.length > 0) result['allOf'] = [...new Set(remains)];
  return result;
}

function isClash(first: JsonSchema, second: JsonSchema, group: readonly string[]): boolean {
  const [head = ''] = group;
  if (first[head] === undefined || second[head] === undefined) return false;
  return group.some((keyword) => first[keyword] !== second[keyword]);
}

/** `undefined` when one keyword cannot say both. */
function combine(keyword: string, first: unknown, second: unknown): unknown {
  if (first === undefined) return second;
  const known = Object.hasOwn(COMBINATIONS, keyword) ? COMBINATIONS[keyword] : undefined;
  if (known !== undefined) return (known as (a: unknown, b: unknown) => unknown)(first, second);
  return !SINGLE.includes(keyword) || isSame(first, second) ? second : undefined;
}

function pick(schema: JsonSchema, keywords: readonly string[]): JsonSchema {
  return Object.fromEntries(Object.entries(schema).filter(([keyword]) => keywords.includes(keyword)));
}

function listOf(value: unknown): readonly JsonSchema[] {
  return Array.isArray(value) ? (value as JsonSchema[]) : [];
}

type Named = Readonly<Record<string, unknown>>;

/** A property that one of them does not name has to satisfy what it says of others. */
function intersectObjects(first: JsonSchema, second: JsonSchema): JsonSchema {
  if (!hasAny(second, OBJECT_KEYWORDS)) return {};
  if (!hasAny(first, OBJECT_KEYWORDS)) return pick(second, OBJECT_KEYWORDS);
  const properties = intersectNamed(first, second, 'properties');
  const patterns = intersectNamed(first, second, 'patternProperties');
  const others = [first, second].map((schema) => schema['additionalProperties']).filter((one) => one !== undefined);
  return {
    ...(properties !== undefined && { properties }),
    ...(patterns !== undefined && { patternProperties: patterns }),
    ...(others.length > 0 && { additionalProperties: others.reduce<unknown>(bothSchemas, true) }),
  };
}

function intersectNamed(first: JsonSchema, second: JsonSchema, keyword: string): Named | undefined {
  const [a, b] = [first, second].map((schema) => schema[keyword] as Named | undefined);
  if (a === undefined && b === undefined) return undefined;
  const names = new Set([...Object.keys(a ?? {}), ...Object.keys(b ?? {})]);
  const schemaFor = (schema: JsonSchema, own: Named | undefined, name: string): unknown => {
    if (own !== undefined && Object.hasOwn(own, name)) return own[name];
    return keyword === 'properties' ? otherPropertyOf(schema, name) : (schema['additionalProperties'] ?? true);
  };
  return Object.fromEntries(
    [...names].map((name) => [name, bothSchemas(schemaFor(first, a, name), schemaFor(second, b, name))]),
  );
}

/** What a schema says of a property that it does not name. */
function otherPropertyOf(schema: JsonSchema, name: string): unknown {
  const patterns = Object.entries((schema['patternProperties'] ?? {}) as Named).filter(([pattern]) => {
    try {
      return new RegExp(pattern).test(name);
    } catch {
      return false;
    }
  });
  if (patterns.length > 0) return patterns.map(([, one]) => one).reduce(bothSchemas, true);
  return schema['additionalProperties'] ?? true;
}

function intersectLists(first: JsonSchema, second: JsonSchema): JsonSchema {
  if (!hasAny(second, LIST_KEYWORDS)) return {};
  if (!hasAny(first, LIST_KEYWORDS)) return pick(second, LIST_KEYWORDS);
  const [a, b] = [first, second].map((schema) => listOf(schema['prefixItems']) as readonly unknown[]);
  const length = Math.max(a?.length ?? 0, b?.length ?? 0);
  const prefix = Array.from({ length }, (_, index) => {
    return bothSchemas(a?.[index] ?? first['items'] ?? true, b?.[index] ?? second['items'] ?? true);
  });
  const items = [first, second].map((schema) => schema['items']).filter((one) => one !== undefined);
  return {
    ...(length > 0 && { prefixItems: prefix }),
    ...(items.length > 0 && { items: items.reduce<unknown>(bothSchemas, true) }),
  };
}

function hasAny(schema: JsonSchema, keywords: readonly string[]): boolean {
  return keywords.some((keyword) => schema[keyword] !== undefined);
}

/** Not merged before somebody looks into it: a schema may contain itself. */
function bothSchemas(first: unknown, second: unknown): unknown {
  if (first === second || isAnything(second)) return first;
  if (isAnything(first)) return second;
  return first === false || second === false ? false : { allOf: [first, second] };
}

function isAnything(schema: unknown): boolean {
  return schema === true || (isObject(schema) && Object.keys(schema).length === 0);
}

function commonValues(first: readonly unknown[], second: readonly unknown[]): readonly unknown[] {
  return first.filter((value) => second.some((other) => isSame(value, other)));
}

/** The types that both allow; an integer is a number. */
export function commonTypes(first: string | readonly string[], second: string | readonly string[]): readonly string[] {
  const allowed = [second].flat();
  return [first].flat().flatMap((type) => {
    if (allowed.includes(type)) return [type];
    if (type === 'number' && allowed.includes('integer')) return ['integer'];
    return type === 'integer' && allowed.includes('number') ? ['integer'] : [];
  });
}

function joinedLists(
  first: Readonly<Record<string, readonly string[]>>,
  second: Readonly<Record<string, readonly string[]>>,
): Readonly<Record<string, readonly string[]>> {
  const names = [...new Set([...Object.keys(first), ...Object.keys(second)])];
  return Object.fromEntries(
    names.map((name) => [name, [...new Set([...(first[name] ?? []), ...(second[name] ?? [])])]]),
  );
}

function isSame(first: unknown, second: unknown): boolean {
  if (first === second) return true;
  if (isObject(first) || isObject(second)) {
    try {
      return JSON.stringify(first) === JSON.stringify(second);
    } catch {
      // A schema that contains itself is the same as itself only.
      return false;
    }
  }
  return false;
}
