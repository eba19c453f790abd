import type { JsonSchema } from '../contract.ts';
import { isObject } from '../json-pointer.ts';
import { propertiesOf } from './schema-branches.ts';
import { copyPlace } from './schema-places.ts';
import { ONE_SCHEMA, SCHEMA_LISTS, SCHEMA_MAPS } from './schema-shapes.ts';

/** Who sends a value: what is read-only is not sent in a request, and what is write-only not in a response. */
export type Direction = 'request' | 'response';

/** What marks a property that is not sent in a direction. */
export const UNSENT: Readonly<Record<Direction, string>> = { request: 'readOnly', response: 'writeOnly' };
const views: Readonly<Record<Direction, WeakMap<object, JsonSchema>>> = {
  request: new WeakMap(),
  response: new WeakMap(),
};

/**
 * A schema as it holds in one direction: properties that are not sent in it are neither there nor required, at any depth. A
 * schema that contains itself stays a graph.
 *
 * @returns the schema itself where all of it is sent; else the same object for the same schema each time
 */
export function viewSchema(schema: JsonSchema, direction: Direction): JsonSchema {
  const known = views[direction].get(schema);
  if (known !== undefined) return known;
  const reached = reachSchemas(schema);
  if (!reached.some((one) => one[UNSENT[direction]] === true)) {
    for (const one of reached) if (!views[direction].has(one)) views[direction].set(one, one);
    return schema;
  }
  const unsent = new Map(reached.map((one) => [one, unsentOf(one, direction)]));
  spread(reached, unsent);
  // All are there before any is filled: each may lead to each other.
  const fresh = reached.filter((one) => !views[direction].has(one));
  for (const one of fresh) views[direction].set(one, {});
  for (const one of fresh) fill(views[direction].get(one) as Record<string, unknown>, one, direction, unsent.get(one));
  return views[direction].get(schema) as JsonSchema;
}

/** All schemas that a schema leads to, itself first. */
function reachSchemas(root: JsonSchema): readonly JsonSchema[] {
  const reached = new Set<JsonSchema>([root]);
  for (const schema of reached) for (const inner of innerSchemas(schema)) reached.add(inner);
  return [...reached];
}

function innerSchemas(schema: JsonSchema): readonly JsonSchema[] {
  return Object.entries(schema).flatMap(([keyword, value]) => {
    if (!isObject(value)) return [];
    if (ONE_SCHEMA.has(keyword)) return [value];
    if (SCHEMA_LISTS.has(keyword) || SCHEMA_MAPS.has(keyword)) return Object.values(value).filter(isObject);
    return [];
  });
}

type Names = ReadonlySet<string>;

function unsentOf(schema: JsonSchema, direction: Direction): Names {
  const named = schema['properties'] ?? schema['allOf'] ?? schema['anyOf'] ?? schema['oneOf'];
  if (named === undefined) return new Set();
  const marked = Object.entries(propertiesOf(schema)).filter(([, property]) => property[UNSENT[direction]] === true);
  return new Set(marked.map(([name]) => name));
}

/** A member of `allOf` may require what another one declares. */
function spread(schemas: readonly JsonSchema[], unsent: Map<JsonSchema, Names>): void {
  for (const schema of schemas) {
    const names = unsent.get(schema) as Names;
    const members = ['allOf', 'anyOf', 'oneOf'].flatMap((keyword) => (schema[keyword] ?? []) as readonly unknown[]);
    for (const member of names.size === 0 ? [] : members.filter(isObject))
      unsent.set(member, new Set([...(unsent.get(member) ?? []), ...names]));
  }
}

function fill(
  view: Record<string, unknown>,
  schema: JsonSchema,
  direction: Direction,
  unsent: Names = new Set(),
): void {
  copyPlace(view, schema);
  const viewOf = (one: unknown): unknown => (isObject(one) ? (views[direction].get(one) ?? one) : one);
  for (const [keyword, value] of Object.entries(schema)) {
    if (keyword === 'required') view[keyword] = (value as readonly string[]).filter((name) => !unsent.has(name));
    else if (ONE_SCHEMA.has(keyword)) view[keyword] = viewOf(value);
    else if (SCHEMA_LISTS.has(keyword)) view[keyword] = (value as readonly unknown[]).map(viewOf);
    else if (!SCHEMA_MAPS.has(keyword)) view[keyword] = value;
    else {
      const entries = Object.entries(value as object).filter(([name]) => keyword !== 'properties' || !unsent.has(name));
      view[keyword] = Object.fromEntries(entries.map(([name, one]) => [name, viewOf(one)]));
    }
  }
}
