import type { Contract, FieldPath } from '../../contract/contract.ts';
import { hintError, impossibleValue } from './field-errors.ts';
import { type FlatSchema, flattenSchema, isImpossible } from './flat-schema.ts';
import { type Cycles, findCycles, hasHint } from './schema-cycles.ts';

/** One place in the items of a contract: what may stand there, and what says how it is made. */
export interface SchemaNode {
  /** As fields are named: `contracts/*\/plan_id`; empty for the item itself. */
  readonly name: string;
  readonly path: FieldPath;
  /** How many arrays it lies in. */
  readonly depth: number;
  readonly schema: FlatSchema;
  /** The schema as it stands in the document, or as it was put together. */
  readonly source: unknown;
  readonly hint: Hint | undefined;
  readonly isRequired: boolean;
  readonly isIdentity: boolean;
  readonly parent: SchemaNode | undefined;
  /** Tells apart nodes that stand for the same place under different schemas. */
  readonly salt: string;
  /** Whether its value is made as a whole, and held against the schema. */
  readonly isClosed: boolean;
  /** Whether optional properties come and go, as what they depend on is not known. */
  readonly isVaried: boolean;
  /** Whether it is where a schema that contains itself has to end: what need not be there is left out. */
  readonly isLast: boolean;
  /** Whether a schema within leads back to one that ends here. */
  leadsBack(schema: unknown): boolean;
  readonly propertyNames: readonly string[];
  property(name: string): SchemaNode | undefined;
  /** The elements, where the schema is that of an array. */
  items(): SchemaNode;
  /** The same place under another schema; a hint given here counts more than the schema's own. */
  withSchema(
    schema: unknown,
    changes: {
      readonly salt: string;
      readonly isRequired?: boolean;
      readonly hint?: Hint | undefined;
      readonly isVaried?: boolean;
    },
  ): SchemaNode;
  /** The same for what lies within: an element of a list, a value of a map. */
  within(segment: string, schema: unknown, salt: string): SchemaNode;
}

/** What the nodes of a contract have in common. */
interface NodeContext {
  readonly contract: Contract;
  readonly overrides: ReadonlyMap<string, Hint>;
  readonly cycles: Cycles;
  /** Fields that filters, orders and the like look at, and all that lies around them: they are never left out. */
  readonly needed: ReadonlySet<string>;
  /** Whether whatever a schema makes conditions of is made as a whole, the item included. */
  readonly isWhole: boolean;
}

/** Below here, only what is required is made. */
const MAX_DEPTH = 8;
/** Deeper than this nothing is made. */
const MAX_REQUIRED_DEPTH = 64;
/** A schema that contains itself does so once: an item has a parent, that one has none. */
const MAX_LEVELS = 2;
/** About so many values an item has, before optional ones are left out. */
const ALLOWANCE = 200;
/** What an object or a list counts at least, and one whose schema contains itself. */
const MIN_SHARE = 4;
const MIN_CIRCLE_SHARE = 16;

/**
 * The node of a whole item, hidden fields included.
 *
 * @param isWhole - whether items are made as a whole, and held against the schema one by one
 */
export function createRootNode(contract: Contract, overrides: ReadonlyMap<string, Hint>, isWhole: boolean): SchemaNode {
  const hidden = { properties: contract.hidden };
  const schema = { allOf: [contract.itemSchema, hidden] };
  const ground = { contract, overrides, cycles: cyclesOf(contract), needed: neededFields(contract), isWhole };
  return createNode(
    ground,
    {
      path: [],
      depth: 0,
      parent: undefined,
      salt: '',
      isRequired: true,
      hint: undefined,
      isVaried: false,
      levels: new Map(),
      again: undefined,
      allowance: ALLOWANCE,
    },
    schema,
  );
}

const knownCycles = new WeakMap<object, Cycles>();

function cyclesOf({ itemSchema }: Contract): Cycles {
  const known = knownCycles.get(itemSchema) ?? findCycles(itemSchema);
  knownCycles.set(itemSchema, known);
  return known;
}

