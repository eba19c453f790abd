import { createRequire } from 'node:module';
import type { Ajv2020 } from 'ajv/dist/2020.js';
import { useDecimals } from './decimal.ts';
import { patternEngine } from './pattern.ts';

/**
 * Brings a Schema Object of OpenAPI 3.0 to JSON Schema 2020-12: `nullable` and the boolean forms of the exclusive bounds
 * become what JSON Schema has for them. Schemas of 3.1 are JSON Schema already and come out unchanged.
 *
 * @param schema - references resolved; may contain itself
 * @param seen - schemas already under way
 */
export function toJsonSchema(schema: unknown, seen: Map<object, unknown> = new Map()): unknown {
  if (typeof schema !== 'object' || schema === null) return schema;
  const known = seen.get(schema);
  if (known !== undefined) return known;
  const copy: Record<string, unknown> = Array.isArray(schema) ? ([] as never) : {};
  seen.set(schema, copy);
  for (const [key, value] of Object.entries(schema)) copy[key] = translate(key, value, seen);
  if (!Array.isArray(schema)) translateKeywords(copy);
  return copy;
}

function translate(key: string, value: unknown, seen: Map<object, unknown>): unknown {
  if (isData(key)) return value;
  // The keys of these are names of properties, which may be those of keywords.
  if (key !== 'properties' && key !== 'dependentSchemas' && key !== 'patternProperties')
    return toJsonSchema(value, seen);
  return Object.fromEntries(
    Object.entries(value as object).map(([name, schema]) => [name, toJsonSchema(schema, seen)]),
  );
}

/** The values of these are data, in which a key named `nullable` means nothing. */
function isData(key: string): boolean {
  return (
    key === 'example' ||
    key === 'examples' ||
    key === 'default' ||
    key === 'enum' ||
    key === 'const' ||
    key === 'x-faker'
  );
}

function translateKeywords(schema: Record<string, unknown>): void {
  if (typeof schema['nullable'] === 'boolean') {
    if (schema['nullable'] && typeof schema['type'] === 'string') schema['type'] = [schema['type'], 'null'];
    if (schema['nullable'] && Array.isArray(schema['enum']) && !schema['enum'].includes(null)) {
      schema['enum'] = [...(schema['enum'] as unknown[]), null];
    }
    delete schema['nullable'];
  }
  for (const [flag, bound] of [
    ['exclusiveMinimum', 'minimum'],
    ['exclusiveMaximum', 'maximum'],
  ] as const) {
    if (typeof schema[flag] !== 'boolean') continue;
    if (schema[flag]) {
      schema[flag] = schema[bound];
      delete schema[bound];
    } else {
      delete schema[flag];
    }
  }
}

export { propertiesOf } from './openapi/schema-branches.ts';

/**
 * Makes a tree of a schema that contains itself, such as that of a comment with replies: it ends where it would begin again,
 * and below that everything is valid. A validator cannot be compiled from a graph with a cycle.
 *
 * @param schema - references resolved
 */
export function cutCycles(schema: unknown, around: readonly unknown[] = []): unknown {
  if (typeof schema !== 'object' || schema === null) return schema;
  if (around.includes(schema)) return true;
  const within = [...around, schema];
  if (Array.isArray(schema)) return schema.map((part) => cutCycles(part, within));
  return Object.fromEntries(Object.entries(schema).map(([key, part]) => [key, cutCycles(part, within)]));
}

/**
 * An ajv that reads the schemas of a contract: JSON Schema 2020-12 with the usual formats. Keywords and formats that it
 * does not know are annotations, as OpenAPI allows them; all errors are reported, not only the first.
 */
export function createAjv(): Ajv2020 {
  // Most validators run a few times only: what optimizing them and checking their schemas costs never comes back.
  const { Ajv2020, addFormats } = loadAjv();
  const ajv = new Ajv2020({
    allErrors: true,
    verbose: true,
    strict: false,
    logger: false,
    validateSchema: false,
    meta: false,
    inlineRefs: false,
    code: { optimize: false, regExp: patternEngine },
  });
  addFormats(ajv);
  useDecimals(ajv);
  return ajv;
}

interface AjvLibrary {
  readonly Ajv2020: typeof Ajv2020;
  readonly addFormats: (ajv: Ajv2020) => unknown;
}

let library: AjvLibrary | undefined;

/** Loaded when the first schema is compiled: what comes with the package is checked when it is built. */
function loadAjv(): AjvLibrary {
  const require = createRequire(import.meta.url);
  library ??= {
    Ajv2020: (require('ajv/dist/2020.js') as { readonly Ajv2020: typeof Ajv2020 }).Ajv2020,
    addFormats: (require('ajv-formats') as { readonly default: AjvLibrary['addFormats'] }).default,
  };
  return library;
}
