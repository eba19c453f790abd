import type { JsonSchema } from '../../contract/contract.ts';

/** Keywords under which a schema holds others for the same value. */
const BRANCHES = ['allOf', 'anyOf', 'oneOf'];
const CONDITIONS = ['then', 'else'];
/** Keywords that say something of members that have no names in the schema. */
const CLOSING = [
  'additionalProperties',
  'unevaluatedProperties',
  'patternProperties',
  'propertyNames',
  'maxProperties',
];

/** Whether an object under a schema may have members that the schema does not name, and that mean nothing. */
export function admitsMembers(schema: JsonSchema): boolean {
  const types = [schema['type'] ?? 'object'].flat();
  if (!types.includes('object') || schema['const'] !== undefined || schema['enum'] !== undefined) return false;
  if (CLOSING.some((keyword) => schema[keyword] !== undefined && schema[keyword] !== true)) return false;
  return listBranches(schema).every((branch) => typeof branch !== 'object' || admitsMembers(branch));
}

/** All names that a schema has for members. */
export function listNames(schema: JsonSchema): readonly string[] {
  const own = Object.keys((schema['properties'] ?? {}) as object);
  return [...own, ...listBranches(schema).flatMap((branch) => (typeof branch === 'object' ? listNames(branch) : []))];
}

function listBranches(schema: JsonSchema): readonly JsonSchema[] {
  const lists = BRANCHES.flatMap((keyword) => (schema[keyword] ?? []) as readonly JsonSchema[]);
  return [
    ...lists,
    ...CONDITIONS.flatMap((keyword) => (schema[keyword] === undefined ? [] : [schema[keyword] as JsonSchema])),
  ];
}
