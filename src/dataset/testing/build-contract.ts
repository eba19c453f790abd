import type { Contract, Field, JsonSchema, ValueKind } from '../../contract/contract.ts';

/** What tests say of a contract; the rest is of no account to rows. */
export interface ContractSketch {
  readonly item: JsonSchema;
  readonly hidden?: Readonly<Record<string, JsonSchema>>;
  readonly identity?: string;
  readonly id?: string;
  readonly file?: string;
  readonly access?: Partial<Contract['access']>;
}

/** A contract with just enough in it to make rows from. */
export function buildContract(sketch: ContractSketch): Contract {
  const access = { checks: [], credentials: [], requiredScopes: [], ...sketch.access };
  return {
    id: sketch.id ?? 'things',
    file: sketch.file ?? 'things.yaml',
    itemSchema: sketch.item,
    hidden: sketch.hidden ?? {},
    identity: buildField(sketch.identity ?? 'id'),
    operations: [],
    access,
  } as unknown as Contract;
}

/** A field at a path such as `contracts/*\/plan`. */
export function buildField(name: string, kind: ValueKind = 'string'): Field {
  return { name, path: name.split('/'), kind, schema: {} };
}

/** The schema of an item with these properties, of which `id` is a UUID unless it is given. */
export function itemWith(properties: Readonly<Record<string, JsonSchema>>, rest: JsonSchema = {}): JsonSchema {
  const id = { type: 'string', 'x-faker': 'row.uuid' };
  return { type: 'object', required: ['id'], ...rest, properties: { id, ...properties } };
}

/** The keywords `if`, `then` and `else`; written out, an object with a `then` would be taken for a promise. */
export function branchOf(when: JsonSchema, holds?: JsonSchema, otherwise?: JsonSchema): JsonSchema {
  return Object.fromEntries(
    Object.entries({ if: when, else: otherwise })
      .concat([['then', holds]])
      .filter(([, schema]) => schema !== undefined),
  );
}
