import type { JsonSchema, Parameter, ParameterStyle } from '../contract.ts';
import { isObject, type Json } from '../json-pointer.ts';
import { additionalOf, itemsOf, propertiesOf, typesOf } from './schema-branches.ts';

/** What has to be known of a parameter to read and write it. Style `json`: its value is one JSON text, as `content` declares. */
export type ParameterForm = Pick<Parameter, 'name' | 'style' | 'explode' | 'schema'>;

/** Names and texts as a query, a form or a cookie header has them, percent-decoded, in the order in which they were sent. */
export type Pairs = readonly (readonly [name: string, text: string])[];

/**
 * The style and explode of a parameter, as declared or as OpenAPI defaults them.
 *
 * @param declared - a Parameter Object or Header Object; of 2.0, its `collectionFormat` counts
 * @param place - its `in`; a header of a response is a `header`
 */
export function parameterStyle(
  declared: Readonly<Record<string, unknown>>,
  place: string,
): Pick<ParameterForm, 'style' | 'explode'> {
  if (isObject(declared['content']) && declared['schema'] === undefined) return { style: 'json', explode: false };
  const usual = place === 'query' || place === 'cookie' || place === 'body' ? 'form' : 'simple';
  const named = declared['style'];
  const style = isStyle(named) ? named : usual;
  const explode = declared['explode'];
  return { style, explode: typeof explode === 'boolean' ? explode : style === 'form' };
}

function isStyle(style: unknown): style is ParameterStyle {
  return typeof style === 'string' && (style === 'form' || style === 'simple' || style in DELIMITERS);
}

/** What stands between the parts of a value that is not exploded, and before the first one. */
const DELIMITERS: Readonly<Record<Exclude<ParameterStyle, 'json'>, string>> = {
  form: ',',
  simple: ',',
  label: ',',
  matrix: ',',
  spaceDelimited: ' ',
  pipeDelimited: '|',
  deepObject: ',',
};

/** The names under which the parts of a parameter are sent: its own, or of an exploded object those of its properties. */
function isExplodedObject({ style, explode, schema }: ParameterForm): boolean {
  return style === 'form' && explode && shapeOf(schema) === 'object';
}

/** What a value is made of: a union of a list and a text is read as a list, which a single text is as well. */
function shapeOf(schema: JsonSchema): 'scalar' | 'array' | 'object' {
  const types = typesOf(schema);
  if (types.includes('array')) return 'array';
  if (types.includes('object') && !types.some((type) => type !== 'object' && type !== 'null')) return 'object';
  if (types.length > 0) return 'scalar';
  return Object.keys(propertiesOf(schema)).length > 0 ? 'object' : itemsOf(schema) === undefined ? 'scalar' : 'array';
}

/**
 * Reads the value of a parameter. Scalars stay the texts that they were sent as: what is no integer is for the reader of
 * integers to say.
 *
 * @param parameter - what it is
 * @param pairs - all of the query, the form or the cookies; for a header or a path, one pair of its name and text
 * @returns a text, a list, an object of them, or for `json` any value; `undefined` when it was not sent. A `json` text that
 *   is none comes back as the text.
 */
export function decodeParameter(parameter: ParameterForm, pairs: Pairs): Json | undefined {
  const { name, style } = parameter;
  if (style === 'deepObject') return decodeDeep(parameter, pairs);
  if (isExplodedObject(parameter)) return decodeProperties(parameter, pairs);
  const texts = pairs.flatMap(([key, text]) => (key === name ? [text] : []));
  const last = texts.at(-1);
  if (last === undefined) return undefined;
  if (style === 'json') return parseJson(last);
  const shape = shapeOf(parameter.schema);
  if (isInQuery(style)) {
    if (shape === 'array') return decodeList(parameter, texts);
    return shape === 'object' ? toObject(parameter, splitText(last, parameter)) : last;
  }
  return decodeInPlace(parameter, last, shape);
}

/** Several of the same name are the elements; one may be a list of its own unless lists are exploded. */
function decodeList(parameter: ParameterForm, texts: readonly string[]): Json {
  return parameter.explode ? texts : texts.flatMap((text) => splitText(text, parameter));
}

function splitText(text: string, { style }: ParameterForm): readonly string[] {
  return text === '' ? [] : text.split(style === 'json' ? ',' : DELIMITERS[style]);
}

