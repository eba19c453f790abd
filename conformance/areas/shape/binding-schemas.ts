import type { Contract, JsonSchema, Provenance } from '../../../src/contract/contract.ts';
import { isAnnotation } from '../../../src/contract/openapi/schema-graph.ts';

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
/** Without what does not bind, branches may overlap: a value has to match one of them at least. */
const CHOICES: ReadonlySet<string> = new Set(['anyOf', 'oneOf']);
const SINGLES: ReadonlySet<string> = new Set(['items', 'contains', 'propertyNames', 'additionalProperties']);
/** Keywords beside annotations that no answer is held to. */
const UNBINDING: ReadonlySet<string> = new Set([
  'discriminator',
  // A server may always add members to what a schema lists.
  'unevaluatedProperties',
]);

/** Schemas that refer to one another make a tree without an end: so many nodes of it are held against a value. */
const MAX_NODES = 400;
const MAX_DEPTH = 8;

/**
 * Removes from a schema what does not bind: the constraints of a node bind as its nearest mark says. What may only be written is
 * in no response.
 *
 * @param mark - of the schema, where it has none of its own
 * @returns the rest, without annotations; empty when nothing binds
 */
export function pruneSchema(schema: JsonSchema, binding: Binding, mark: Provenance = 'documented'): JsonSchema {
  let nodes = 0;
  return pruneNode(schema, mark, []);

  function pruneNode(node: JsonSchema, around: Provenance, within: readonly JsonSchema[]): JsonSchema {
    nodes += 1;
    if (nodes > MAX_NODES || within.length > MAX_DEPTH || within.includes(node)) return {};
    const own = markOf(node, around);
    const deeper = [...within, node];
    const context: Pruning = {
      binds: binding.includes(own),
      secrets: listWriteOnly(node),
      prune: (part) => (typeof part === 'object' && part !== null ? pruneNode(part as JsonSchema, own, deeper) : {}),
    };
    return mergeChoices(Object.entries(node).flatMap(([key, value]) => pruneKeyword(key, value, context)));
  }
}

/** A node that is pruned. */
interface Pruning {
  /** Whether its own constraints bind. */
  readonly binds: boolean;
  /** Its properties that are in no response. */
  readonly secrets: ReadonlySet<string>;
  /** Prunes a schema within it. */
  readonly prune: (part: unknown) => JsonSchema;
}

type Keyword = readonly [name: string, value: unknown];

function pruneKeyword(key: string, value: unknown, { binds, secrets, prune }: Pruning): readonly Keyword[] {
  if (MAPS.has(key)) return keep(key, pruneMap(omit(value as Record<string, unknown>, secrets), prune));
  if (LISTS.has(key)) return keep(key, (value as unknown[]).map(prune).filter(isMeaningful));
  if (SINGLES.has(key)) return keep(key, prune(value));
  if (!binds || isAnnotation(key) || UNBINDING.has(key)) return [];
  if (CHOICES.has(key)) {
    const branches = (value as unknown[]).map(prune);
    return branches.every(isMeaningful) ? [['anyOf', branches]] : [];
  }
  const names = key === 'required' ? (value as readonly string[]).filter((name) => !secrets.has(name)) : undefined;
  return names === undefined ? [[key, value]] : keep(key, names);
}

/** A node may have both `anyOf` and `oneOf`. */
function mergeChoices(entries: readonly Keyword[]): JsonSchema {
  const choices = entries.filter(([key]) => key === 'anyOf');
  if (choices.length < 2) return Object.fromEntries(entries);
  const { anyOf: _, ...rest } = Object.fromEntries(entries);
  const parts = choices.map(([, branches]) => ({ anyOf: branches }));
  return { ...rest, allOf: [...((rest['allOf'] as readonly unknown[] | undefined) ?? []), ...parts] };
}

/** The properties of an object that are sent in requests only. */
function listWriteOnly(schema: JsonSchema): ReadonlySet<string> {
  const parts = [schema, ...((schema['allOf'] ?? []) as readonly JsonSchema[])];
  const names = parts.flatMap((part) => {
    const properties = Object.entries((part['properties'] ?? {}) as Record<string, JsonSchema>);
    return properties.filter(([, property]) => property['writeOnly'] === true).map(([name]) => name);
  });
  return new Set(names);
}

