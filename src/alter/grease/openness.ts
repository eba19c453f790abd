import type { Contract, FieldPath, JsonSchema, OrderKey, Pointer } from '../../contract/contract.ts';
import { propertiesOf } from '../../contract/json-schema.ts';
import { bodyPointerOf } from '../../contract/place.ts';
import { listTieKeys } from '../../page/page-reader.ts';

/**
 * Whether the document says what stands at an entry of a contract's block. An entry that the file does not have is no statement
 * of the document, though its mark would read so.
 *
 * @param path - the entry's place in the block: `['page', 'token', 'shape']`
 */
export function isDocumented(contract: Contract, path: readonly string[]): boolean {
  const written = path.reduce<unknown>(
    (entry, key) => (entry as Readonly<Record<string, unknown>> | undefined)?.[key],
    readBlock(contract),
  );
  return written !== undefined && contract.provenanceOf(path).mark === 'documented';
}

/** The `x-pagewright` block as the file has it. */
export function readBlock({ document, path }: Pick<Contract, 'document' | 'path'>): Readonly<Record<string, unknown>> {
  const operation = document.paths?.[path]?.get as Readonly<Record<string, unknown>> | undefined;
  return (operation?.['x-pagewright'] ?? {}) as Readonly<Record<string, unknown>>;
}

/** Whether an order of a contract leaves some rows tied of which the document does not say in which order they come. */
export function leavesTiesOpen(contract: Contract): boolean {
  return leavesDefaultTiesOpen(contract) || leavesChosenTiesOpen(contract);
}

/** Whether the order of a selection does. */
export function leavesOrderOpen(contract: Contract, order: readonly OrderKey[]): boolean {
  const { by } = contract.order;
  const isDefault = order.every(
    ({ field, direction }, index) => field.name === by[index]?.field.name && direction === by[index]?.direction,
  );
  return isDefault ? leavesDefaultTiesOpen(contract) : leavesChosenTiesOpen(contract);
}

function leavesDefaultTiesOpen(contract: Contract): boolean {
  const { identity } = contract;
  const { by } = (readBlock(contract)['order'] ?? {}) as { readonly by?: readonly string[] };
  const isNamed = by?.some((key) => key.replace(/^-/, '') === identity.name) ?? true;
  const isKept =
    isDocumented(contract, ['order', 'by']) && contract.provenanceOf(['order', identity.name]).mark === 'documented';
  return listTieKeys(contract).length > 0 && !(isNamed && isKept);
}

/** An order that a client chooses may end in the identity because the client wants it so. */
function leavesChosenTiesOpen({ order, identity }: Contract): boolean {
  const fields = [...(order.parameter?.fields.values() ?? [])];
  return fields.length > 0 && !fields.some(({ name }) => name === identity.name);
}

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

/** Whether errors of a status may have members that are not documented: not where names are those of parameters. */
export function admitsErrorMembers({ errors, responseSchemas }: Contract, status: number): boolean {
  const isMap = [...errors.values()].some(({ violations, ...answer }) => {
    return answer.status === status && violations?.as === 'map' && violations.in.length === 0;
  });
  return !isMap && admitsMembers(responseSchemas.get(status) ?? {});
}

/** An object of a response, and its schema. */
interface Holder {
  readonly at: Pointer;
  readonly schema: JsonSchema;
}

/** The objects around the items that may have members which are not documented. */
export function listHolders({ bodySchema, envelope }: Contract): readonly Holder[] {
  const pointers = [...envelope.roles.keys()].flatMap((role) => {
    const pointer = bodyPointerOf(envelope, role);
    return pointer === undefined ? [] : [pointer];
  });
  const places = pointers.flatMap((pointer) => pointer.map((_, depth) => pointer.slice(0, depth)));
  const distinct = new Map(places.map((at) => [JSON.stringify(at), at]));
  return [...distinct.values()]
    .map((at) => ({ at, schema: schemaAt(bodySchema, at) }))
    .filter(({ schema }) => admitsMembers(schema));
}

function schemaAt(schema: JsonSchema, at: Pointer): JsonSchema {
  return at.reduce<JsonSchema>((around, key) => propertiesOf(around)[key] ?? { type: 'null' }, schema);
}

/** Schemas may contain themselves. */
const MAX_DEPTH = 4;

/** With these keywords, an open set is closed all the same, or its values have a form that cannot be guessed. */
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
  if (depth > MAX_DEPTH) return;
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