/** A contract that is put together in a test has few of these. */
function neededFields({ identity, order, filters, access, moves }: Partial<Contract>): ReadonlySet<string> {
  const fields = [
    identity,
    ...(order?.by ?? []).map(({ field }) => field),
    ...(order?.parameter?.fields.values() ?? []),
    ...(filters ?? []).flatMap((filter) => filter.fields),
    access?.partition?.field,
  ].flatMap((field) => (field === undefined ? [] : [field.path]));
  const moved = [...(moves?.values() ?? [])].flatMap((move) =>
    [...Object.keys(move.from), ...Object.keys(move.set), ...Object.keys(move.setTimes)].map((name) => name.split('/')),
  );
  return new Set([...fields, ...moved].flatMap((path) => path.map((_, index) => nameOf(path.slice(0, index + 1)))));
}

type NodePosition = Pick<SchemaNode, 'path' | 'depth' | 'parent' | 'salt' | 'isRequired' | 'hint' | 'isVaried'> & {
  /** How many objects of each circle of schemas the place lies in. */
  readonly levels: ReadonlyMap<number, number>;
  /** Where a schema first stands within itself. */
  readonly again: FieldPath | undefined;
  readonly allowance: number;
};

function createNode(
  ground: NodeContext,
  { levels: outer, again: outerAgain, allowance, ...position }: NodePosition,
  schema: unknown,
): SchemaNode {
  const name = nameOf(position.path);
  const flat = flattenSchema(schema);
  const levels = isObjectLike(flat) ? enterCircles(ground, outer, flat) : outer;
  const again = outerAgain ?? ([...levels.values()].some((level) => level >= MAX_LEVELS) ? position.path : undefined);
  const isRecurring = (part: unknown): boolean =>
    circlesOf(ground, flattenSchema(part)).some((circle) => (levels.get(circle) ?? 0) >= MAX_LEVELS);
  const { names, share } = chooseProperties(ground, position, flat, { allowance, isRecurring });
  const properties = new Map<string, SchemaNode>();
  let elements: SchemaNode | undefined;
  const below = (segment: string, inner: unknown, isRequired: boolean, salt: string = position.salt): SchemaNode => {
    const path = [...position.path, segment];
    if (path.length > MAX_REQUIRED_DEPTH) {
      const place = {
        name: nameOf(again ?? path),
        source: schema,
        inside: ['properties', (again ?? path).at(-1) as string],
      };
      throw impossibleValue(ground.contract, place, 'each value requires another of its kind within, without end');
    }
    return createNode(
      ground,
      {
        path,
        depth: position.depth + Number(segment === '*'),
        parent: node,
        salt,
        isRequired,
        hint: ground.overrides.get(nameOf(path)),
        isVaried: false,
        levels,
        again,
        allowance: share,
      },
      inner,
    );
  };
  const node: SchemaNode = {
    ...position,
    name,
    schema: flat,
    source: schema,
    hint: position.hint ?? readHint(ground, name, flat),
    isIdentity: name === ground.contract.identity.name,
    isClosed: isClosed(ground, position, flat),
    isLast: isRecurring(flat.keywords['items'] ?? flat.keywords['additionalProperties']),
    leadsBack: (inner) =>
      circlesOf(ground, flattenSchema(inner)).some((circle) => (outer.get(circle) ?? 0) >= MAX_LEVELS - 1),
    propertyNames: names,
    property: (property) => {
      if (!properties.has(property) && names.includes(property)) {
        properties.set(property, below(property, flat.properties.get(property), flat.required.has(property)));
      }
      return properties.get(property);
    },
    items: () => {
      elements ??= below('*', flat.keywords['items'] ?? {}, true);
      return elements;
    },
    within: (segment, inner, salt) => below(segment, inner, true, position.salt + salt),
    withSchema: (other, { salt, isRequired = position.isRequired, hint, isVaried = position.isVaried }) =>
      createNode(
        ground,
        {
          ...position,
          isRequired,
          hint,
          isVaried,
          salt: position.salt + salt,
          levels: outer,
          again: outerAgain,
          allowance,
        },
        other,
      ),
  };
  return node;
}

