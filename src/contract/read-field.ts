import type { FieldPath } from './contract.ts';

/** The segment of a path that means the key `*` and not every key. */
export const LITERAL_ASTERISK = '~*';

/**
 * The values that stand at a path within an item. An array at the end of the path is one value for each of its elements
 * (`sources` of an item with two sources are two values).
 *
 * @param item - a row, or the part of it where the path starts
 * @param path - segments; `*` is any element of an array or any value of a map
 * @returns the values, null ones included; none when the path leads nowhere
 */
export function readField(item: unknown, path: FieldPath): readonly unknown[] {
  let found: unknown[] = [item];
  for (const segment of path) found = found.flatMap((value) => step(value, segment));
  return found.flatMap((value) => (Array.isArray(value) ? (value as unknown[]) : [value]));
}

function step(value: unknown, segment: string): unknown[] {
  if (typeof value !== 'object' || value === null) return [];
  if (segment === '*') return Object.values(value);
  const key = segment === LITERAL_ASTERISK ? '*' : segment;
  return Object.hasOwn(value, key) ? [(value as Record<string, unknown>)[key]] : [];
}
