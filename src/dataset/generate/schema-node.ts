import type { Contract, FieldPath } from '../../contract/contract.ts';
import { PagewrightError } from '../../contract/error.ts';
import { type FlatSchema, flattenSchema, isImpossible } from './flat-schema.ts';

/** One place in the items of a contract: what may stand there, and what says how it is made. */
export interface Site {
  /** As fields are named: `contracts/*\/plan_id`; empty for the item itself. */
  readonly name: string;
  readonly path: FieldPath;
  /** How many arrays it lies in. */
  readonly depth: number;
  readonly schema: FlatSchema;
  readonly hint: Hint | undefined;
  readonly isRequired: boolean;
  readonly isIdentity: boolean;
  readonly parent: Site | undefined;
  /** Tells apart sites that stand for the same place under different schemas. */
  readonly salt: string;
  readonly propertyNames: readonly string[];
  property(name: string): Site | undefined;
  /** The elements, where the schema is that of an array. */
  items(): Site;
  /** The same place under another schema; a hint given here counts more than the schema's own. */
  withSchema(
    schema: unknown,
    changes: { readonly salt: string; readonly isRequired?: boolean; readonly hint?: Hint | undefined },
  ): Site;
}

/** What the sites of a contract have in common. */
interface Ground {
  readonly contract: Contract;
  readonly overrides: ReadonlyMap<string, Hint>;
}

/** A schema that contains itself is followed down to here; below, only what is required is made. */
const DEEPEST = 8;

/** The site of a whole item, hidden fields included. */
export function createRootSite(contract: Contract, overrides: ReadonlyMap<string, Hint>): Site {
  const hidden = { properties: contract.hidden };
  const position: Position = { path: [], depth: 0, parent: undefined, salt: '', isRequired: true, hint: undefined };
  return createSite({ contract, overrides }, position, { allOf: [contract.itemSchema, hidden] });
}

type Position = Pick<Site, 'path' | 'depth' | 'parent' | 'salt' | 'isRequired' | 'hint'>;

function createSite(ground: Ground, position: Position, schema: unknown): Site {
  const name = nameOf(position.path);
  const flat = flattenSchema(schema);
  const isDeep = position.path.length > DEEPEST;
  const properties = new Map<string, Site>();
  let elements: Site | undefined;
  const site: Site = {
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
        properties.set(property, createProperty(ground, site, property));
      }
      return properties.get(property);
    },
    items: () => {
      elements ??= createSite(ground, below(ground, site, '*', true), flat.keywords['items'] ?? {});
      return elements;
    },
    withSchema: (other, { salt, isRequired = site.isRequired, hint }) => {
      const { path, depth, parent } = site;
      return createSite(ground, { path, depth, parent, isRequired, hint, salt: site.salt + salt }, other);
    },
  };
  return site;
}

function createProperty(ground: Ground, site: Site, property: string): Site {
  const { required, properties } = site.schema;
  return createSite(ground, below(ground, site, property, required.has(property)), properties.get(property));
}

function below(ground: Ground, site: Site, segment: string, isRequired: boolean): Position {
  const path = [...site.path, segment];
  const depth = site.depth + Number(segment === '*');
  return { path, depth, parent: site, salt: site.salt, isRequired, hint: ground.overrides.get(nameOf(path)) };
}

function nameOf(path: FieldPath): string {
  return path.join('/');
}

function readHint(ground: Ground, name: string, { keywords }: FlatSchema): Hint | undefined {
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

/** Whether a site is an object made property by property, so that its fields can be made without it. */
export function isOpenObject({ hint, schema, propertyNames }: Site): boolean {
  return (
    hint === undefined && schema.types[0] === 'object' && schema.alternatives.length === 0 && propertyNames.length > 0
  );
}

/** Whether one site lies within another, or is the same. */
export function isWithin(site: Site, outer: Site): boolean {
  for (let place: Site | undefined = site; place !== undefined; place = place.parent) {
    if (place.name === outer.name) return true;
  }
  return false;
}

/** What stands where a field has no value: null where its schema allows that, otherwise the field is left out. */
export function missingValue({ schema }: Site): null | undefined {
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
    return { problem: 'expected the name of a generator, or an object with one generator and its arguments' };
  }
  const [name, value] = entry;
  if (name === CONSTANT) return { name, arguments: [value], text };
  return { name, arguments: Array.isArray(value) ? (value as unknown[]) : value === null ? [] : [value], text };
}

/** Whether a hint is one of ours, which say exactly what they give; null among it. */
export function isExact({ name }: Hint): boolean {
  return name === CONSTANT || name.startsWith('row.');
}
