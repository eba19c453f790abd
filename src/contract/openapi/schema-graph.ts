import type { JsonSchema } from '../contract.ts';
import { isObject } from '../json-pointer.ts';
import { type DocumentPlace, referenceOf } from './document-files.ts';
import { checkEnum, checkKeyword, IDENTIFIERS, ONE_SCHEMA, SCHEMA_LISTS, SCHEMA_MAPS } from './schema-shapes.ts';

/** A schema on its way: what it becomes is an object that is there from the start, so that others can refer to it. */
export type Shell = Record<string, unknown>;

/** What the making of one schema needs of the graph around it. */
export interface SchemaContext {
  /** The schema at a place, itself on its way perhaps. */
  schema(place: DocumentPlace): unknown;
  step(place: DocumentPlace, key: string): DocumentPlace;
  /** Where a reference leads; `undefined` when nowhere. */
  target(reference: string, from: DocumentPlace): DocumentPlace | undefined;
  report(place: DocumentPlace, message: string, severity: 'flaw' | 'warning'): void;
}

const NULL: JsonSchema = { type: 'null' };

/**
 * Writes what a Schema Object of OpenAPI says into a shell, as JSON Schema 2020-12: `nullable`, exclusive bounds that are
 * flags, tuples of older drafts and discriminators become what JSON Schema has for them, identifiers are left out, and a
 * keyword with a value that it cannot have is reported and left out.
 *
 * @param place - of a schema; what it refers to is no part of it
 */
export function fillSchema(shell: Shell, place: DocumentPlace, context: SchemaContext): void {
  const raw = place.value as Readonly<Record<string, unknown>>;
  for (const [key, value] of Object.entries(raw)) {
    if (IDENTIFIERS.has(key)) continue;
    const made = convertKeyword(key, value, context.step(place, key), context);
    if (made !== undefined) define(shell, key, made);
  }
  convertTuple(shell, place, context);
  convertBounds(shell);
  restrictEnum(shell, place, context, isNullable(raw));
  convertDiscriminator(shell, place, context);
  if (isNullable(raw)) allowNull(shell);
}

export function isNullable(raw: Readonly<Record<string, unknown>>): boolean {
  return raw['nullable'] === true || raw['x-nullable'] === true;
}

/** Sets a key, which may be one that objects have of their own. */
export function define(shell: object, key: string, value: unknown): void {
  // Defining takes ten times as long as setting.
  if (key !== '__proto__') (shell as Shell)[key] = value;
  else Object.defineProperty(shell, key, { value, enumerable: true, configurable: true, writable: true });
}

function convertKeyword(key: string, value: unknown, at: DocumentPlace, context: SchemaContext): unknown {
  if (ONE_SCHEMA.has(key)) return key === 'items' && Array.isArray(value) ? undefined : convertOne(key, at, context);
  if (SCHEMA_LISTS.has(key)) return convertList(key, at, context);
  if (SCHEMA_MAPS.has(key)) return convertMap(key, at, context);
  // Flags of OpenAPI 3.0, which `convertBounds` turns into bounds.
  if ((key === 'exclusiveMinimum' || key === 'exclusiveMaximum') && typeof value === 'boolean') return value;
  // What comes with the package is checked when it is built: only a check loads the parser of patterns.
  if (at.source.isBuiltIn) return value;
  const { value: obeyed, fault } = checkKeyword(key, value);
  if (fault !== undefined) context.report(at, `Invalid ${key}: ${fault.message}`, fault.severity);
  return obeyed;
}

function isSchema(value: unknown): boolean {
  return typeof value === 'boolean' || (isObject(value) && !Array.isArray(value));
}

function convertOne(key: string, at: DocumentPlace, context: SchemaContext): unknown {
  if (key === 'items' && isUnfinishedArray(at)) {
    context.report(
      at,
      'Invalid items: an array needs items of its own in OpenAPI 3.0; it is taken for anything',
      'warning',
    );
    return undefined;
  }
  if (isSchema(at.value)) return context.schema(at);
  // An empty value in YAML is null, and stands for nothing.
  if (at.value !== null) context.report(at, `Invalid ${key}: must be a schema`, 'warning');
  return undefined;
}

