import type { OrderKey } from '../contract/contract.ts';

/** The same order with the rows that it leaves tied but for its last key the other way round. */
export function turnTies(order: readonly OrderKey[]): readonly OrderKey[] {
  return order.map((key, index) => {
    return index === order.length - 1 ? ({ ...key, direction: key.direction === 1 ? -1 : 1 } as const) : key;
  });
}
