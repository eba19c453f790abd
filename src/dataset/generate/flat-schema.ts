import type { JsonSchema } from '../../contract/contract.ts';
import { distinctMembers } from '../../contract/openapi/distinct-members.ts';
import { mergeAllOf } from '../../contract/openapi/schema-merge.ts';

/** What a schema demands of an object beyond its properties one by one. */
export type Condition =
  /** Where the property is present, the object must satisfy the schema. */
  | { readonly kind: 'dependent'; readonly property: string; readonly schema: JsonSchema }
  | {
      readonly kind: 'branch';
      readonly when: JsonSchema;
      readonly then: JsonSchema | undefined;
      readonly otherwise: JsonSchema | undefined;
    };

/** A schema with its `allOf` merged and its parts taken apart. */
export interface FlatSchema {
  /** Keywords that describe one value: type, bounds, enum, items, x-faker. */
  readonly keywords: JsonSchema;
  /** The types that it allows, without null; empty when it names none and none can be told. */
  readonly types: readonly string[];
  readonly nullable: boolean;
  readonly properties: ReadonlyMap<string, JsonSchema>;
  readonly required: ReadonlySet<string>;
  /** The members of each `oneOf` and `anyOf` that has more than one beside null: one of each list has to hold. */
  readonly choices: readonly Choice[];
  readonly conditions: readonly Condition[];
  /** Every `pattern` that a text has to match. */
  readonly patterns: readonly string[];
  /** Whether a value has to be held against the schema as a whole, as its parts do not say all. */
  readonly isIntricate: boolean;
  /** The schemas that were merged: by them a schema that contains itself is known again. */
  readonly origins: readonly object[];
}

/** Members of which one has to hold; of `oneOf`, exactly one. */
export interface Choice {
  readonly isExclusive: boolean;
  readonly members: readonly JsonSchema[];
}

const flattened = new WeakMap<object, FlatSchema>();
/** Members that are being merged: one that leads back to itself says nothing more. */
const underWay = new Set<object>();

/**
 * Takes a schema apart for making values.
 *
 * @param schema - JSON Schema 2020-12, references resolved; `true` is `{}`
 */
export function flattenSchema(schema: unknown): FlatSchema {
  if (typeof schema !== 'object' || schema === null) return flatten(schema === false ? { not: {} } : {});
  const known = flattened.get(schema);
  if (known !== undefined) return known;
  const flat = flatten(schema as JsonSchema);
  flattened.set(schema, flat);
  return flat;
}

function flatten(schema: JsonSchema): FlatSchema {
  const { allOf: rest = [], ...own } = mergeAllOf(schema) as JsonSchema & { readonly allOf?: readonly JsonSchema[] };
  const parts: readonly JsonSchema[] = [own, ...rest];
  const choices = parts.flatMap(choicesOf);
  const single = choices.find(({ members }) => members.filter(isReal).length === 1);
  const only = single?.members.find(isReal);
  if (single !== undefined && only !== undefined && !underWay.has(only)) {
    const others = parts.map((part) => withoutMembers(part, single.members));
    underWay.add(only);
    const flat = flatten({ allOf: [only, ...others] });
    underWay.delete(only);
    return {
      ...flat,
      nullable: flat.nullable || single.members.length > 1,
      origins: [...new Set([schema, only, ...originsOf(schema), ...flat.origins])],
    };
  }
  const merged = Object.assign({}, ...parts.toReversed(), lastSaid(parts)) as JsonSchema;
  const types = typesOf(merged).filter((type) => type !== 'null');
  return {
    keywords: merged,
    types,
    nullable: allowsNull(merged, choices),
    properties: propertiesOf(merged, types),
    required: new Set((merged['required'] ?? []) as string[]),
    choices: choices.map((choice) => ({ ...choice, members: choice.members.filter(isReal) })),
    conditions: parts.flatMap(conditionsOf),
    patterns: parts.flatMap(({ pattern }) => (typeof pattern === 'string' ? [pattern] : [])),
    isIntricate: rest.some(isDemanding) || INTRICATE.some((keyword) => keyword in merged),
    origins: originsOf(schema),
  };
}

