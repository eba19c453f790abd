import type { Ajv2020, ErrorObject, ValidateFunction } from 'ajv/dist/2020.js';
import type { DataValidationCxt } from 'ajv/dist/types/index.js';
import { isObject } from '../json-pointer.ts';
import { distinctMembers } from './distinct-members.ts';

/** Keywords whose schemas speak of the same value. */
const IN_PLACE_LISTS: ReadonlySet<string> = new Set(['allOf', 'anyOf', 'oneOf']);
const IN_PLACE: ReadonlySet<string> = new Set(['not', 'if', 'then', 'else']);
/** Keywords whose schemas speak of a value within. */
const WITHIN_LISTS: ReadonlySet<string> = new Set(['prefixItems']);
const WITHIN_MAPS: ReadonlySet<string> = new Set(['properties', 'patternProperties']);
const WITHIN: ReadonlySet<string> = new Set([
  'items',
  'additionalProperties',
  'unevaluatedProperties',
  'unevaluatedItems',
  'contains',
  'propertyNames',
]);
/** Keywords that demand something themselves. All others are left out: what is in them is no schema. */
const DEMANDS: ReadonlySet<string> = new Set([
  'type',
  'enum',
  'const',
  'format',
  'pattern',
  'minimum',
  'maximum',
  'exclusiveMinimum',
  'exclusiveMaximum',
  'multipleOf',
  'minLength',
  'maxLength',
  'minItems',
  'maxItems',
  'minContains',
  'maxContains',
  'minProperties',
  'maxProperties',
  'uniqueItems',
  'required',
  'dependentRequired',
]);

/** Keywords that no value satisfies together. */
const NOTHING: [string, unknown][] = [
  ['enum', [0]],
  ['const', 1],
];

/** Stands for a schema that is compiled when the first value gets to it. */
const LATER = 'x-schema';
/** Stands for such schemas of properties, by their names: code for each of hundreds would be compiled for nothing. */
const LATER_PROPERTIES = 'x-schemas';

/** The schemas that one ajv knows. */
interface Registry {
  readonly schemas: object[];
  readonly positions: Map<object, number>;
  readonly compiled: WeakMap<object, ValidateFunction>;
}

const registries = new WeakMap<Ajv2020, Registry>();

/** What contracts were compiled from. */
const grounds = new WeakMap<object, object>();

/** Says which document a contract was compiled from. */
export function keepGround(contract: object, document: object): void {
  grounds.set(contract, document);
}

/** What contracts of one document share, which have schemas in common: the document; a contract of which none is known by itself. */
export function groundOf(contract: object): object {
  return grounds.get(contract) ?? contract;
}

/**
 * Compiles a schema that may be a graph: one that contains itself, or the same schema in a thousand places. Each schema is
 * compiled once, and not before a value gets to it.
 *
 * @param ajv - compiled schemas live as long as it does
 * @param schema - JSON Schema 2020-12, references resolved; must not change any more
 * @returns the same function for the same schema
 */
export function compileSchema(ajv: Ajv2020, schema: unknown): ValidateFunction {
  const registry = registries.get(ajv) ?? register(ajv);
  if (!isObject(schema)) return ajv.compile(schema !== false);
  const known = registry.compiled.get(schema);
  if (known !== undefined) return known;
  const validate = ajv.compile(new Unit(registry).write(schema));
  registry.compiled.set(schema, validate);
  return validate;
}

function register(ajv: Ajv2020): Registry {
  const registry: Registry = { schemas: [], positions: new Map(), compiled: new WeakMap() };
  registries.set(ajv, registry);
  ajv.addKeyword({
    keyword: LATER,
    schemaType: 'number',
    errors: 'full',
    compile: (position: number) => {
      const check = (data: unknown, context?: object): boolean => {
        const validate = compileSchema(ajv, registry.schemas[position]);
        const isValid = validate(data, context as never);
        check.errors = validate.errors ?? [];
        return isValid;
      };
      check.errors = [] as ErrorObject[];
      return check;
    },
  });
  ajv.addKeyword({
    keyword: LATER_PROPERTIES,
    type: 'object',
    schemaType: 'object',
    errors: 'full',
    compile: (positions: Readonly<Record<string, number>>) => {
      const known = new Map(Object.entries(positions));
      const check = (data: object, context?: DataValidationCxt): boolean => {
        check.errors = Object.entries(data).flatMap(([name, value]) => {
          const position = known.get(name);
          if (position === undefined) return [];
          const validate = compileSchema(ajv, registry.schemas[position]);
          const at = `${context?.instancePath ?? ''}/${name.replaceAll('~', '~0').replaceAll('/', '~1')}`;
          const inner = { ...context, instancePath: at, parentData: data, parentDataProperty: name };
          return validate(value, inner as never) ? [] : (validate.errors ?? []);
        });
        return check.errors.length === 0;
      };
      check.errors = [] as ErrorObject[];
      return check;
    },
  });
  return registry;
}

