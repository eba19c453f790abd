import type { Contract, JsonSchema, Pointer } from '../../contract/contract.ts';
import { propertiesOf } from '../../contract/to-json-schema.ts';
import { admitsMembers } from './admits-members.ts';

/** An object of a response, and its schema. */
export interface Holder {
  readonly at: Pointer;
  readonly schema: JsonSchema;
}

/** The objects around the items that may have members which are not documented. */
export function listHolders({ bodySchema, envelope }: Contract): readonly Holder[] {
  const places = [...envelope.roles.values()].flatMap((pointer) => pointer.map((_, depth) => pointer.slice(0, depth)));
  const distinct = new Map(places.map((at) => [JSON.stringify(at), at]));
  return [...distinct.values()]
    .map((at) => ({ at, schema: schemaAt(bodySchema, at) }))
    .filter(({ schema }) => admitsMembers(schema));
}

function schemaAt(schema: JsonSchema, at: Pointer): JsonSchema {
  return at.reduce<JsonSchema>((around, key) => propertiesOf(around)[key] ?? { type: 'null' }, schema);
}
