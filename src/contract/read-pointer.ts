import type { Json, Pointer } from './json.ts';

/** What stands at a pointer into a JSON value; `undefined` where nothing does. */
export function readPointer(value: Json, pointer: Pointer): Json | undefined {
  return pointer.reduce<Json | undefined>((at, segment) => {
    return typeof at === 'object' && at !== null ? (at as Record<string, Json>)[segment] : undefined;
  }, value);
}
