import type { FieldPath } from './contract.ts';

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
  return Object.hasOwn(value, segment) ? [(value as Record<string, unknown>)[segment]] : [];
}
