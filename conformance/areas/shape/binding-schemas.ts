import type { Contract, JsonSchema, Provenance } from '../../../src/contract/contract.ts';

/** Which marks count: all that bind at least as much as the last of them. */
export type Binding = readonly Provenance[];

/** The marks that bind at each level, the strictest first. */
export const BINDINGS: readonly Binding[] = [
  ['documented'],
  ['documented', 'inferred'],
  ['documented', 'inferred', 'chosen'],
];

const MAPS: ReadonlySet<string> = new Set(['properties', 'patternProperties', 'dependentSchemas']);
const LISTS: ReadonlySet<string> = new Set(['allOf', 'prefixItems']);
const SINGLES: ReadonlySet<string> = new Set(['items', 'contains', 'propertyNames', 'additionalProperties']);
/** Keywords that do not constrain values. */
const ANNOTATIONS: ReadonlySet<string> = new Set([
  'title',
  'description',
  'default',
  'example',
  'examples',
  'deprecated',
  'readOnly',
  'writeOnly',
  'discriminator',
  'externalDocs',
  'xml',
  '$comment',
  // A server may always add members to what a schema lists.
  'unevaluatedProperties',
]);

/**
 * Removes from a schema what does not bind: the constraints of a node bind as its nearest mark says.
 *
 * @param mark - of the schema, where it has none of its own
 * @returns the rest, without annotations; empty when nothing binds
 */
export function pruneSchema(
  schema: JsonSchema,
  binding: Binding,
  mark: Provenance = 'documented',
  within: ReadonlySet<JsonSchema> = new Set(),
): JsonSchema {
  if (within.has(schema)) return {};
  const own = markOf(schema, mark);
  const deeper = new Set([...within, schema]);
  const binds = binding.includes(own);
  const prune = (part: unknown): JsonSchema => {
    return typeof part === 'object' && part !== null ? pruneSchema(part as JsonSchema, binding, own, deeper) : {};
  };
  const entries = Object.entries(schema).flatMap(([key, value]): readonly (readonly [string, unknown])[] => {
    if (MAPS.has(key)) return keep(key, pruneMap(value as Record<string, unknown>, prune));
    if (LISTS.has(key)) return keep(key, (value as unknown[]).map(prune).filter(isMeaningful));
    if (SINGLES.has(key)) return keep(key, prune(value));
    const isAnnotation = ANNOTATIONS.has(key) || key.startsWith('x-');
    return binds && !isAnnotation ? [[key, value]] : [];
  });
  return Object.fromEntries(entries);
}

/** The mark of a node: its own, or else the one around it. */
export function markOf(schema: JsonSchema, around: Provenance): Provenance {
  return (schema['x-provenance'] as Provenance | undefined) ?? around;
}

/** Whether a schema, or a list of schemas, constrains anything. */
export function isMeaningful(schema: unknown): boolean {
  return typeof schema === 'object' && schema !== null && Object.keys(schema).length > 0;
}

function pruneMap(map: Record<string, unknown>, prune: (part: unknown) => JsonSchema): JsonSchema {
  const pruned = Object.entries(map).map(([name, part]) => [name, prune(part)] as const);
  return Object.fromEntries(pruned.filter(([, part]) => isMeaningful(part)));
}

function keep(key: string, value: unknown): readonly (readonly [string, unknown])[] {
  return isMeaningful(value) ? [[key, value]] : [];
}

/** A schema and the mark that counts for it. */
export interface MarkedSchema {
  readonly schema: JsonSchema;
  readonly mark: Provenance;
}

/** The constraints of an object schema, with its `allOf` flattened. */
export interface ObjectMembers {
  /** All schemas of each property. */
  readonly properties: ReadonlyMap<string, readonly MarkedSchema[]>;
  readonly required: readonly { readonly name: string; readonly mark: Provenance }[];
  /** Constraints that apply when a property is present. */
  readonly dependent: readonly { readonly name: string; readonly demands: MarkedSchema }[];
  /** Constraints that apply when a condition holds. */
  readonly conditional: readonly { readonly condition: JsonSchema; readonly demands: MarkedSchema }[];
}

/** Takes the schema of an object apart. @param mark - of the schema, where it has none of its own */
export function listMembers(schema: JsonSchema, mark: Provenance = 'documented'): ObjectMembers {
  const nodes = listNodes({ schema, mark: markOf(schema, mark) });
  const properties = new Map<string, MarkedSchema[]>();
  for (const node of nodes) {
    for (const [name, property] of Object.entries((node.schema['properties'] ?? {}) as Record<string, JsonSchema>)) {
      const entry = { schema: property, mark: markOf(property, node.mark) };
      properties.set(name, [...(properties.get(name) ?? []), entry]);
    }
  }
  return {
    properties,
    required: nodes.flatMap((node) => {
      return ((node.schema['required'] ?? []) as readonly string[]).map((name) => ({ name, mark: node.mark }));
    }),
    dependent: nodes.flatMap((node) => {
      const schemas = (node.schema['dependentSchemas'] ?? {}) as Record<string, JsonSchema>;
      return Object.entries(schemas).map(([name, then]) => ({ name, demands: withMark(then, node.mark) }));
    }),
    conditional: nodes.flatMap((node) => {
      const { if: condition, then } = node.schema as { readonly if?: JsonSchema; readonly then?: JsonSchema };
      return condition === undefined || then === undefined ? [] : [{ condition, demands: withMark(then, node.mark) }];
    }),
  };
}

function withMark(schema: JsonSchema, around: Provenance): MarkedSchema {
  return { schema, mark: markOf(schema, around) };
}

function listNodes(node: MarkedSchema): readonly MarkedSchema[] {
  const parts = (node.schema['allOf'] ?? []) as readonly JsonSchema[];
  return [node, ...parts.flatMap((schema) => listNodes({ schema, mark: markOf(schema, node.mark) }))];
}

/** The requirements on the shape of errors, the strictest first. */
export const ERROR_LEVELS: readonly { readonly id: string; readonly mark: Provenance }[] = [
  { id: 'errors.shape', mark: 'documented' },
  { id: 'errors.shape.inferred', mark: 'inferred' },
  { id: 'errors.shape.chosen', mark: 'chosen' },
];

/**
 * The schemas of errors, by status, of which a level demands more than the stricter ones.
 *
 * @param level - an index of `ERROR_LEVELS`
 */
export function listErrorSchemas({ responseSchemas }: Contract, level: number): ReadonlyMap<number, JsonSchema> {
  const schemas = [...responseSchemas].flatMap(([status, schema]) => {
    if (status < 400) return [];
    const [before, now] = [level - 1, level].map((index) => prune(schema, index));
    const addsSomething = isMeaningful(now) && JSON.stringify(now) !== JSON.stringify(before);
    return addsSomething && now !== undefined ? [[status, now] as const] : [];
  });
  return new Map(schemas);
}

function prune(schema: JsonSchema, level: number): JsonSchema {
  const binding = BINDINGS[level];
  return binding === undefined ? {} : pruneSchema(schema, binding);
}
