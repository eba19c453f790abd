import type { Json, JsonObject } from '../admin/contract-types.ts';

/** A field of a row, as a form shows it. */
export interface Field {
  readonly name: string;
  readonly kind: 'text' | 'number' | 'boolean' | 'choice' | 'json';
  readonly isRequired: boolean;
  readonly isNullable: boolean;
  /** What it may be; of an open set, what it often is. */
  readonly values?: readonly string[];
  /** Whether other values are allowed, too. */
  readonly isOpen?: true;
  readonly description?: string;
}

/** The fields of a row, in the order of its schema. */
export function listFields(schema: JsonObject): readonly Field[] {
  const required = new Set(namesOf(schema['required']));
  const properties = isObject(schema['properties']) ? schema['properties'] : {};
  return Object.entries(properties).map(([name, property]) => {
    return describeField(name, resolve(property, schema), required.has(name));
  });
}

function describeField(name: string, schema: JsonObject, isRequired: boolean): Field {
  const types = namesOf(schema['type']);
  const closed = namesOf(schema['enum']);
  const open = namesOf(schema['x-extensible-enum']);
  const description = schema['description'];
  const values = closed.length > 0 ? closed : open;
  return {
    name,
    kind: kindOf(types, closed),
    isRequired,
    isNullable: types.includes('null') || schema['nullable'] === true,
    ...(values.length > 0 && { values }),
    ...(open.length > 0 && closed.length === 0 && { isOpen: true }),
    ...(typeof description === 'string' && { description }),
  };
}

function kindOf(types: readonly string[], closed: readonly string[]): Field['kind'] {
  if (types.includes('object') || types.includes('array')) return 'json';
  if (types.includes('boolean')) return 'boolean';
  if (closed.length > 0 && !types.includes('integer') && !types.includes('number')) return 'choice';
  return types.includes('integer') || types.includes('number') ? 'number' : 'text';
}

/** A schema with those that it refers to, and that it is all of, joined. */
function resolve(value: Json | undefined, root: JsonObject, depth = 0): JsonObject {
  if (!isObject(value) || depth > 8) return {};
  const reference = value['$ref'];
  const target = typeof reference === 'string' ? resolve(followPointer(root, reference), root, depth + 1) : {};
  const parts = Array.isArray(value['allOf']) ? value['allOf'].map((part: Json) => resolve(part, root, depth + 1)) : [];
  return Object.assign({}, target, ...parts, value) as JsonObject;
}

function followPointer(root: JsonObject, reference: string): Json | undefined {
  const steps = reference.replace(/^#\/?/, '').split('/');
  return steps.reduce<Json | undefined>((at, step) => {
    const name = decodeURIComponent(step).replaceAll('~1', '/').replaceAll('~0', '~');
    return isObject(at) ? at[name] : undefined;
  }, root);
}

function namesOf(value: Json | undefined): readonly string[] {
  if (typeof value === 'string') return [value];
  return Array.isArray(value) ? value.filter((one): one is string => typeof one === 'string') : [];
}

function isObject(value: Json | undefined): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** A value as it stands in its field; what is not there is empty. */
export function writeValue(value: Json | undefined, kind: Field['kind']): string {
  if (value === undefined || value === null) return '';
  return kind === 'json' || typeof value === 'object' ? JSON.stringify(value, null, 1) : String(value);
}

/** What a text in a field means. What the schema does not allow is sent as it is, for the mock to say why not. */
export function readValue(text: string, field: Field): Json | undefined {
  if (text === '') return readNothing(field);
  switch (field.kind) {
    case 'number':
      return text.trim() === '' || Number.isNaN(Number(text)) ? text : Number(text);
    case 'boolean':
      return text === 'true' || text === 'false' ? text === 'true' : text;
    case 'json':
      return JSON.parse(text) as Json;
    default:
      return text;
  }
}

function readNothing({ isNullable, kind, isRequired }: Field): Json | undefined {
  if (isNullable) return null;
  return kind === 'text' && isRequired ? '' : undefined;
}

/** What a text looks like to people, where it is a time. */
export function explainTime(text: string): string | undefined {
  const time = /^-?\d{11,14}$/.test(text)
    ? Number(text)
    : /^\d{4}-\d\d-\d\dT/.test(text)
      ? Date.parse(text)
      : Number.NaN;
  return Number.isNaN(time)
    ? undefined
    : `${new Date(time).toISOString().slice(0, 19).replace('T', ' ').replace(/:00$/, '')} UTC`;
}

/** Puts what the mock said about a row beside the fields that it is about: `linkedAt: must be integer; state: must be …`. */
export function sortMessages(
  message: string,
  names: readonly string[],
): { readonly byField: ReadonlyMap<string, string>; readonly rest: string } {
  const byField = new Map<string, string>();
  const rest: string[] = [];
  for (const part of message.split('; ')) {
    const [, path = '', what = ''] = /^([^:\s]+): (.*)$/s.exec(part) ?? [];
    const name = names.find((one) => path === one || path.startsWith(`${one}/`) || path.startsWith(`${one}.`));
    if (name === undefined) rest.push(part);
    else byField.set(name, [byField.get(name), path === name ? what : `${path}: ${what}`].filter(Boolean).join('; '));
  }
  return { byField, rest: rest.join('; ') };
}