/** The styles of paths and headers: `5`, `.5`, `;id=5`. */
function decodeInPlace(parameter: ParameterForm, text: string, shape: 'scalar' | 'array' | 'object'): Json {
  const { name, style, explode } = parameter;
  const start = style === 'label' ? '.' : style === 'matrix' ? ';' : '';
  if (!text.startsWith(start)) return text;
  const bare = text.slice(start.length);
  const between = explode && start !== '' ? start : ',';
  const parts = bare === '' ? [] : bare.split(between).map((part) => (style === 'simple' ? part.trim() : part));
  const own = (part: string): string =>
    style === 'matrix' && part.startsWith(`${name}=`) ? part.slice(name.length + 1) : part;
  if (shape === 'scalar') return own(bare);
  if (explode && shape === 'object') return Object.fromEntries(parts.map(splitAssignment));
  const listed = style === 'matrix' && !explode ? splitText(own(bare), parameter) : parts.map(own);
  return shape === 'array' ? listed : toObject(parameter, listed);
}

function splitAssignment(part: string): readonly [string, string] {
  const at = part.indexOf('=');
  return at === -1 ? [part, ''] : [part.slice(0, at), part.slice(at + 1)];
}

/** `R,100,G,200` is an object that is not exploded. */
function toObject({ schema }: ParameterForm, parts: readonly string[]): Json {
  const entries: [string, Json][] = [];
  for (let index = 0; index + 1 < parts.length; index += 2) {
    const [key = '', text = ''] = parts.slice(index, index + 2);
    entries.push([key, shapeOf(propertySchema(schema, key)) === 'array' ? [text] : text]);
  }
  return Object.fromEntries(entries);
}

/** An exploded object: each of its properties is a parameter of its own. */
function decodeProperties({ schema }: ParameterForm, pairs: Pairs): Json | undefined {
  const object: Record<string, Json> = {};
  for (const [key, property] of Object.entries(propertiesOf(schema))) {
    const texts = pairs.flatMap(([name, text]) => (name === key ? [text] : []));
    const last = texts.at(-1);
    if (last !== undefined) define(object, key, shapeOf(property) === 'array' ? texts : last);
  }
  return Object.keys(object).length === 0 ? undefined : object;
}

/** `filter[a]=1&filter[b][c]=2`; a list within is repeated, with or without `[]` behind its name. */
function decodeDeep({ name, schema }: ParameterForm, pairs: Pairs): Json | undefined {
  const object: Record<string, Json> = {};
  let isSent = false;
  for (const [key, text] of pairs) {
    const segments = deepSegments(name, key);
    if (segments === undefined) continue;
    isSent = true;
    placeDeep(object, schema, segments, text);
  }
  return isSent ? object : undefined;
}

const MAX_DEPTH = 20;

function deepSegments(name: string, key: string): readonly string[] | undefined {
  if (!key.startsWith(`${name}[`) || !key.endsWith(']')) return undefined;
  const segments = key.slice(name.length + 1, -1).split('][');
  return segments.length > MAX_DEPTH ? undefined : segments;
}

function placeDeep(root: Record<string, Json>, schema: JsonSchema, segments: readonly string[], text: string): void {
  let holder = root;
  let at = schema;
  const names = segments.at(-1) === '' && segments.length > 1 ? segments.slice(0, -1) : segments;
  for (const segment of names.slice(0, -1)) {
    const inner = Object.hasOwn(holder, segment) ? holder[segment] : undefined;
    const next = isObject(inner) && !Array.isArray(inner) ? (inner as Record<string, Json>) : {};
    define(holder, segment, next);
    holder = next;
    at = propertySchema(at, segment);
  }
  const key = names.at(-1) ?? '';
  const before = Object.hasOwn(holder, key) ? holder[key] : undefined;
  const isList = names !== segments || shapeOf(propertySchema(at, key)) === 'array';
  define(holder, key, isList ? [...(Array.isArray(before) ? (before as Json[]) : []), text] : text);
}

/** A client names the keys, `__proto__` too. */
function define(object: Record<string, Json>, key: string, value: Json): void {
  Object.defineProperty(object, key, { value, enumerable: true, configurable: true, writable: true });
}

function propertySchema(schema: JsonSchema, key: string): JsonSchema {
  const properties = propertiesOf(schema);
  return (Object.hasOwn(properties, key) ? properties[key] : additionalOf(schema)) ?? {};
}

function parseJson(text: string): Json {
  try {
    return JSON.parse(text) as Json;
  } catch {
    return text;
  }
}

/**
 * Writes a parameter, so that {@link decodeParameter} reads it back. Numbers and booleans become texts; null is the empty text.
 * An empty list or object is not sent at all. A list that is not exploded has no way to write its own delimiter in an element.
 *
 * @returns the pairs to send, not percent-encoded; for a header or a path, the text of the one pair
 */
