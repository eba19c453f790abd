import type { Json, JsonSchema } from './contract.ts';
import {
  boundsOf,
  itemsOf,
  propertiesOf,
  requiredOf,
  typesOf,
  valuesOf,
  withoutNull,
} from './openapi/schema-branches.ts';
import { patternOf } from './pattern.ts';

/** What a sample is about. */
export interface SampleContext {
  /** Of the response that it stands in. */
  readonly status?: number;
  /** What fields for people say. */
  readonly text?: string;
}

/** Objects within objects are filled as far as this: schemas may contain themselves. */
const MAX_DEPTH = 6;

/**
 * Makes a value of a schema: its `const`, `default` or example where it has one, else the plainest value of its type, objects with
 * the properties that they require.
 *
 * @param schema - JSON Schema 2020-12, references resolved
 */
export function createSample(schema: JsonSchema, context: SampleContext = {}): Json {
  return sample(schema, '', context, 0);
}

function sample(schema: JsonSchema, name: string, context: SampleContext, depth: number): Json {
  const bare = withoutNull(schema);
  const stated = statedValue(bare);
  if (stated !== undefined) return stated;
  const branches = (bare['anyOf'] ?? bare['oneOf']) as readonly JsonSchema[] | undefined;
  const types = typesOf(bare).filter((type) => type !== 'null');
  if (branches?.[0] !== undefined && depth < MAX_DEPTH && !types.includes('object')) {
    return sample(branches[0], name, context, depth + 1);
  }
  switch (types[0] ?? (Object.keys(propertiesOf(bare)).length > 0 ? 'object' : 'string')) {
    case 'object':
      return sampleObject(bare, context, depth);
    case 'array':
      return sampleList(bare, name, context, depth);
    case 'boolean':
      return false;
    case 'null':
      return null;
    case 'integer':
    case 'number':
      return sampleNumber(bare, name, context);
    default:
      return sampleText(bare, name, context);
  }
}

/** The value that a schema itself gives; `undefined` when it gives none. */
export function statedValue(schema: JsonSchema): Json | undefined {
  const [first] = valuesOf(schema) ?? [];
  const [example] = (schema['examples'] ?? []) as readonly Json[];
  return (first ?? schema['default'] ?? example ?? schema['example']) as Json | undefined;
}

/** An error tells what it is about, so its texts are filled even where they are optional. */
function sampleObject(schema: JsonSchema, context: SampleContext, depth: number): Json {
  const required = requiredOf(schema);
  const isTold = (name: string): boolean => context.text !== undefined && (MESSAGES.test(name) || CODES.test(name));
  const members = Object.entries(propertiesOf(schema)).filter(([name]) => required.includes(name) || isTold(name));
  if (depth >= MAX_DEPTH) return {};
  return Object.fromEntries(members.map(([name, member]) => [name, sample(member, name, context, depth + 1)]));
}

function sampleList(schema: JsonSchema, name: string, context: SampleContext, depth: number): Json {
  const count = Math.min(Number(schema['minItems'] ?? 0), 10);
  const items = itemsOf(schema);
  if (items === undefined || depth >= MAX_DEPTH) return [];
  return Array.from({ length: count }, () => sample(items, name, context, depth + 1));
}

const MESSAGES = /^(?:.*message|detail|title|error|error_?description|description|reason)$/i;
const CODES = /^(?:status|status_?code|code|error_?code)$/i;

function sampleNumber(schema: JsonSchema, name: string, { status }: SampleContext): Json {
  const { minimum = 0, maximum = Number.POSITIVE_INFINITY } = boundsOf(schema);
  if (status !== undefined && CODES.test(name) && status >= minimum && status <= maximum) return status;
  const step = Number(schema['multipleOf'] ?? 1);
  const value = Math.min(Math.max(0, Math.ceil(minimum / step) * step), maximum);
  return typeof schema['multipleOf'] === 'number' ? value : Math.trunc(value) === value ? value : minimum;
}

const FORMATS: Readonly<Record<string, string>> = {
  date: '2026-01-01',
  'date-time': '2026-01-01T00:00:00Z',
  time: '00:00:00Z',
  duration: 'PT0S',
  email: 'somebody@example.com',
  hostname: 'example.com',
  ipv4: '192.0.2.1',
  ipv6: '2001:db8::1',
  uri: 'about:blank',
  'uri-reference': 'about:blank',
  url: 'about:blank',
  uuid: '00000000-0000-4000-8000-000000000000',
};

function sampleText(schema: JsonSchema, name: string, { status, text }: SampleContext): Json {
  const known = FORMATS[String(schema['format'])];
  if (known !== undefined) return known;
  const literal = literalOf(schema['pattern']);
  if (literal !== undefined) return literal;
  const told =
    text !== undefined && MESSAGES.test(name) ? text : CODES.test(name) && status !== undefined ? String(status) : '';
  const { minLength = 0, maxLength = Number.POSITIVE_INFINITY } = schema as { minLength?: number; maxLength?: number };
  const plain = told.padEnd(Math.min(minLength, 1000), 'x').slice(0, maxLength);
  if (typeof schema['pattern'] !== 'string') return plain;
  const { test } = patternOf(schema['pattern']);
  const fits = (one: string): boolean => one.length >= minLength && one.length <= maxLength && test(one);
  const repeated = LETTERS.map((letter) => letter.repeat(Math.min(Math.max(minLength, 1), 1000)));
  return [plain, ...Object.values(FORMATS), ...USUAL, ...repeated].find(fits) ?? plain;
}

/** What patterns stand for where no format does: languages, currencies, countries, versions. */
const USUAL = ['en', 'en-US', 'en_US', 'USD', 'US', '1.0', 'v1', 'id', '/a', '+15550100', '#000000', 'a-1', 'a_1'];
const LETTERS = ['a', 'A', '1', '0', 'f', 'F'];

/** The text that a pattern without any choice stands for: `^/v1/charges` is `/v1/charges`. */
function literalOf(pattern: unknown): string | undefined {
  if (typeof pattern !== 'string') return undefined;
  const plain = /^\^?((?:[^\\^$.|?*+()[\]{}]|\\[^\w\s])+)\$?$/.exec(pattern)?.[1];
  return plain?.replaceAll(/\\(.)/g, '$1');
}
