import { isObject } from '../json-pointer.ts';
import { patternOf } from '../pattern.ts';

/** Keywords whose value is one schema. */
export const ONE_SCHEMA: ReadonlySet<string> = new Set([
  'additionalProperties',
  'unevaluatedProperties',
  'unevaluatedItems',
  'propertyNames',
  'contains',
  'items',
  'not',
  'if',
  'then',
  'else',
]);
/** Keywords whose value is a list of schemas. */
export const SCHEMA_LISTS: ReadonlySet<string> = new Set(['allOf', 'anyOf', 'oneOf', 'prefixItems']);
/** Keywords whose value has a schema for each name. */
export const SCHEMA_MAPS: ReadonlySet<string> = new Set(['properties', 'patternProperties', 'dependentSchemas']);
/** Keywords that have done their work when references are resolved. */
export const IDENTIFIERS: ReadonlySet<string> = new Set([
  '$ref',
  '$id',
  '$schema',
  '$anchor',
  '$dynamicAnchor',
  '$dynamicRef',
  '$recursiveAnchor',
  '$recursiveRef',
  '$vocabulary',
  '$defs',
  'definitions',
  'nullable',
  'x-nullable',
  'additionalItems',
]);

const TYPES: readonly string[] = ['null', 'boolean', 'object', 'array', 'number', 'integer', 'string'];

/** What is wrong with the value of a keyword. */
interface ShapeFault {
  readonly message: string;
  /** A flaw, where the author has plainly meant something else; what vendors often write is a warning. Neither is obeyed. */
  readonly severity: 'flaw' | 'warning';
  /** Keys from the keyword's value to what is wrong. */
  readonly at?: readonly string[];
}

/** The value that a keyword is obeyed with, where it is, and what is wrong with it, where anything is. */
export interface CheckedKeyword {
  readonly value?: unknown;
  readonly fault?: ShapeFault;
}

type Check = (value: unknown) => CheckedKeyword;

function warning(message: string): CheckedKeyword {
  return { fault: { message, severity: 'warning' } };
}

const number: Check = (value) =>
  typeof value === 'number' && Number.isFinite(value) ? { value } : warning('must be a number');
const positive: Check = (value) =>
  typeof value === 'number' && value > 0 ? { value } : warning('must be a number greater than 0');
const count: Check = (value) =>
  Number.isInteger(value) && (value as number) >= 0 ? { value } : warning('must be a whole number from 0 on');
const flag: Check = (value) => (typeof value === 'boolean' ? { value } : warning('must be true or false'));
const names: Check = (value) =>
  Array.isArray(value) && value.every((name) => typeof name === 'string')
    ? { value: [...new Set(value)] }
    : warning('must be a list of names of properties');
const text: Check = (value) => (typeof value === 'string' ? { value } : warning('must be a text'));

const pattern: Check = (value) => {
  if (typeof value !== 'string') return warning('must be a regular expression');
  // It stays where it is, for readers; nothing is held against it.
  if (patternOf(value).kind === 'invalid')
    return {
      value,
      fault: { message: 'must be a regular expression of ECMA-262; it is not obeyed', severity: 'warning' },
    };
  return { value };
};

const type: Check = (value) => {
  const known = [value].flat().filter((one) => typeof one === 'string' && TYPES.includes(one));
  if (known.length > 0 && known.length === [value].flat().length) return { value };
  const fault = { message: `must be ${TYPES.join(', ')} or a list of these`, severity: 'flaw' } as const;
  return known.length > 0 ? { value: known, fault } : { fault };
};

const values: Check = (value) => {
  if (Array.isArray(value) && value.length > 0) return { value };
  return { fault: { message: 'must be a list of at least one value', severity: 'flaw' } };
};

const dependencies: Check = (value) =>
  isObject(value) &&
  Object.values(value).every((list) => Array.isArray(list) && list.every((one) => typeof one === 'string'))
    ? { value }
    : warning('must be lists of names of properties');

const CHECKS: Readonly<Record<string, Check>> = {
  type,
  enum: values,
  pattern,
  format: text,
  minimum: number,
  maximum: number,
  exclusiveMinimum: number,
  exclusiveMaximum: number,
  multipleOf: positive,
  minLength: count,
  maxLength: count,
  minItems: count,
  maxItems: count,
  minContains: count,
  maxContains: count,
  minProperties: count,
  maxProperties: count,
  uniqueItems: flag,
  required: names,
  dependentRequired: dependencies,
};

/** Holds the value of a keyword against what JSON Schema lets it be. Annotations and unknown keywords may be anything. */
export function checkKeyword(keyword: string, value: unknown): CheckedKeyword {
  const check = Object.hasOwn(CHECKS, keyword) ? CHECKS[keyword] : undefined;
  return check === undefined ? { value } : check(value);
}

/**
 * Finds values of an enum that its schema's own type refuses: `[1.0, 2.0]` for a string, which YAML reads as numbers.
 *
 * @param keywords - of the schema, `nullable` applied
 * @returns the values that can occur, and what is wrong
 */
export function checkEnum(keywords: Readonly<Record<string, unknown>>): CheckedKeyword {
  const all = keywords['enum'];
  const types = [keywords['type'] ?? []].flat() as string[];
  if (!Array.isArray(all) || types.length === 0) return { value: all };
  const fitting = all.filter((value) => types.some((one) => isOfType(value, one)));
  if (fitting.length === all.length) return { value: all };
  const index = all.findIndex((value) => !fitting.includes(value));
  const quotes = types.includes('string') && typeof all[index] !== 'object' ? '; put it in quotes' : '';
  const message = `Invalid value ${JSON.stringify(all[index])}: must be ${types.join(' or ')}, as its type says${quotes}`;
  // A null among texts is what many mean by nullable, and harms nobody.
  const severity = fitting.length === 0 ? 'flaw' : 'warning';
  return { value: fitting.length === 0 ? undefined : fitting, fault: { message, severity, at: [String(index)] } };
}

function isOfType(value: unknown, type: string): boolean {
  switch (type) {
    case 'null':
      return value === null;
    case 'array':
      return Array.isArray(value);
    case 'object':
      return isObject(value) && !Array.isArray(value);
    case 'integer':
      return Number.isInteger(value);
    default:
      return typeof value === type;
  }
}