/** What is compiled together: a schema and all that speaks of the same value, for which ajv has to know what they evaluate. */
class Unit {
  readonly #registry: Registry;
  readonly #definitions: Record<string, unknown> = {};
  readonly #names = new Map<object, string>();
  readonly #around = new Set<object>();
  #shared: ReadonlySet<object> = new Set();

  constructor(registry: Registry) {
    this.#registry = registry;
  }

  write(schema: object): object {
    this.#shared = findShared(schema);
    const whole = this.#copy(schema);
    return Object.keys(this.#definitions).length === 0 ? whole : { ...whole, $defs: this.#definitions };
  }

  #inPlace(schema: unknown): unknown {
    if (!isObject(schema)) return schema;
    // Back where it came from without going into a value: it says nothing more.
    if (this.#around.has(schema)) return true;
    if (!this.#shared.has(schema)) return this.#copy(schema);
    let name = this.#names.get(schema);
    if (name === undefined) {
      name = String(this.#names.size);
      this.#names.set(schema, name);
      this.#definitions[name] = this.#copy(schema);
    }
    return { $ref: `#/$defs/${name}` };
  }

  #copy(schema: object): object {
    this.#around.add(schema);
    const entries = Object.entries(schema).flatMap(([keyword, value]): [string, unknown][] => {
      // What members of an allOf share may be nothing, which ajv takes for a mistake.
      if (keyword === 'enum' && Array.isArray(value) && value.length === 0) return NOTHING;
      if (keyword === 'properties') return this.#properties(value as Readonly<Record<string, unknown>>);
      const written = this.#keyword(keyword, value);
      return written === undefined ? [] : [[keyword, written]];
    });
    this.#around.delete(schema);
    return Object.fromEntries(entries);
  }

  /** All names stay where they are: by them ajv knows what is additional, and what has been evaluated. */
  #properties(properties: Readonly<Record<string, unknown>>): [string, unknown][] {
    const later: [string, number][] = [];
    const own = Object.entries(properties).map(([name, schema]): [string, unknown] => {
      const written = this.#within(schema);
      if (!isObject(written) || !(LATER in written)) return [name, written];
      later.push([name, written[LATER] as number]);
      return [name, true];
    });
    const known: [string, unknown] = ['properties', Object.fromEntries(own)];
    return later.length === 0 ? [known] : [known, [LATER_PROPERTIES, Object.fromEntries(later)]];
  }

  #keyword(keyword: string, value: unknown): unknown {
    if (DEMANDS.has(keyword)) return value;
    if (WITHIN.has(keyword)) return this.#within(value);
    if (WITHIN_MAPS.has(keyword)) return mapValues(value, (one) => this.#within(one));
    if (WITHIN_LISTS.has(keyword)) return (value as readonly unknown[]).map((one) => this.#within(one));
    if (IN_PLACE.has(keyword)) return this.#inPlace(value);
    if (IN_PLACE_LISTS.has(keyword)) {
      const members = value as readonly unknown[];
      return (keyword === 'oneOf' ? distinctMembers(members) : members).map((one) => this.#inPlace(one));
    }
    return keyword === 'dependentSchemas' ? mapValues(value, (one) => this.#inPlace(one)) : undefined;
  }

  #within(schema: unknown): unknown {
    if (!isObject(schema)) return schema;
    if (isLeaf(schema)) return this.#copy(schema);
    const { schemas, positions } = this.#registry;
    let position = positions.get(schema);
    if (position === undefined) {
      position = schemas.push(schema) - 1;
      positions.set(schema, position);
    }
    return { [LATER]: position };
  }
}

function mapValues(map: unknown, write: (value: unknown) => unknown): object {
  return Object.fromEntries(Object.entries(map as object).map(([name, value]) => [name, write(value)]));
}

/** Whether a schema has none within it. */
function isLeaf(schema: object): boolean {
  return Object.keys(schema).every((keyword) => {
    const holds = WITHIN.has(keyword) || WITHIN_MAPS.has(keyword) || WITHIN_LISTS.has(keyword);
    return !holds && !IN_PLACE.has(keyword) && !IN_PLACE_LISTS.has(keyword) && keyword !== 'dependentSchemas';
  });
}

/** The schemas that speak of the same value in more than one place. */
function findShared(root: object): ReadonlySet<object> {
  const seen = new Set<object>();
  const shared = new Set<object>();
  const open: unknown[] = [root];
  while (open.length > 0) {
    const schema = open.pop();
    if (!isObject(schema)) continue;
    if (seen.has(schema)) shared.add(schema);
    else open.push(...Object.entries(schema).flatMap(([keyword, value]) => schemasInPlace(keyword, value)));
    seen.add(schema);
  }
  return shared;
}

function schemasInPlace(keyword: string, value: unknown): readonly unknown[] {
  if (IN_PLACE.has(keyword)) return [value];
  if (IN_PLACE_LISTS.has(keyword)) return value as readonly unknown[];
  return keyword === 'dependentSchemas' ? Object.values(value as object) : [];
}