function isObjectLike({ types, properties, choices }: FlatSchema): boolean {
  return types[0] === 'object' || properties.size > 0 || choices.length > 0;
}

function circlesOf({ cycles }: NodeContext, { origins }: FlatSchema): readonly number[] {
  return [...new Set(origins.flatMap((origin) => cycles.get(origin) ?? []))];
}

function enterCircles(
  ground: NodeContext,
  outer: ReadonlyMap<number, number>,
  flat: FlatSchema,
): ReadonlyMap<number, number> {
  const entered = circlesOf(ground, flat);
  if (entered.length === 0) return outer;
  return new Map([...outer, ...entered.map((circle) => [circle, (outer.get(circle) ?? 0) + 1] as const)]);
}

/** Whether a value is made as a whole: at the top only where no row fits that is made field by field. */
function isClosed(ground: NodeContext, { path }: Pick<SchemaNode, 'path'>, flat: FlatSchema): boolean {
  if (ground.isWhole && (path.length === 0 || flat.conditions.length > 0)) return true;
  if (path.length === 0) return flat.choices.some(({ members }) => members.some(saysMoreThanRequired));
  return flat.choices.length > 0 || flat.isIntricate;
}

function saysMoreThanRequired(member: object): boolean {
  return Object.keys(member).some((keyword) => !['required', 'title', 'description'].includes(keyword));
}

/** The properties that a node has, and what each object or list among them may weigh. */
function chooseProperties(
  ground: NodeContext,
  { path }: Pick<SchemaNode, 'path'>,
  { properties, required }: FlatSchema,
  { allowance, isRecurring }: { readonly allowance: number; readonly isRecurring: (schema: unknown) => boolean },
): { readonly names: readonly string[]; readonly share: number } {
  const isNeeded = (name: string): boolean => ground.needed.has(nameOf([...path, name]));
  const possible = [...properties].filter(([name, schema]) => {
    const flat = flattenSchema(schema);
    if (flat.keywords['writeOnly'] === true || (isImpossible(flat) && !required.has(name))) return false;
    return required.has(name) || isNeeded(name) || !(path.length > MAX_DEPTH || isRecurring(schema));
  });
  const isLarge = ([, schema]: readonly [string, unknown]): boolean => {
    const flat = flattenSchema(schema);
    return isObjectLike(flat) || flat.types[0] === 'array';
  };
  const isKept = ([name, schema]: readonly [string, unknown]): boolean =>
    required.has(name) || isNeeded(name) || hasHint(schema);
  const costOf = (entry: readonly [string, unknown]): number => {
    if (!isLarge(entry)) return 1;
    return circlesOf(ground, flattenSchema(entry[1])).length > 0 ? MIN_CIRCLE_SHARE : MIN_SHARE;
  };
  const chosen = new Set(possible.filter(isKept).map(([name]) => name));
  let room = allowance - possible.filter(isKept).reduce((sum, entry) => sum + costOf(entry), 0);
  for (const entry of [...possible.filter((one) => !isLarge(one)), ...possible.filter(isLarge)]) {
    if (chosen.has(entry[0]) || room < costOf(entry)) continue;
    chosen.add(entry[0]);
    room -= costOf(entry);
  }
  const large = possible.filter((entry) => chosen.has(entry[0]) && isLarge(entry)).length;
  // A list has as much room as its elements.
  const share = large === 0 ? allowance : Math.max(MIN_SHARE, MIN_SHARE + Math.floor(room / large));
  return { names: possible.map(([name]) => name).filter((name) => chosen.has(name)), share };
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

/** Whether a node is an object made property by property, so that its fields can be made without it. */
export function isOpenObject({ hint, schema, isClosed, propertyNames }: SchemaNode): boolean {
  return hint === undefined && !isClosed && schema.types[0] === 'object' && propertyNames.length > 0;
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
