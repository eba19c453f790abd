import type { JsonSchema } from './elements.ts';
import { isObject, type Json, type Pointer } from './json-pointer.ts';
import { itemsOf, propertiesOf } from './openapi/schema-branches.ts';
import { mergeAllOf } from './openapi/schema-merge.ts';

/** Names of which so many are shared make two schemas ones of the same thing. */
const ENOUGH = 0.5;
/** How many objects may stand around an item: `{ data: { thing: … } }`. */
const MAX_ENVELOPES = 2;

/** Where an item was found in a body. */
interface FoundItem {
  readonly pointer: Pointer;
  readonly schema: JsonSchema;
  /** Which of the candidates it is like. */
  readonly index: number;
}

/**
 * Finds the item in the schema of a body: the part that has most in common with one of some candidates, and of equals the one
 * that fewest objects stand around.
 *
 * @param candidates - schemas of what the item may be
 * @returns `undefined` when nothing in it is like any of them
 */
export function findItem(body: JsonSchema, candidates: readonly JsonSchema[]): FoundItem | undefined {
  let best: (FoundItem & { readonly likeness: number }) | undefined;
  let level: readonly Omit<FoundItem, 'index'>[] = [{ pointer: [], schema: body }];
  for (let depth = 0; depth <= MAX_ENVELOPES; depth += 1) {
    for (const place of level) {
      for (const [index, candidate] of candidates.entries()) {
        const likeness = compareSchemas(place.schema, candidate);
        if (likeness >= ENOUGH && likeness > (best?.likeness ?? 0)) best = { ...place, index, likeness };
      }
    }
    if (best?.likeness === 1) break;
    level = level.flatMap(({ pointer, schema }) => {
      return Object.entries(propertiesOf(schema)).map(([name, property]) => ({
        pointer: [...pointer, name],
        schema: property,
      }));
    });
  }
  return best;
}

/** What part of the names of the smaller of two object schemas the other has too: 1 for the same schema. */
function compareSchemas(first: JsonSchema, second: JsonSchema): number {
  if (first === second || mergeAllOf(first) === mergeAllOf(second)) return 1;
  const names = Object.keys(propertiesOf(first));
  const others = propertiesOf(second);
  const shared = names.filter((name) => Object.hasOwn(others, name)).length;
  const fewer = Math.min(names.length, Object.keys(others).length);
  return fewer === 0 ? 0 : shared / fewer;
}

/** Whether a schema says nothing of a value. */
export function isUnspecified(schema: JsonSchema): boolean {
  const { title: _title, description: _description, ...rest } = schema;
  return (
    Object.keys(rest).every((key) => key.startsWith('x-')) ||
    (rest['type'] === 'object' && Object.keys(rest).length === 1)
  );
}

/** Who sends a value: what is read-only is not sent in a request, and what is write-only not in a response. */
export type Direction = 'request' | 'response';

const MARKS: Readonly<Record<Direction, string>> = { request: 'readOnly', response: 'writeOnly' };
const views: Readonly<Record<Direction, WeakMap<object, JsonSchema>>> = {
  request: new WeakMap(),
  response: new WeakMap(),
};

/**
 * A schema as it holds for one direction: what is not sent in it is not required, at any depth. A schema that contains itself
 * stays a graph.
 *
 * @returns the same object for the same schema each time
 */
export function viewSchema(schema: JsonSchema, direction: Direction): JsonSchema {
  return viewOf(schema, direction) as JsonSchema;
}

/** Keywords whose values are data. */
const DATA: ReadonlySet<string> = new Set(['const', 'default', 'enum', 'example', 'examples', 'x-faker']);
/** Keywords whose values are maps from names to schemas; the names may be those of keywords. */
const NAMED: ReadonlySet<string> = new Set(['properties', 'patternProperties', 'dependentSchemas', '$defs']);

function viewOf(value: unknown, direction: Direction): unknown {
  if (!isObject(value)) return value;
  const known = views[direction].get(value);
  if (known !== undefined) return known;
  const copy: Record<string, unknown> = Array.isArray(value) ? ([] as never) : {};
  views[direction].set(value, copy);
  for (const [key, part] of Object.entries(value)) {
    if (NAMED.has(key) && isObject(part)) copy[key] = viewEach(part, direction);
    else copy[key] = DATA.has(key) ? part : viewOf(part, direction);
  }
  if (Array.isArray(value['required'])) {
    const properties = propertiesOf(value);
    copy['required'] = (value['required'] as readonly string[]).filter((name) => {
      return properties[name]?.[MARKS[direction]] !== true;
    });
  }
  return copy;
}

function viewEach(schemas: object, direction: Direction): object {
  return Object.fromEntries(Object.entries(schemas).map(([name, schema]) => [name, viewOf(schema, direction)]));
}

/**
 * A value without what is not sent in a direction.
 *
 * @param value - plain data; it stays as it is
 * @param schema - that it is meant to satisfy
 */
export function dropUnsent(value: Json, schema: JsonSchema, direction: Direction): Json {
  if (Array.isArray(value)) {
    const items = itemsOf(schema);
    return items === undefined ? value : value.map((entry: Json) => dropUnsent(entry, items, direction));
  }
  if (!isObject(value)) return value;
  const properties = propertiesOf(schema);
  const entries = Object.entries(value as Readonly<Record<string, Json>>).flatMap(([name, member]) => {
    const property = Object.hasOwn(properties, name) ? properties[name] : undefined;
    if (property === undefined) return [[name, member] as const];
    return property[MARKS[direction]] === true ? [] : [[name, dropUnsent(member, property, direction)] as const];
  });
  return Object.fromEntries(entries);
}