function omit(map: Readonly<Record<string, unknown>>, names: ReadonlySet<string>): Record<string, unknown> {
  return Object.fromEntries(Object.entries(map).filter(([name]) => !names.has(name)));
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

function keep(key: string, value: unknown): readonly Keyword[] {
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
  /** Names of the properties that are sent in requests only; they are among neither of the others. */
  readonly writeOnly: readonly string[];
  /** Constraints of which one has to hold at least. */
  readonly choices: readonly MarkedSchema[];
  /** Constraints that apply when a property is present. */
  readonly dependent: readonly { readonly name: string; readonly demands: MarkedSchema }[];
  /** Constraints that apply when a condition holds. */
  readonly conditional: readonly { readonly condition: JsonSchema; readonly demands: MarkedSchema }[];
}

/** Takes the schema of an object apart. @param mark - of the schema, where it has none of its own */
export function listMembers(schema: JsonSchema, mark: Provenance = 'documented'): ObjectMembers {
  const nodes = listNodes({ schema, mark: markOf(schema, mark) });
  const properties = new Map<string, MarkedSchema[]>();
  const writeOnly = new Set(nodes.flatMap((node) => [...listWriteOnly(node.schema)]));
  for (const node of nodes) {
    for (const [name, property] of Object.entries((node.schema['properties'] ?? {}) as Record<string, JsonSchema>)) {
      if (writeOnly.has(name)) continue;
      const entry = { schema: property, mark: markOf(property, node.mark) };
      properties.set(name, [...(properties.get(name) ?? []), entry]);
    }
  }
  return {
    properties,
    required: nodes.flatMap((node) => {
      const names = ((node.schema['required'] ?? []) as readonly string[]).filter((name) => !writeOnly.has(name));
      return names.map((name) => ({ name, mark: node.mark }));
    }),
    writeOnly: [...writeOnly],
    choices: nodes.flatMap((node) => {
      const keys = [...CHOICES].filter((key) => node.schema[key] !== undefined);
      return keys.map((key) => ({ schema: { [key]: node.schema[key] }, mark: node.mark }));
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
 * The schemas of errors of which a level demands more than the stricter ones, by status or range of statuses.
 *
 * @param level - an index of `ERROR_LEVELS`
 */
export function listErrorSchemas(contract: Contract, level: number): ReadonlyMap<string, JsonSchema> {
  const schemas = listDocumented(contract).flatMap(([status, schema]) => {
    const [before, now] = [level - 1, level].map((index) => prune(schema, index));
    const addsSomething = isMeaningful(now) && JSON.stringify(now) !== JSON.stringify(before);
    return addsSomething && now !== undefined ? [[status, now] as const] : [];
  });
  return new Map(schemas);
}

function listDocumented({
  responseSchemas,
  otherResponseSchemas,
}: Contract): readonly (readonly [string, JsonSchema])[] {
  const exact = [...responseSchemas].filter(([status]) => status >= 400);
  // A document whose pages are its default response says nothing of errors by it.
  const isSuccess = (status: number): boolean => status >= 200 && status <= 299;
  const hasSuccess = [...responseSchemas.keys()].some(isSuccess) || otherResponseSchemas.has('2XX');
  const others = [...otherResponseSchemas].filter(
    ([range]) => /^[45]XX$/.test(range) || (range === 'default' && hasSuccess),
  );
  return [...exact.map(([status, schema]) => [String(status), schema] as const), ...others];
}

/** What a map by statuses has for one: itself, else its range, else the default. */
export function findByStatus<Value>(map: ReadonlyMap<string, Value>, status: number): Value | undefined {
  return map.get(String(status)) ?? map.get(`${Math.floor(status / 100)}XX`) ?? map.get('default');
}

function prune(schema: JsonSchema, level: number): JsonSchema {
  const binding = BINDINGS[level];
  return binding === undefined ? {} : pruneSchema(schema, binding);
}
