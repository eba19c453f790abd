import type { Contract, FieldPath } from '../../contract/contract.ts';
import { PagewrightError } from '../../contract/error.ts';
import { type FlatSchema, flattenSchema, isImpossible } from './flat-schema.ts';

/** One place in the items of a contract: what may stand there, and what says how it is made. */
export interface SchemaNode {
  /** As fields are named: `contracts/*\/plan_id`; empty for the item itself. */
  readonly name: string;
  readonly path: FieldPath;
  /** How many arrays it lies in. */
  readonly depth: number;
  readonly schema: FlatSchema;
  readonly hint: Hint | undefined;
  readonly isRequired: boolean;
  readonly isIdentity: boolean;
  readonly parent: SchemaNode | undefined;
  /** Tells apart nodes that stand for the same place under different schemas. */
  readonly salt: string;
  readonly propertyNames: readonly string[];
  property(name: string): SchemaNode | undefined;
  /** The elements, where the schema is that of an array. */
  items(): SchemaNode;
  /** The same place under another schema; a hint given here counts more than the schema's own. */
  withSchema(
    schema: unknown,
    changes: { readonly salt: string; readonly isRequired?: boolean; readonly hint?: Hint | undefined },
  ): SchemaNode;
}

/** What the nodes of a contract have in common. */
interface NodeContext {
  readonly contract: Contract;
  readonly overrides: ReadonlyMap<string, Hint>;
}

/** A schema that contains itself is followed down to here; below, only what is required is made. */
const MAX_DEPTH = 8;

/** The node of a whole item, hidden fields included. */
export function createRootNode(contract: Contract, overrides: ReadonlyMap<string, Hint>): SchemaNode {
  const hidden = { properties: contract.hidden };
  const position: NodePosition = { path: [], depth: 0, parent: undefined, salt: '', isRequired: true, hint: undefined };
  return createNode({ contract, overrides }, position, { allOf: [contract.itemSchema, hidden] });
}

type NodePosition = Pick<SchemaNode, 'path' | 'depth' | 'parent' | 'salt' | 'isRequired' | 'hint'>;

function createNode(ground: NodeContext, position: NodePosition, schema: unknown): SchemaNode {
  const name = nameOf(position.path);
  const flat = flattenSchema(schema);
  const isDeep = position.path.length > MAX_DEPTH;
  const properties = new Map<string, SchemaNode>();
  let elements: SchemaNode | undefined;
  const node: SchemaNode = {
    ...position,
    name,
    schema: flat,
    hint: position.hint ?? readHint(ground, name, flat),
    isIdentity: name === ground.contract.identity.name,
    propertyNames: [...flat.properties.keys()].filter(
      (property) =>
        (!isDeep || flat.required.has(property)) && !isImpossible(flattenSchema(flat.properties.get(property))),
    ),
    property: (property) => {
      if (!properties.has(property) && flat.properties.has(property)) {
        properties.set(property, createProperty(ground, node, property));
      }
      return properties.get(property);
    },
    items: () => {
      elements ??= createNode(ground, below(ground, node, '*', true), flat.keywords['items'] ?? {});
      return elements;
    },
    withSchema: (other, { salt, isRequired = node.isRequired, hint }) => {
      const { path, depth, parent } = node;
      return createNode(ground, { path, depth, parent, isRequired, hint, salt: node.salt + salt }, other);
    },
  };
  return node;
}

function createProperty(ground: NodeContext, node: SchemaNode, property: string): SchemaNode {
  const { required, properties } = node.schema;
  return createNode(ground, below(ground, node, property, required.has(property)), properties.get(property));
}

function below(ground: NodeContext, node: SchemaNode, segment: string, isRequired: boolean): NodePosition {
  const path = [...node.path, segment];
  const depth = node.depth + Number(segment === '*');
  return { path, depth, parent: node, salt: node.salt, isRequired, hint: ground.overrides.get(nameOf(path)) };
}

function nameOf(path: FieldPath): string {
  return path.join('/');
}

function readHint(ground: NodeContext, name: string, { keywords }: FlatSchema): Hint | undefined {
  const written = keywords['x-faker'];
  if (written === undefined) return undefined;
  const hint = parseHint(written);
  if ('problem' in hint) throw hintError(ground.contract, name, JSON.stringify(written), hint.problem);
  return hint;
}

/** The error of a hint that cannot be followed. */
export function hintError(contract: Contract, field: string, hint: string, problem: string): PagewrightError {
  return new PagewrightError('invalid-hint', `${contract.file}: field ${field}, x-faker ${hint}: ${problem}`, {
    field,
  });
}

/** Whether a node is an object made property by property, so that its fields can be made without it. */
export function isOpenObject({ hint, schema, propertyNames }: SchemaNode): boolean {
  return (
    hint === undefined && schema.types[0] === 'object' && schema.alternatives.length === 0 && propertyNames.length > 0
  );
}

/** Whether one node lies within another, or is the same. */
export function isWithin(node: SchemaNode, outer: SchemaNode): boolean {
  for (let place: SchemaNode | undefined = node; place !== undefined; place = place.parent) {
    if (place.name === outer.name) return true;
  }
  return false;
}

/** What stands where a field has no value: null where its schema allows that, otherwise the field is left out. */
export function missingValue({ schema }: SchemaNode): null | undefined {
  return schema.nullable ? null : undefined;
}

/** Reads hints by field name. */
export function parseOverrides(
  contract: Contract,
  overrides: Readonly<Record<string, unknown>>,
): ReadonlyMap<string, Hint> {
  return new Map(
    Object.entries(overrides).map(([field, written]) => {
      const hint = parseHint(written);
      if ('problem' in hint) throw hintError(contract, field, JSON.stringify(written), hint.problem);
      return [field, hint];
    }),
  );
}

/** What says how the values of a field are made. */
export interface Hint {
  /** `company.name`, `row.pick`, or `const`. */
  readonly name: string;
  readonly arguments: readonly unknown[];
  /** As written, for messages. */
  readonly text: string;
}

/** The name of the hint that gives one value to all rows. */
export const CONSTANT = 'const';

/**
 * Reads a hint: `company.name`, `{ finance.amount: [10, 5000, 2] }` or `{ const: 7 }`. One argument may stand without its
 * list.
 *
 * @returns the hint, or in `problem` what is wrong with it
 */
export function parseHint(written: unknown): Hint | { readonly problem: string } {
  const text = JSON.stringify(written) ?? String(written);
  if (typeof written === 'string') return { name: written, arguments: [], text: written };
  const entries =
    typeof written === 'object' && written !== null && !Array.isArray(written) ? Object.entries(written) : [];
  const [entry] = entries;
  if (entries.length !== 1 || entry === undefined) {
    return { problem: 'must be the name of a generator, or an object with one generator and its arguments' };
  }
  const [name, value] = entry;
  if (name === CONSTANT) return { name, arguments: [value], text };
  return { name, arguments: Array.isArray(value) ? (value as unknown[]) : value === null ? [] : [value], text };
}

/** Whether a hint is one of ours, which say exactly what they give; null among it. */
export function isExact({ name }: Hint): boolean {
  return name === CONSTANT || name.startsWith('row.');
}
