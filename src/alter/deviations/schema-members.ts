import type { Contract, Json, JsonSchema, Provenance, Role } from '../../contract/contract.ts';
import { propertiesOf } from '../../contract/json-schema.ts';
import { bodyPointerOf } from '../../contract/place.ts';
import { strongest } from '../../contract/provenance.ts';

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
const MAX_DEPTH = 4;

/** All members that the schema of an item names, at any depth. */
export function* listMembers(schema: JsonSchema, around: Provenance = 'documented', depth = 0): Generator<Member> {
  if (depth > MAX_DEPTH) return;
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
  if (depth > MAX_DEPTH || typeof value !== 'object' || value === null) return;
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

/** A field at the top of an item, with how binding it is what its schema says. */
export interface ItemField {
  readonly name: string;
  /** The schema's parts: itself and the members of its `allOf`. */
  readonly parts: readonly { readonly schema: JsonSchema; readonly mark: Provenance }[];
  /** How binding it is that the field is there; absent: it need not be. */
  readonly required?: Provenance;
}

/** The fields of a contract's items. */
export function listItemFields({ itemSchema }: Pick<Contract, 'itemSchema'>): readonly ItemField[] {
  const nodes = listSchemaParts(itemSchema, 'documented');
  const names = [...new Set(nodes.flatMap(({ schema }) => Object.keys((schema['properties'] ?? {}) as object)))];
  return names.map((name) => {
    const marks = nodes.filter(({ schema }) => ((schema['required'] ?? []) as string[]).includes(name));
    const parts = nodes.flatMap(({ schema, mark }) => {
      const property = ((schema['properties'] ?? {}) as Record<string, JsonSchema>)[name];
      return property === undefined ? [] : listSchemaParts(property, mark);
    });
    return { name, parts, ...(marks.length > 0 && { required: strongest(...marks.map(({ mark }) => mark)) }) };
  });
}

/** How binding it is what the schema of a body says of the place of a role. */
export function markOfRole({ bodySchema, envelope }: Contract, role: Role): Provenance {
  let schema: JsonSchema | undefined = bodySchema;
  let mark = (bodySchema['x-provenance'] as Provenance | undefined) ?? 'documented';
  for (const key of bodyPointerOf(envelope, role) ?? []) {
    schema = propertiesOf(schema ?? {})[key];
    mark = (schema?.['x-provenance'] as Provenance | undefined) ?? mark;
  }
  return mark;
}

function listSchemaParts(schema: JsonSchema, around: Provenance): ItemField['parts'] {
  const mark = (schema['x-provenance'] as Provenance | undefined) ?? around;
  const parts = (schema['allOf'] ?? []) as readonly JsonSchema[];
  return [{ schema, mark }, ...parts.flatMap((part) => listSchemaParts(part, mark))];
}

/** How binding it is that a field has a keyword of JSON Schema, with a value that passes a test. */
export function keywordMark(
  { parts }: ItemField,
  keyword: string,
  test: (value: unknown) => boolean = () => true,
): Provenance | undefined {
  const found = parts.filter(({ schema }) => schema[keyword] !== undefined && test(schema[keyword]));
  return found.length === 0 ? undefined : strongest(...found.map(({ mark }) => mark));
}

/** Tells which fields a deviation is about, by how binding the rule is that it breaks there. */
export type Concern = (field: ItemField, contract: Contract) => Provenance | undefined;

export const isTime: Concern = (field) => keywordMark(field, 'format', (format) => format === 'date-time');

/** Tests whether a `type` allows a type, and no text beside it. */
export function isType(wanted: string): (types: unknown) => boolean {
  return (types) => [types].flat().includes(wanted);
}

/** Whether an item is one of the few, about one in five, that a deviation concerns: the same ones each time. */
export function isChosen(identity: string): boolean {
  let hash = 7;
  for (const character of identity) hash = (hash * 31 + (character.codePointAt(0) ?? 0)) % 1_000_003;
  return hash % 5 === 0;
}
