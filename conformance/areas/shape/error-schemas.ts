import type { Contract, JsonSchema } from '../../../src/contract/contract.ts';
import type { Provenance } from '../../../src/contract/provenance.ts';
import { BINDINGS, isMeaningful, pruneSchema } from './prune-schema.ts';

/** The requirements on the form of errors, the strictest first. */
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
