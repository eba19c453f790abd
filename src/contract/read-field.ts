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
  const found: unknown[] = [];
  collect(item, path, 0, found);
  return found;
}

/** Called for every value of every row that anybody looks at, so it makes no lists on the way. */
function collect(value: unknown, path: FieldPath, depth: number, found: unknown[]): void {
  const segment = path[depth];
  if (segment === undefined) {
    if (Array.isArray(value)) found.push(...(value as unknown[]));
    else found.push(value);
    return;
  }
  if (typeof value !== 'object' || value === null) return;
  if (segment === '*') {
    for (const part of Object.values(value)) collect(part, path, depth + 1, found);
    return;
  }
  const key = segment === LITERAL_ASTERISK ? '*' : segment;
  if (Object.hasOwn(value, key)) collect((value as Record<string, unknown>)[key], path, depth + 1, found);
}