/** What a framework writes for a list of which it knows no more than that; another schema often says what is in it. */
function isUnfinishedArray({ value, source }: DocumentPlace): boolean {
  if (!isObject(value) || value['type'] !== 'array' || Object.keys(value).length > 1) return false;
  return isObject(source.value) && String(source.value['openapi']).startsWith('3.0');
}

function convertList(key: string, at: DocumentPlace, context: SchemaContext): unknown {
  if (!Array.isArray(at.value)) {
    if (at.value !== null) context.report(at, `Invalid ${key}: must be a list of schemas`, 'warning');
    return undefined;
  }
  const schemas = at.value.flatMap((value: unknown, index) => {
    if (isSchema(value)) return [context.schema(context.step(at, String(index)))];
    context.report(context.step(at, String(index)), `Invalid ${key}: must be a list of schemas`, 'warning');
    return [];
  });
  return schemas.length === 0 ? undefined : schemas;
}

function convertMap(key: string, at: DocumentPlace, context: SchemaContext): unknown {
  if (!isObject(at.value) || Array.isArray(at.value)) {
    if (at.value !== null) context.report(at, `Invalid ${key}: must be schemas by name`, 'warning');
    return undefined;
  }
  const schemas: Shell = {};
  for (const [name, value] of Object.entries(at.value)) {
    const inner = context.step(at, name);
    if (isSchema(value)) define(schemas, name, context.schema(inner));
    else if (value === null) define(schemas, name, {});
    else context.report(inner, `Invalid ${key}: ${name} must be a schema`, 'warning');
  }
  return schemas;
}

/**
 * `items: [a, b]` with `additionalItems` is what tuples were before 2020-12. Where the schema is not of a list, some documents
 * mean alternatives by it: OpenAPI allows neither.
 */
function convertTuple(shell: Shell, place: DocumentPlace, context: SchemaContext): void {
  const { items, additionalItems, prefixItems } = place.value as Readonly<Record<string, unknown>>;
  if (!Array.isArray(items) || prefixItems !== undefined) return;
  const schemas = convertList('items', context.step(place, 'items'), context);
  const { type } = shell;
  const isUnion = type === undefined && additionalItems === undefined && shell['anyOf'] === undefined;
  if (schemas !== undefined) shell[isUnion ? 'anyOf' : 'prefixItems'] = schemas;
  const taken = isUnion
    ? 'its members are taken for alternatives, as there is no type: array'
    : 'it is taken for prefixItems';
  if (type !== 'array')
    context.report(context.step(place, 'items'), `Invalid items: must be one schema; ${taken}`, 'warning');
  if (isSchema(additionalItems)) shell['items'] = context.schema(context.step(place, 'additionalItems'));
}

const BOUNDS = [
  ['exclusiveMinimum', 'minimum'],
  ['exclusiveMaximum', 'maximum'],
] as const;

function convertBounds(shell: Shell): void {
  for (const [exclusive, bound] of BOUNDS) {
    if (typeof shell[exclusive] !== 'boolean') continue;
    const isExclusive = shell[exclusive] && shell[bound] !== undefined;
    if (isExclusive) shell[exclusive] = shell[bound];
    else delete shell[exclusive];
    if (isExclusive) delete shell[bound];
  }
}

function restrictEnum(shell: Shell, place: DocumentPlace, context: SchemaContext, nullable: boolean): void {
  if (shell['enum'] === undefined || shell['type'] === undefined) return;
  const type = nullable ? [shell['type'], 'null'].flat() : shell['type'];
  const { value, fault } = checkEnum({ type, enum: shell['enum'] });
  if (fault === undefined) return;
  const at = (fault.at ?? []).reduce((holder, key) => context.step(holder, key), context.step(place, 'enum'));
  context.report(at, fault.message, fault.severity);
  if (value === undefined) delete shell['enum'];
  else shell['enum'] = value;
}

const COMPOSED = ['allOf', 'anyOf', 'oneOf'];

/**
 * Null is one more type, and one more value of an enum. What is composed of others, or refers to one, is null or what they
 * say: 3.0 asks for a type beside `nullable`, which few write there.
 */
