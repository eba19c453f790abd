import type { JsonSchema } from '../../../src/contract/contract.ts';
import type { Provenance } from '../../../src/contract/provenance.ts';

/** Which marks count: all that bind at least as much as the last of them. */
export type Binding = readonly Provenance[];

/** What binds at each level, the strictest first. */
export const BINDINGS: readonly Binding[] = [
  ['documented'],
  ['documented', 'inferred'],
  ['documented', 'inferred', 'chosen'],
];

const MAPS: ReadonlySet<string> = new Set(['properties', 'patternProperties', 'dependentSchemas']);
const LISTS: ReadonlySet<string> = new Set(['allOf', 'prefixItems']);
const SINGLES: ReadonlySet<string> = new Set(['items', 'contains', 'propertyNames', 'additionalProperties']);
/** Say something about a schema, and nothing about values. */
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
  // That nothing else may be there is said of what a client sends; a server may always say more.
  'unevaluatedProperties',
]);

/**
 * Takes from a schema what does not bind: each node's own demands bind as its nearest mark says.
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

/** Whether a schema, or a list of some, demands anything. */
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
