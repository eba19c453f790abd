import { toPlainJson } from './plain-json.ts';
import { cutText, makeVisibleLine } from './text.ts';

/**
 * Says what is wrong with a value, with the JSON Pointer `path` in front; nothing when it is right.
 */
export type Shape = (value: unknown, path: string) => string[];

/** Any value. */
export const anything: Shape = () => [];

/** A string. */
export const text: Shape = (value, path) => (typeof value === 'string' ? [] : [expected('text', value, path)]);

/** The name of a method, as HTTP allows it. */
export const word: Shape = (value, path) => {
  return typeof value === 'string' && /^[!#$%&'*+.^`|~\w-]{1,40}$/.test(value)
    ? []
    : [expected('a method', value, path)];
};

/** A number that is not negative. */
export const amount: Shape = (value, path) => {
  return typeof value === 'number' && value >= 0 ? [] : [expected('a number, 0 or more', value, path)];
};

/** One of some strings. */
export function oneOf(values: readonly string[]): Shape {
  return (value, path) => {
    return values.includes(value as string) ? [] : [expected(`one of ${values.join(', ')}`, value, path)];
  };
}

/** What `shape` takes, or null. */
export function nullable(shape: Shape): Shape {
  return (value, path) => (value === null ? [] : shape(value, path));
}

/** A list of what `item` takes. */
export function listOf(item: Shape): Shape {
  return (value, path) => {
    if (!Array.isArray(value)) return [expected('a list', value, path)];
    return value.flatMap((entry, index) => item(entry, `${path}/${index}`));
  };
}

/** An object whose every value is what `item` takes. */
export function mapOf(item: Shape): Shape {
  return (value, path) => {
    if (!isObject(value)) return [expected('an object', value, path)];
    return Object.entries(value).flatMap(([key, entry]) => item(entry, `${path}/${escapePointer(key)}`));
  };
}

/**
 * An object with some members; it may have others.
 *
 * @param required - members that have to be there
 * @param optional - members that have to be right where they are
 */
export function objectOf(
  required: Readonly<Record<string, Shape>>,
  optional: Readonly<Record<string, Shape>> = {},
): Shape {
  return (value, path) => {
    if (!isObject(value)) return [expected('an object', value, path)];
    const missing = Object.keys(required).filter((key) => !Object.hasOwn(value, key));
    const present = Object.entries({ ...required, ...optional }).filter(([key]) => Object.hasOwn(value, key));
    return [
      ...missing.map((key) => `${at(path)}missing \`${key}\``),
      ...present.flatMap(([key, shape]) => shape(value[key], `${path}/${escapePointer(key)}`)),
    ];
  };
}

function expected(what: string, value: unknown, path: string): string {
  return `${at(path)}expected ${what}, got ${describeValue(value)}`;
}

function describeValue(value: unknown): string {
  if (Array.isArray(value)) return 'a list';
  if (isObject(value)) return 'an object';
  return cutText(makeVisibleLine(JSON.stringify(toPlainJson(value))), 60);
}

function at(path: string): string {
  return path === '' ? '' : `${makeVisibleLine(path)}: `;
}

function escapePointer(key: string): string {
  return key.replaceAll('~', '~0').replaceAll('/', '~1');
}

function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
