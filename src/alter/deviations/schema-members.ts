import type { Json, JsonSchema, Provenance } from '../../contract/contract.ts';

import { propertiesOf } from '../../contract/json-schema.ts';

/** A member of an object within an item, and what its schema says of it. */
export interface Member {
  readonly name: string;
  readonly schema: JsonSchema;
  readonly mark: Provenance;
  readonly isRequired: boolean;
  /** 0 for a member of the item itself. */
  readonly depth: number;
}

/** Schemas may contain themselves. */
const MOST_DEPTH = 4;

/** All members that the schema of an item names, at any depth. */
export function* listMembers(schema: JsonSchema, around: Provenance = 'documented', depth = 0): Generator<Member> {
  if (depth > MOST_DEPTH) return;
  const mark = markOf(schema, around);
  const required = (schema['required'] ?? []) as readonly string[];
  for (const [name, property] of Object.entries(propertiesOf(schema))) {
    yield { name, schema: property, mark: markOf(property, mark), isRequired: required.includes(name), depth };
    yield* listMembers(property, mark, depth + 1);
  }
  const items = schema['items'] as JsonSchema | undefined;
  // A list is no object of its own: the members of its elements are as deep as it is.
  if (items !== undefined) yield* listMembers(items, mark, depth);
}

/** Visits the members that are there in an item, at any depth. */
export function visitMembers(
  value: Json | undefined,
  schema: JsonSchema,
  visit: (holder: Record<string, Json>, member: Member) => void,
  around: Provenance = 'documented',
  depth = 0,
): void {
  if (depth > MOST_DEPTH || typeof value !== 'object' || value === null) return;
  const mark = markOf(schema, around);
  if (Array.isArray(value)) {
    const items = (schema['items'] ?? {}) as JsonSchema;
    for (const element of value as readonly Json[]) visitMembers(element, items, visit, mark, depth);
    return;
  }
  const holder = value as Record<string, Json>;
  const required = (schema['required'] ?? []) as readonly string[];
  for (const [name, property] of Object.entries(propertiesOf(schema))) {
    if (!Object.hasOwn(holder, name)) continue;
    visitMembers(holder[name], property, visit, mark, depth + 1);
    visit(holder, { name, schema: property, mark: markOf(property, mark), isRequired: required.includes(name), depth });
  }
}

function markOf(schema: JsonSchema, around: Provenance): Provenance {
  return (schema['x-provenance'] as Provenance | undefined) ?? around;
}
