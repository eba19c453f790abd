import { compareComparables } from '../../contract/comparable.ts';
import type { OrderKey } from '../../contract/contract.ts';
import type { Key } from '../table.ts';

/**
 * Compares the keys of two rows. A key that is shorter than the order is compared as far as it goes.
 *
 * @returns negative, zero or positive, as `Array.prototype.sort` wants it
 */
export function compareKeys(a: Key, b: Key, order: readonly OrderKey[]): number {
  for (const [index, { direction }] of order.entries()) {
    const left = a[index];
    const right = b[index];
    if (left === undefined || right === undefined) return 0;
    const difference = compareComparables(left, right);
    if (difference !== 0) return direction * difference;
  }
  return 0;
}
