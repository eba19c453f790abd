/** JSON as plain data. */
export type Json = null | boolean | number | string | readonly Json[] | { readonly [key: string]: Json };

/** Where something stands in a JSON value: the unescaped segments of a JSON Pointer (RFC 6901). */
export type Pointer = readonly string[];

/** The segments of a JSON Pointer: `/a~1b/0` is `['a/b', '0']`. */
export function parsePointer(pointer: string): Pointer {
  return pointer
    .split('/')
    .slice(1)
    .map((segment) => segment.replaceAll('~1', '/').replaceAll('~0', '~'));
}

/** Whether two pointers are equal. */
export function isSamePointer(a: Pointer, b: Pointer): boolean {
  return a.length === b.length && a.every((segment, index) => segment === b[index]);
}

/** What stands at a pointer into a JSON value; `undefined` where nothing does. */
export function readPointer(value: Json, pointer: Pointer): Json | undefined {
  return pointer.reduce<Json | undefined>((at, segment) => {
    return isObject(at) && Object.hasOwn(at, segment) ? (at[segment] as Json) : undefined;
  }, value);
}

/**
 * Sets what stands at a pointer, in place. A pointer whose holder does not exist changes nothing.
 *
 * @param body - plain data that may be changed
 * @param pointer - not the root
 * @param value - `undefined` removes what stands there
 */
export function writePointer(body: Json, pointer: Pointer, value: Json | undefined): void {
  const holder = readPointer(body, pointer.slice(0, -1));
  const key = pointer.at(-1);
  if (!isObject(holder) || key === undefined) return;
  if (value === undefined) delete (holder as Record<string, Json>)[key];
  else (holder as Record<string, Json>)[key] = value;
}

/** Whether a value is an object or an array. */
export function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null;
}

/** Whether a value is an object and no array. */
export function isPlainObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return isObject(value) && !Array.isArray(value);
}