export function allowNull(shell: Shell): void {
  if (COMPOSED.some((keyword) => shell[keyword] !== undefined)) {
    const own = { ...shell };
    for (const key of Object.keys(shell)) if (!isAnnotation(key)) delete shell[key];
    shell['anyOf'] = [own, NULL];
    return;
  }
  const types = shell['type'];
  if (types !== undefined) shell['type'] = [...new Set([types, 'null'].flat())];
  const values = shell['enum'];
  if (Array.isArray(values) && !values.includes(null)) shell['enum'] = [...values, null];
}

const ANNOTATIONS: ReadonlySet<string> = new Set([
  'title',
  'description',
  'summary',
  'default',
  'example',
  'examples',
  'deprecated',
  'readOnly',
  'writeOnly',
  'externalDocs',
  'xml',
  '$comment',
  'nullable',
]);

/** Whether a keyword demands nothing of a value. */
export function isAnnotation(key: string): boolean {
  return ANNOTATIONS.has(key) || key.startsWith('x-') || IDENTIFIERS.has(key);
}

/** Each branch of a union says which values of the discriminating property are its own. */
function convertDiscriminator(shell: Shell, place: DocumentPlace, context: SchemaContext): void {
  const declared = shell['discriminator'];
  const property = isObject(declared) ? declared['propertyName'] : declared;
  if (typeof property !== 'string') return;
  for (const keyword of ['oneOf', 'anyOf']) {
    const list = shell[keyword];
    if (!Array.isArray(list)) continue;
    const branches = context.step(place, keyword);
    shell[keyword] = list.map((schema: unknown, index) => {
      const names = namesOfBranch(context.step(branches, String(index)), declared, place, context);
      return names === undefined ? schema : nameBranch(schema, property, names);
    });
  }
}

/** The names that a mapping gives to a branch, else that of the schema; `undefined` where its own schema says other ones. */
function namesOfBranch(
  branch: DocumentPlace,
  declared: unknown,
  union: DocumentPlace,
  context: SchemaContext,
): readonly string[] | undefined {
  const reference = referenceOf(branch.value);
  if (reference === undefined) return undefined;
  const target = context.target(reference, branch)?.value;
  if (target === undefined) return undefined;
  const mapping = isObject(declared) && isObject(declared['mapping']) ? declared['mapping'] : {};
  const mapped = Object.entries(mapping).flatMap(([name, value]) => {
    if (typeof value !== 'string') return [];
    const to = /[#/.]/.test(value) ? value : `#/components/schemas/${value}`;
    return context.target(to, union)?.value === target ? [name] : [];
  });
  const property = isObject(declared) ? String(declared['propertyName']) : String(declared);
  const names = mapped.length > 0 ? mapped : [nameOfReference(reference)];
  const allowed = allowedValues(target, property, branch, context, 0);
  return allowed === undefined || names.some((name) => allowed.includes(name)) ? names : undefined;
}

function nameOfReference(reference: string): string {
  const last = reference.split(/[/#]/).at(-1) ?? reference;
  return last
    .replace(/\.(?:ya?ml|json)$/, '')
    .replaceAll('~1', '/')
    .replaceAll('~0', '~');
}

/** The values that a schema lets a property have, as far as it counts them. */
function allowedValues(
  schema: unknown,
  property: string,
  from: DocumentPlace,
  context: SchemaContext,
  depth: number,
): readonly unknown[] | undefined {
  if (!isObject(schema) || depth > 5) return undefined;
  const reference = referenceOf(schema);
  if (reference !== undefined) {
    const target = context.target(reference, from);
    return target && allowedValues(target.value, property, target, context, depth + 1);
  }
  const own = isObject(schema['properties']) ? schema['properties'][property] : undefined;
  if (isObject(own)) {
    if ('const' in own) return [own['const']];
    if (Array.isArray(own['enum'])) return own['enum'];
  }
  const parts = Array.isArray(schema['allOf']) ? (schema['allOf'] as unknown[]) : [];
  for (const part of parts) {
    const found = allowedValues(part, property, from, context, depth + 1);
    if (found !== undefined) return found;
  }
  return undefined;
}

function nameBranch(schema: unknown, property: string, names: readonly string[]): JsonSchema {
  const value = names.length === 1 ? { const: names[0] } : { enum: names };
  return { allOf: [schema, { required: [property], properties: { [property]: value } }] };
}
