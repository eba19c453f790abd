import type { JsonSchema } from '../contract/contract.ts';
import { isObject } from '../contract/json-pointer.ts';
import {
  alternativesOf,
  itemsOf,
  propertiesOf,
  typesOf as statedTypesOf,
  withoutNull,
} from '../contract/openapi/schema-branches.ts';

export type { JsonSchema } from '../contract/contract.ts';

/** The JSON types that a schema lets a value have, beside null; what a schema has keywords for counts where it names no type. */
export function typesOf(schema: unknown): ReadonlySet<string> {
  const types = new Set(statedTypesOf(schema).filter((type) => type !== 'null'));
  if (types.size > 0) return types;
  if (Object.keys(propertiesOf(schema)).length > 0) types.add('object');
  if (itemsOf(schema) !== undefined) types.add('array');
  return types;
}

/** Whether values of a schema are of one of these types, or null, and of nothing else. */
export function isOnly(schema: unknown, allowed: readonly string[]): boolean {
  const types = typesOf(schema);
  return types.size > 0 && [...types].every((type) => allowed.includes(type));
}

/** The schema of what is in an array; `undefined` where a schema is not of one. */
export function elementOf(schema: unknown): JsonSchema | undefined {
  return itemsOf(schema) ?? (isOnly(schema, ['array']) ? {} : undefined);
}

/** The schema and the branches that it has. */
function partsOf(schema: unknown): readonly JsonSchema[] {
  return isObject(schema) ? [withoutNull(schema), ...alternativesOf(schema).flat().slice(0, 8)] : [];
}

/** The first value of an annotation or keyword, of the schema or of a branch. */
export function keywordOf(schema: unknown, keyword: string): unknown {
  return partsOf(schema).find((part) => part[keyword] !== undefined)?.[keyword];
}

/** Titles and descriptions of a schema, as one text to search. */
export function proseOf(schema: unknown): string {
  return partsOf(schema)
    .flatMap((part) => [part['title'], part['description']])
    .filter((text) => typeof text === 'string')
    .join(' ');
}

/** The examples of a schema that are texts. */
export function exampleTextsOf(schema: unknown): readonly string[] {
  return partsOf(schema)
    .flatMap((part) => [part['example'], ...(Array.isArray(part['examples']) ? (part['examples'] as unknown[]) : [])])
    .filter((value) => typeof value === 'string');
}