/** The properties that an object has: those that are described, and those that are only required. */
function propertiesOf(merged: JsonSchema, types: readonly string[]): ReadonlyMap<string, JsonSchema> {
  const named = (merged['properties'] ?? {}) as Record<string, JsonSchema>;
  if (types[0] !== 'object') return new Map(Object.entries(named));
  const { additionalProperties: others, required = [] } = merged as {
    additionalProperties?: unknown;
    required?: string[];
  };
  const rest =
    others === false ? { not: {} } : typeof others === 'object' && others !== null ? (others as JsonSchema) : {};
  const asked = required.filter((name) => !Object.hasOwn(named, name)).map((name) => [name, rest] as const);
  return new Map([...Object.entries(named), ...asked]);
}

/** Where there are members to choose from, they decide, unless the schema itself names its types. */
function allowsNull(merged: JsonSchema, choices: readonly Choice[]): boolean {
  if (choices.length === 0) return isNullable(merged);
  const isOpen = merged['type'] === undefined && merged['enum'] === undefined;
  const allows = ({ members }: Choice): boolean => members.some((member) => !isReal(member) || isNullable(member));
  return (isOpen || isNullable(merged)) && choices.every(allows);
}

/** Keywords of which a schema can say one only, and where the last said describes values best. */
const SPOKEN = ['format', 'pattern', 'x-faker', 'example', 'examples', 'default'];

function lastSaid(parts: readonly JsonSchema[]): JsonSchema {
  const said = parts.map((part) =>
    Object.fromEntries(Object.entries(part).filter(([keyword]) => SPOKEN.includes(keyword))),
  );
  return Object.assign({}, ...said) as JsonSchema;
}

/** Keywords that look at a value as a whole. */
const INTRICATE = [
  'not',
  'patternProperties',
  'propertyNames',
  'unevaluatedProperties',
  'unevaluatedItems',
  'minProperties',
  'maxProperties',
  'contains',
  'prefixItems',
];

function isDemanding(part: JsonSchema): boolean {
  return Object.keys(part).some((keyword) => !CONDITIONAL.includes(keyword) && !SPOKEN.includes(keyword));
}

function choicesOf(part: JsonSchema): readonly Choice[] {
  return (['oneOf', 'anyOf'] as const).flatMap((keyword): readonly Choice[] => {
    const members = part[keyword];
    if (!Array.isArray(members) || members.length === 0) return [];
    return [
      {
        isExclusive: keyword === 'oneOf',
        members: (keyword === 'oneOf' ? distinctMembers(members) : (members as unknown[]))
          .map(toSchema)
          .filter((member) => !isImpossible({ keywords: member })),
      },
    ];
  });
}

function toSchema(schema: unknown): JsonSchema {
  return typeof schema === 'object' && schema !== null ? (schema as JsonSchema) : schema === false ? { not: {} } : {};
}

/** Whether a member allows anything but null. */
function isReal(member: JsonSchema): boolean {
  const { type, enum: values } = member;
  if ('const' in member && member['const'] === null) return false;
  return type !== 'null' && !(Array.isArray(values) && values.length === 1 && values[0] === null);
}

function withoutMembers(part: JsonSchema, members: readonly JsonSchema[]): JsonSchema {
  const isSame = (list: unknown): boolean =>
    Array.isArray(list) && list.length >= members.length && members.every((member) => list.includes(member));
  return Object.fromEntries(
    Object.entries(part).filter(([keyword, value]) => !((keyword === 'oneOf' || keyword === 'anyOf') && isSame(value))),
  );
}

/** A schema and the members of its `allOf`. */
function originsOf(schema: unknown, found: object[] = []): readonly object[] {
  if (typeof schema !== 'object' || schema === null || found.includes(schema)) return found;
  found.push(schema);
  for (const part of ((schema as JsonSchema)['allOf'] ?? []) as readonly unknown[]) originsOf(part, found);
  return found;
}

const CONDITIONAL = ['if', 'then', 'else', 'dependentSchemas', 'dependentRequired'];

