import type { JsonSchema } from './elements.ts';
import { isObject, type Json, type Pointer } from './json-pointer.ts';
import { itemsOf, propertiesOf } from './openapi/schema-branches.ts';
import { mergeAllOf } from './openapi/schema-merge.ts';
import { type Direction, UNSENT } from './openapi/schema-views.ts';

/** Names of which so many are shared make two schemas ones of the same thing. */
const ENOUGH = 0.5;
/** How many objects may stand around an item: `{ data: { thing: … } }`. */
const MAX_ENVELOPES = 2;
/** What has more members than an item and what stands beside it is no envelope. */
const MAX_MEMBERS = 6;

/** A part of a body. */
interface Part {
  readonly pointer: Pointer;
  readonly schema: JsonSchema;
}

/** Where an item was found in a body. */
interface FoundItem extends Part {
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
  let best: FoundItem & { readonly likeness: number } = { pointer: [], schema: body, index: 0, likeness: 0 };
  let level: readonly Part[] = [best];
  for (let depth = 0; depth <= MAX_ENVELOPES && best.likeness < 1; depth += 1) {
    const found = level.flatMap((place) => {
      return candidates.map((candidate, index) => {
        return { ...place, index, likeness: compareSchemas(place.schema, candidate, depth === 0 ? 1 : 2) };
      });
    });
    for (const one of found) if (one.likeness > best.likeness) best = one;
    level = level.flatMap(listMembers);
  }
  return best.likeness < ENOUGH ? undefined : best;
}

function listMembers({ pointer, schema }: Part): readonly Part[] {
  const all = Object.entries(propertiesOf(schema));
  const members = all.map(([name, property]) => ({ pointer: [...pointer, name], schema: property }));
  return members.length > MAX_MEMBERS ? [] : members;
}

/**
 * What part of the names of the smaller of two object schemas the other has too: 1 for the same schema.
 *
 * @param least - how many they have to share, so that a member with an id is not taken for an item
 */
function compareSchemas(first: JsonSchema, second: JsonSchema, least: number): number {
  if (first === second || mergeAllOf(first) === mergeAllOf(second)) return 1;
  const names = Object.keys(propertiesOf(first));
  const others = propertiesOf(second);
  const shared = names.filter((name) => Object.hasOwn(others, name)).length;
  const fewer = Math.min(names.length, Object.keys(others).length);
  return fewer === 0 || shared < Math.min(least, Object.keys(others).length) ? 0 : shared / fewer;
}

/** Whether a schema says nothing of a value. */
export function isUnspecified(schema: JsonSchema): boolean {
  const { title: _title, description: _description, ...rest } = schema;
  return (
    Object.keys(rest).every((key) => key.startsWith('x-')) ||
    (rest['type'] === 'object' && Object.keys(rest).length === 1)
  );
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
    return property[UNSENT[direction]] === true ? [] : [[name, dropUnsent(member, property, direction)] as const];
  });
  return Object.fromEntries(entries);
}
