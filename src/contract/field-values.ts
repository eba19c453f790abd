import type { FieldPath, ValueKind } from './contract.ts';
import { parseInstant } from './time.ts';

/** The segment of a path that means the key `*` and not every key. */
export const LITERAL_ASTERISK = '~*';

/**
 * The values that stand at a path within an item. An array at the end of the path is one value for each of its elements
 * (`sources` of an item with two sources are two values).
 *
 * @param item - a row, or the part of it where the path starts
 * @param path - segments; `*` is any element of an array or any value of a map
 * @returns the values, null ones included; empty when nothing is at the path
 */
export function readField(item: unknown, path: FieldPath): readonly unknown[] {
  const found: unknown[] = [];
  collect(item, path, 0, found);
  return found;
}

/** Called for every value of a column, so it makes no lists on the way. */
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

/** A value as it is ordered: instants are milliseconds, booleans 0 and 1; `null` stands for an absent or null value. */
export type Comparable = string | number | null;

/**
 * Brings a value of a row or of a query to the form in which values of its kind are compared.
 *
 * @param value - as it stands in an item
 * @param kind - how values of the field compare
 * @returns the comparable form; `null` for null, absent and anything that is not of the kind
 */
export function toComparable(value: unknown, kind: ValueKind): Comparable {
  switch (kind) {
    case 'string':
      return typeof value === 'string' ? value : null;
    case 'number':
      return typeof value === 'number' ? value : null;
    case 'boolean':
      return typeof value === 'boolean' ? Number(value) : null;
    case 'instant':
      return typeof value === 'string' ? (parseKnownInstant(value) ?? null) : null;
  }
}

const MAX_INSTANTS = 10_000;
const instants = new Map<string, number | undefined>();

/** The same few rows are compared again and again. */
function parseKnownInstant(text: string): number | undefined {
  if (instants.has(text)) return instants.get(text);
  if (instants.size >= MAX_INSTANTS) instants.clear();
  const instant = parseInstant(text);
  instants.set(text, instant);
  return instant;
}

/**
 * Compares two values in ascending order: strings by UTF-16 code unit, numbers by size, `null` after everything
 * (so that it comes first in a descending order).
 *
 * @returns negative, zero or positive, as `Array.prototype.sort` wants it
 */
export function compareComparables(a: Comparable, b: Comparable): number {
  if (a === b) return 0;
  if (a === null) return 1;
  if (b === null) return -1;
  return a < b ? -1 : 1;
}