export function encodeParameter(parameter: ParameterForm, value: Json): Pairs {
  const { name, style } = parameter;
  if (style === 'json') return [[name, JSON.stringify(value)]];
  if (isMap(value)) return Object.keys(value).length === 0 ? [] : encodeObject(parameter, value);
  if (Array.isArray(value)) return value.length === 0 ? [] : encodeList(parameter, value.map(toText));
  return [[name, encodeInPlace(parameter, [toText(value)])]];
}

function encodeList(parameter: ParameterForm, texts: readonly string[]): Pairs {
  const { name, style, explode } = parameter;
  if (!isInQuery(style)) return [[name, encodeInPlace(parameter, texts)]];
  return explode ? texts.map((text) => [name, text]) : [[name, texts.join(DELIMITERS[style])]];
}

function encodeObject(parameter: ParameterForm, value: { readonly [key: string]: Json }): Pairs {
  const { name, style, explode } = parameter;
  if (style === 'deepObject') return encodeDeep(name, value);
  const entries = Object.entries(value);
  if (!explode) {
    const texts = entries.flatMap(([key, part]) => [key, toText(part)]);
    return [[name, isInQuery(style) ? texts.join(DELIMITERS[style]) : encodeInPlace(parameter, texts)]];
  }
  if (isInQuery(style)) return entries.flatMap(([key, part]) => [part].flat().map((one) => [key, toText(one as Json)]));
  const between = style === 'label' ? '.' : style === 'matrix' ? ';' : ',';
  const text = entries.map(([key, part]) => `${key}=${toText(part)}`).join(between);
  return [[name, style === 'simple' ? text : between + text]];
}

function isInQuery(style: ParameterStyle): style is 'form' | 'spaceDelimited' | 'pipeDelimited' {
  return style === 'form' || style === 'spaceDelimited' || style === 'pipeDelimited';
}

function encodeInPlace({ name, style, explode }: ParameterForm, texts: readonly string[]): string {
  if (style === 'label') return `.${texts.join(explode ? '.' : ',')}`;
  if (style !== 'matrix') return texts.join(',');
  return explode ? texts.map((text) => `;${name}=${text}`).join('') : `;${name}=${texts.join(',')}`;
}

function encodeDeep(name: string, value: Readonly<Record<string, Json>>): Pairs {
  return Object.entries(value).flatMap(([key, part]): Pairs => {
    const label = `${name}[${key}]`;
    if (isMap(part)) return encodeDeep(label, part);
    return [part].flat().map((text) => [label, toText(text as Json)] as const);
  });
}

function isMap(value: Json): value is { readonly [key: string]: Json } {
  return isObject(value) && !Array.isArray(value);
}

function toText(value: Json): string {
  if (value === null) return '';
  return typeof value === 'object' ? JSON.stringify(value) : String(value);
}

/** One name under which a client sends a part of a parameter. */
export interface ParameterPart {
  /** As it stands in the query: `page[size]`, `size`. */
  readonly name: string;
  /** The properties that lead to it; empty for the whole value. */
  readonly path: readonly string[];
  readonly form: ParameterForm;
  /** Whether the schema of the object requires it. */
  readonly required: boolean;
}

/**
 * Takes a parameter apart into the names under which it is sent. An object that is exploded, or deep, has one for each of its
 * properties; whatever else it is, it has only its own.
 */
export function partsOfParameter(form: ParameterForm, required: boolean): readonly ParameterPart[] {
  const whole = [{ name: form.name, path: [], form, required }];
  const isDeep = form.style === 'deepObject';
  if (!isDeep && !isExplodedObject(form)) return whole;
  const parts = listParts(form, form.schema, [], isDeep, required);
  return parts.length === 0 ? whole : parts;
}

function listParts(
  form: ParameterForm,
  schema: JsonSchema,
  path: readonly string[],
  isDeep: boolean,
  required: boolean,
): readonly ParameterPart[] {
  const needed = (schema['required'] ?? []) as readonly string[];
  return Object.entries(propertiesOf(schema)).flatMap(([key, property]) => {
    const at = [...path, key];
    const isNeeded = required && needed.includes(key);
    if (isDeep && shapeOf(property) === 'object' && at.length < 4) {
      const inner = listParts(form, property, at, isDeep, isNeeded);
      if (inner.length > 0) return inner;
    }
    const name = isDeep ? `${form.name}${at.map((segment) => `[${segment}]`).join('')}` : key;
    return [{ name, path: at, form: { name, style: 'form', explode: true, schema: property }, required: isNeeded }];
  });
}
