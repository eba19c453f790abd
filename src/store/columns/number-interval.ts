import type { Criterion } from '../../contract/criterion.ts';

/** The numbers from `low` to `high`, both included; none when either is NaN. */
export interface Interval {
  readonly low: number;
  readonly high: number;
}

const float = new Float64Array(1);
const bits = new BigInt64Array(float.buffer);

/**
 * @param criterion - on a field whose values compare as numbers
 * @returns the numbers for which it holds; `undefined` when its operator does not look at them as numbers
 */
export function toInterval({ operator, operand }: Pick<Criterion, 'operator' | 'operand'>): Interval | undefined {
  const bound = Number(operand);
  switch (operator) {
    case 'equals':
      return { low: bound, high: bound };
    case 'gte':
      return { low: bound, high: Number.POSITIVE_INFINITY };
    case 'gt':
      return { low: nextAbove(bound), high: Number.POSITIVE_INFINITY };
    case 'lte':
      return { low: Number.NEGATIVE_INFINITY, high: bound };
    case 'lt':
      return { low: Number.NEGATIVE_INFINITY, high: -nextAbove(-bound) };
    default:
      return undefined;
  }
}

/** The smallest double above another; NaN above infinity. */
function nextAbove(bound: number): number {
  if (bound === 0) return Number.MIN_VALUE;
  if (bound === Number.POSITIVE_INFINITY) return Number.NaN;
  float[0] = bound;
  bits[0] = (bits[0] as bigint) + (bound < 0 ? -1n : 1n);
  return float[0];
}
