import type { JsonSchema } from '../contract.ts';
import { isObject } from '../json-pointer.ts';

/** Example bodies are data, of any depth. */
const MAX_DEPTH = 16;
const MAX_EXAMPLES = 8;

/** Keywords that say nothing of what is in a value. */
const SILENT: ReadonlySet<string> = new Set([
  'type',
  'title',
  'description',
  'properties',
  'items',
  'additionalProperties',
  'nullable',
  'default',
  'example',
  'examples',
  'deprecated',
  'externalDocs',
]);

/**
 * The schema of a body, completed by what the document shows: where it says nothing of the body, or of the items of an array,
 * what bodies look like is read off the examples. What is read that way is marked `inferred`.
 *
 * @param schema - references resolved; `undefined` where there is none
 * @param bodies - whole bodies that the document shows; a text may hold one as JSON
 * @returns the same schema where nothing is missing, or nothing is shown; `undefined` for no schema and no example
 */
export function completeByExamples(schema: JsonSchema | undefined, bodies: readonly unknown[]): JsonSchema | undefined {
  const shown = bodies.map(parseText).filter((body) => isObject(body) || Array.isArray(body));
  if (shown.length === 0) return schema;
  return schema === undefined || saysNothing(schema) ? readOff(shown, false) : completeItems(schema, shown, 0);
}

/** Some documents write a body as the text that is sent. */
function parseText(body: unknown): unknown {
  if (typeof body !== 'string' || !/^\s*[[{]/.test(body)) return body;
  try {
    return JSON.parse(body) as unknown;
  } catch {
    return undefined;
  }
}

function saysNothing(schema: JsonSchema): boolean {
  const { properties, items, additionalProperties } = schema;
  return (
    Object.keys(schema).every((key) => SILENT.has(key)) &&
    (properties === undefined || (isObject(properties) && Object.keys(properties).length === 0)) &&
    (items === undefined || (isObject(items) && saysNothing(items))) &&
    (additionalProperties === undefined || typeof additionalProperties === 'boolean')
  );
}

/** Where arrays stand of whose items nothing is said, in objects of which something is. */
function completeItems(schema: JsonSchema, shown: readonly unknown[], depth: number): JsonSchema {
  const { properties, items } = schema;
  if (depth === MAX_DEPTH) return schema;
  const elements = shown.filter(Array.isArray).flat().filter(isObject);
  if (elements.length > 0 && isArray(schema)) {
    const isOpen = items === undefined || (isObject(items) && saysNothing(items));
    return isOpen ? { ...schema, items: readOff(elements, true) } : schema;
  }
  if (!isObject(properties)) return schema;
  const changed = Object.entries(properties).flatMap(([name, member]) => {
    const values = shown.flatMap((body) => (isObject(body) && Object.hasOwn(body, name) ? [body[name]] : []));
    if (!isObject(member) || values.length === 0) return [];
    const whole = completeItems(member, values, depth + 1);
    return whole === member ? [] : [[name, whole] as const];
  });
  return changed.length === 0 ? schema : { ...schema, properties: { ...properties, ...Object.fromEntries(changed) } };
}

function isArray({ type }: JsonSchema): boolean {
  return type === 'array' || (Array.isArray(type) && type.includes('array'));
}

function readOff(values: readonly unknown[], isItem: boolean): JsonSchema {
  return { ...schemaOf(values, 0, isItem), 'x-provenance': 'inferred' };
}

/** What all of these values are. */
function schemaOf(values: readonly unknown[], depth: number, isItem: boolean): JsonSchema {
  const known = values.filter((value) => value !== null);
  // What is null in an example is most often a text that is missing.
  if (known.length === 0) return values.length === 0 ? {} : { type: ['string', 'null'] };
  const types = new Set(known.map(typeOf));
  if (types.delete('integer') && types.has('number')) types.add('number');
  else if (known.some((value) => typeOf(value) === 'integer')) types.add('integer');
  const [type] = types;
  if (types.size > 1 || type === undefined || depth === MAX_DEPTH) return {};
  return { type: known.length < values.length ? [type, 'null'] : type, ...keywordsOf(type, known, depth, isItem) };
}

function typeOf(value: unknown): string {
  if (Array.isArray(value)) return 'array';
  return Number.isInteger(value) ? 'integer' : typeof value;
}

function keywordsOf(type: string, values: readonly unknown[], depth: number, isItem: boolean): JsonSchema {
  if (type === 'array') {
    return { items: schemaOf((values as readonly (readonly unknown[])[]).flat(), depth + 1, true) };
  }
  if (type === 'object') {
    const names = new Set((values as readonly object[]).flatMap((value) => Object.keys(value)));
    const properties = [...names].map((name) => {
      const own = (values as readonly JsonSchema[]).flatMap((value) =>
        Object.hasOwn(value, name) ? [value[name]] : [],
      );
      return [name, schemaOf(own, depth + 1, isItem)] as const;
    });
    return { properties: Object.fromEntries(properties) };
  }
  // Outside of the items, a token may look like anything today.
  const format = type === 'string' && isItem ? formatOf(values as readonly string[]) : undefined;
  return { ...(format !== undefined && { format }), examples: [...new Set(values)].slice(0, MAX_EXAMPLES) };
}

const FORMATS: readonly (readonly [format: string, pattern: RegExp])[] = [
  ['uuid', /^[\da-f]{8}-(?:[\da-f]{4}-){3}[\da-f]{12}$/i],
  ['date-time', /^\d{4}-\d\d-\d\d[Tt ]\d\d:\d\d:\d\d(?:\.\d+)?(?:[Zz]|[+-]\d\d:\d\d)$/],
  ['date', /^\d{4}-\d\d-\d\d$/],
  ['email', /^[\w.+-]+@[\w-]+(?:\.[\w-]+)+$/],
  ['uri', /^https?:\/\/[^\s]+$/],
];

function formatOf(values: readonly string[]): string | undefined {
  return FORMATS.find(([, pattern]) => values.every((value) => pattern.test(value)))?.[0];
}
