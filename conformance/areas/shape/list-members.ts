import type { JsonSchema } from '../../../src/contract/contract.ts';
import type { Provenance } from '../../../src/contract/provenance.ts';
import { markOf } from './prune-schema.ts';

/** A schema and the mark that counts for it. */
export interface MarkedSchema {
  readonly schema: JsonSchema;
  readonly mark: Provenance;
}

/** What the schema of an object says, with its `allOf` taken apart. */
export interface ObjectMembers {
  /** For each property, every schema that there is for it. */
  readonly properties: ReadonlyMap<string, readonly MarkedSchema[]>;
  readonly required: readonly { readonly name: string; readonly mark: Provenance }[];
  /** What is demanded where a property is there. */
  readonly dependent: readonly { readonly name: string; readonly demands: MarkedSchema }[];
  /** What is demanded where a condition holds. */
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
