import type { Contract, FieldPath, JsonSchema } from '../contract/contract.ts';
import { propertiesOf } from '../contract/json-schema.ts';

/** Schemas may contain themselves. */
const MOST_DEPTH = 4;

/** Beside these keywords, a set that is open is closed all the same, or has values of a form that nobody can guess. */
const BOUNDS = ['enum', 'const', 'pattern', 'format', 'maxLength'];

/**
 * Fields with an open set of values on which nothing depends, so that whoever shows another value is right: nothing is filtered
 * or ordered by them, and no condition of a schema names them.
 *
 * @returns paths within an item; `*` is any element of an array
 */
export function listOpenPaths({ itemSchema, filters, order }: Contract): readonly FieldPath[] {
  const fields = [
    ...filters.flatMap((filter) => filter.fields),
    ...order.by.map(({ field }) => field),
    ...(order.parameter?.fields.values() ?? []),
  ];
  const used = fields.map(({ path }) => path);
  const decisive = listDecisive(itemSchema);
  return [...walk(itemSchema, [], 0)].filter((path) => {
    return !decisive.has(path.at(-1) ?? '') && !used.some((other) => beginsAlike(path, other));
  });
}

function* walk(schema: JsonSchema, path: FieldPath, depth: number): Generator<FieldPath> {
  if (depth > MOST_DEPTH) return;
  const parts = listParts(schema);
  const isOpen = parts.some((part) => part['x-extensible-enum'] !== undefined);
  if (isOpen && !parts.some((part) => BOUNDS.some((keyword) => part[keyword] !== undefined))) yield path;
  for (const [name, property] of Object.entries(propertiesOf(schema)))
    yield* walk(property, [...path, name], depth + 1);
  const { items } = schema;
  if (typeof items === 'object' && items !== null) yield* walk(items as JsonSchema, [...path, '*'], depth + 1);
}

function listParts(schema: JsonSchema): readonly JsonSchema[] {
  return [schema, ...((schema['allOf'] ?? []) as readonly JsonSchema[]).flatMap(listParts)];
}

/** Names of the fields that conditions of a schema look at, wherever they stand. */
function listDecisive(schema: unknown, isCondition = false, seen = new Set<unknown>()): ReadonlySet<string> {
  if (typeof schema !== 'object' || schema === null || (!isCondition && seen.has(schema))) return new Set();
  seen.add(schema);
  return new Set(
    Object.entries(schema).flatMap(([keyword, value]): readonly string[] => {
      const names = isCondition && keyword === 'properties' ? Object.keys(value as object) : [];
      return [...names, ...listDecisive(value, isCondition || keyword === 'if', seen)];
    }),
  );
}

function beginsAlike(a: FieldPath, b: FieldPath): boolean {
  return a.slice(0, b.length).every((segment, index) => segment === b[index] || segment === '*' || b[index] === '*');
}
