import type { JsonSchema } from '../../contract/contract.ts';

/** What a schema demands of an object beyond its properties one by one. */
type Condition =
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
  /** Members of `oneOf` or `anyOf`, unless there is only one beside null. */
  readonly alternatives: readonly JsonSchema[];
  readonly conditions: readonly Condition[];
}

/**
 * Takes a schema apart for making values. What it cannot follow (`not`, `patternProperties`) it leaves to the check of the
 * made rows.
 *
 * @param schema - JSON Schema 2020-12, references resolved; `true` is `{}`
 */
export function flattenSchema(schema: unknown): FlatSchema {
  const parts = gatherParts(schema);
  const keywords = parts.reduce(mergeKeywords, {});
  const alternatives = (keywords['oneOf'] ?? keywords['anyOf'] ?? []) as readonly JsonSchema[];
  const real = alternatives.filter((alternative) => alternative['type'] !== 'null');
  const only = real[0];
  if (real.length === 1 && only !== undefined) {
    const own = without(keywords, [...CONDITIONAL, 'oneOf', 'anyOf']);
    const flat = flattenSchema({ ...own, allOf: [only, ...parts.map(conditionsAlone)] });
    return { ...flat, nullable: flat.nullable || real.length < alternatives.length };
  }
  return {
    keywords,
    types: typesOf(keywords).filter((type) => type !== 'null'),
    nullable: real.length < alternatives.length || isNullable(keywords),
    properties: new Map(Object.entries((keywords['properties'] ?? {}) as Record<string, JsonSchema>)),
    required: new Set((keywords['required'] ?? []) as string[]),
    alternatives: real,
    conditions: parts.flatMap(conditionsOf),
  };
}

/** A schema and the members of its `allOf`, the schema's own keywords last. */
function gatherParts(schema: unknown): readonly JsonSchema[] {
  if (schema === false) return [{ not: {} }];
  if (typeof schema !== 'object' || schema === null) return [];
  const { allOf, ...own } = schema as JsonSchema;
  return [...((allOf ?? []) as unknown[]).flatMap(gatherParts), own];
}

const CONDITIONAL = ['if', 'then', 'else', 'dependentSchemas', 'dependentRequired'];

function without(schema: JsonSchema, keywords: readonly string[]): JsonSchema {
  return Object.fromEntries(Object.entries(schema).filter(([keyword]) => !keywords.includes(keyword)));
}

function conditionsAlone(part: JsonSchema): JsonSchema {
  return Object.fromEntries(Object.entries(part).filter(([keyword]) => CONDITIONAL.includes(keyword)));
}

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
export function isImpossible({ keywords }: FlatSchema): boolean {
  const not = keywords['not'];
  return typeof not === 'object' && not !== null && Object.keys(not).length === 0;
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
  if (hasAny('properties', 'additionalProperties', 'required')) return ['object'];
  if (hasAny('items', 'minItems', 'maxItems')) return ['array'];
  if (hasAny('minimum', 'maximum', 'exclusiveMinimum', 'exclusiveMaximum', 'multipleOf')) return ['number'];
  if (hasAny('format', 'pattern', 'minLength', 'maxLength')) return ['string'];
  return [];
}

function isNullable(keywords: JsonSchema): boolean {
  const type = keywords['type'];
  const allowed = keywords['enum'] as readonly unknown[] | undefined;
  if (allowed !== undefined && !allowed.includes(null)) return false;
  return Array.isArray(type)
    ? type.includes('null')
    : type === 'null' || keywords['nullable'] === true || (type === undefined && allowed !== undefined);
}

type Merge = (first: never, second: never) => unknown;

const largest: Merge = (first: number, second: number) => Math.max(first, second);
const smallest: Merge = (first: number, second: number) => Math.min(first, second);
const bothSchemas: Merge = (first: unknown, second: unknown) => ({ allOf: [first, second] });
const union: Merge = (first: readonly string[], second: readonly string[]) => [...new Set([...first, ...second])];
const common: Merge = (first: readonly unknown[], second: readonly unknown[]) =>
  first.filter((entry) => second.some((other) => isSame(entry, other)));

const MERGES: Readonly<Record<string, Merge>> = {
  minimum: largest,
  exclusiveMinimum: largest,
  minLength: largest,
  minItems: largest,
  minProperties: largest,
  maximum: smallest,
  exclusiveMaximum: smallest,
  maxLength: smallest,
  maxItems: smallest,
  maxProperties: smallest,
  required: union,
  enum: common,
  items: bothSchemas,
  additionalProperties: bothSchemas,
  properties: mergeProperties,
  type: mergeTypes,
};

/**
 * The keywords of two schemas that must both hold, as one. Where a keyword has no common meaning (`title`, `format`,
 * `x-faker`), the second schema's counts.
 */
function mergeKeywords(first: JsonSchema, second: JsonSchema): JsonSchema {
  const merged: Record<string, unknown> = { ...first };
  for (const [keyword, value] of Object.entries(second)) {
    const merge = MERGES[keyword] as ((first: unknown, second: unknown) => unknown) | undefined;
    merged[keyword] = merge !== undefined && keyword in first ? merge(first[keyword], value) : value;
  }
  return merged;
}

function mergeProperties(first: Record<string, unknown>, second: Record<string, unknown>): Record<string, unknown> {
  const merged = { ...first };
  for (const [name, schema] of Object.entries(second)) {
    merged[name] = name in first ? { allOf: [first[name], schema] } : schema;
  }
  return merged;
}

function mergeTypes(first: string | readonly string[], second: string | readonly string[]): readonly string[] {
  const allowed = [second].flat();
  return [first].flat().flatMap((type) => {
    if (allowed.includes(type)) return [type];
    if (type === 'number' && allowed.includes('integer')) return ['integer'];
    return type === 'integer' && allowed.includes('number') ? ['integer'] : [];
  });
}

function isSame(first: unknown, second: unknown): boolean {
  return first === second || JSON.stringify(first) === JSON.stringify(second);
}

/** Keywords whose value is a schema that speaks of the same object. */
const ONE = ['not', 'if', 'then', 'else'];
/** Keywords whose value is a list of such schemas. */
const MANY = ['allOf', 'anyOf', 'oneOf'];

/** The properties of an object that a schema's verdict on it depends on. */
export function mentionedProperties(schema: unknown): ReadonlySet<string> {
  if (typeof schema !== 'object' || schema === null) return new Set();
  const keywords = schema as Readonly<Record<string, unknown>>;
  const dependent = (keywords['dependentSchemas'] ?? {}) as Readonly<Record<string, unknown>>;
  const within = [
    ...ONE.map((keyword) => keywords[keyword]),
    ...MANY.flatMap((keyword) => (keywords[keyword] ?? []) as unknown[]),
    ...Object.values(dependent),
  ];
  return new Set([
    ...Object.keys((keywords['properties'] ?? {}) as object),
    ...((keywords['required'] ?? []) as readonly string[]),
    ...Object.keys(dependent),
    ...Object.entries((keywords['dependentRequired'] ?? {}) as Record<string, readonly string[]>).flat(2),
    ...within.flatMap((part) => [...mentionedProperties(part)]),
  ]);
}