function conditionsOf(part: JsonSchema): readonly Condition[] {
  const schemas = Object.entries((part['dependentSchemas'] ?? {}) as Record<string, JsonSchema>);
  const required = Object.entries((part['dependentRequired'] ?? {}) as Record<string, readonly string[]>);
  return [
    ...schemas.map(([property, schema]): Condition => ({ kind: 'dependent', property, schema })),
    ...required.map(([property, names]): Condition => ({ kind: 'dependent', property, schema: { required: names } })),
    ...(part['if'] === undefined ? [] : [branchOf(part)]),
  ];
}

function branchOf(part: JsonSchema): Condition {
  const when = part['if'] as JsonSchema;
  const then = part['then'] as JsonSchema | undefined;
  const otherwise = part['else'] as JsonSchema | undefined;
  const property = onlyRequired(when);
  if (property !== undefined && then !== undefined && otherwise === undefined) {
    return { kind: 'dependent', property, schema: then };
  }
  return { kind: 'branch', when, then, otherwise };
}

/** Whether nothing satisfies a schema, so that a property must be absent. */
export function isImpossible({ keywords }: Pick<FlatSchema, 'keywords'>): boolean {
  const not = keywords['not'];
  return not === true || (typeof not === 'object' && not !== null && Object.keys(not).length === 0);
}

/** The property whose presence is all that a schema requires. */
export function onlyRequired(schema: unknown): string | undefined {
  if (typeof schema !== 'object' || schema === null || Object.keys(schema).length !== 1) return undefined;
  const { required } = schema as { required?: readonly string[] };
  return required?.length === 1 ? required[0] : undefined;
}

function typesOf(keywords: JsonSchema): readonly string[] {
  const type = keywords['type'] as string | readonly string[] | undefined;
  if (typeof type === 'string') return [type];
  if (type !== undefined) return type;
  const hasAny = (...names: readonly string[]): boolean => names.some((name) => name in keywords);
  if (hasAny('properties', 'additionalProperties', 'required', 'patternProperties', 'minProperties')) return ['object'];
  if (hasAny('items', 'minItems', 'maxItems', 'prefixItems', 'contains', 'uniqueItems')) return ['array'];
  if (hasAny('minimum', 'maximum', 'exclusiveMinimum', 'exclusiveMaximum', 'multipleOf')) return ['number'];
  if (hasAny('format', 'pattern', 'minLength', 'maxLength')) return ['string'];
  const excluded = (keywords['not'] as JsonSchema | undefined)?.['type'];
  return excluded === undefined
    ? []
    : ['string', 'integer', 'object'].filter((one) => ![excluded].flat().includes(one));
}

function isNullable(keywords: JsonSchema): boolean {
  const type = keywords['type'];
  if ('const' in keywords) return keywords['const'] === null;
  const allowed = keywords['enum'] as readonly unknown[] | undefined;
  if (allowed !== undefined && !allowed.includes(null)) return false;
  return Array.isArray(type)
    ? type.includes('null')
    : type === 'null' || keywords['nullable'] === true || (type === undefined && allowed !== undefined);
}

/** Keywords whose value is a schema that speaks of the same object. */
const ONE = ['not', 'if', 'then', 'else'];
/** Keywords whose value is a list of such schemas. */
const MANY = ['allOf', 'anyOf', 'oneOf'];

/** The properties of an object that a schema's verdict on it depends on. */
export function mentionedProperties(schema: unknown, seen: ReadonlySet<unknown> = new Set()): ReadonlySet<string> {
  if (typeof schema !== 'object' || schema === null || seen.has(schema)) return new Set();
  const within = new Set([...seen, schema]);
  const keywords = schema as Readonly<Record<string, unknown>>;
  const dependent = (keywords['dependentSchemas'] ?? {}) as Readonly<Record<string, unknown>>;
  const parts = [
    ...ONE.map((keyword) => keywords[keyword]),
    ...MANY.flatMap((keyword) => (keywords[keyword] ?? []) as unknown[]),
    ...Object.values(dependent),
  ];
  return new Set([
    ...Object.keys((keywords['properties'] ?? {}) as object),
    ...((keywords['required'] ?? []) as readonly string[]),
    ...Object.keys(dependent),
    ...Object.entries((keywords['dependentRequired'] ?? {}) as Record<string, readonly string[]>).flat(2),
    ...parts.flatMap((part) => [...mentionedProperties(part, within)]),
  ]);
}
