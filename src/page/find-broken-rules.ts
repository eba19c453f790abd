/** A JSON Schema keyword that a number can break. */
export type NumberRule = 'maximum' | 'minimum' | 'type';

/** A rule that a parameter of the request breaks. */
export interface Violation {
  readonly parameter: string;
  /** The JSON Schema keyword: `maximum`, `type`, `enum`. */
  readonly rule: NumberRule | 'enum';
}

/**
 * The rules for an integer that a value breaks. What is no number at all breaks each of them, as comparing with it
 * never holds.
 *
 * @param value - the number that was read; NaN for none
 * @param bounds - both inclusive; without a maximum there is no such rule
 * @returns broken keywords, upper bound first; empty when the value is an integer within bounds
 */
export function findBrokenRules(
  value: number,
  bounds: { readonly minimum: number; readonly maximum?: number },
): readonly NumberRule[] {
  const broken: NumberRule[] = [];
  if (bounds.maximum !== undefined && !(value <= bounds.maximum)) broken.push('maximum');
  if (!(value >= bounds.minimum)) broken.push('minimum');
  if (!Number.isInteger(value)) broken.push('type');
  return broken;
}
