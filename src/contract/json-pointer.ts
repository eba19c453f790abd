/** JSON as plain data. */
export type Json = null | boolean | number | string | readonly Json[] | { readonly [key: string]: Json };

/** Where something stands in a response: a JSON Pointer into the body, as segments. */
export type Pointer = readonly string[];

/** What stands at a pointer into a JSON value; `undefined` where nothing does. */
export function readPointer(value: Json, pointer: Pointer): Json | undefined {
  return pointer.reduce<Json | undefined>((at, segment) => {
    return typeof at === 'object' && at !== null ? (at as Record<string, Json>)[segment] : undefined;
  }, value);
}
