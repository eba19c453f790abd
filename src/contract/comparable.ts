import type { ValueKind } from './contract.ts';
import { parseInstant } from './parse-instant.ts';

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
      return typeof value === 'string' ? (parseInstant(value) ?? null) : null;
  }
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
