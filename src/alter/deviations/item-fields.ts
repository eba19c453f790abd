import type { Contract, JsonSchema, Provenance, Role } from '../../contract/contract.ts';

import { propertiesOf } from '../../contract/json-schema.ts';
import { strongest } from '../../contract/provenance.ts';

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
  const nodes = listParts(itemSchema, 'documented');
  const names = [...new Set(nodes.flatMap(({ schema }) => Object.keys((schema['properties'] ?? {}) as object)))];
  return names.map((name) => {
    const marks = nodes.filter(({ schema }) => ((schema['required'] ?? []) as string[]).includes(name));
    const parts = nodes.flatMap(({ schema, mark }) => {
      const property = ((schema['properties'] ?? {}) as Record<string, JsonSchema>)[name];
      return property === undefined ? [] : listParts(property, mark);
    });
    return { name, parts, ...(marks.length > 0 && { required: strongest(...marks.map(({ mark }) => mark)) }) };
  });
}

/** How binding it is what the schema of a body says of the place of a role. */
export function markOfRole({ bodySchema, envelope }: Contract, role: Role): Provenance {
  let schema: JsonSchema | undefined = bodySchema;
  let mark = (bodySchema['x-provenance'] as Provenance | undefined) ?? 'documented';
  for (const key of envelope.roles.get(role) ?? []) {
    schema = propertiesOf(schema ?? {})[key];
    mark = (schema?.['x-provenance'] as Provenance | undefined) ?? mark;
  }
  return mark;
}

function listParts(schema: JsonSchema, around: Provenance): ItemField['parts'] {
  const mark = (schema['x-provenance'] as Provenance | undefined) ?? around;
  const parts = (schema['allOf'] ?? []) as readonly JsonSchema[];
  return [{ schema, mark }, ...parts.flatMap((part) => listParts(part, mark))];
}

/** How binding it is that a field has a keyword of JSON Schema, with a value that passes a test. */
export function markOf(
  { parts }: ItemField,
  keyword: string,
  test: (value: unknown) => boolean = () => true,
): Provenance | undefined {
  const found = parts.filter(({ schema }) => schema[keyword] !== undefined && test(schema[keyword]));
  return found.length === 0 ? undefined : strongest(...found.map(({ mark }) => mark));
}

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
