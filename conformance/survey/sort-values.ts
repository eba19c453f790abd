import { type Comparable, toComparable } from '../../src/contract/comparable.ts';
import type { Contract, OrderKey } from '../../src/contract/contract.ts';
import { readField } from '../../src/contract/read-field.ts';
import type { Item } from '../list/answer.ts';

/** The keys of the usual order that rows can be tied in: all but the identity at its end. */
export function listTieKeys({ order, identity }: Pick<Contract, 'order' | 'identity'>): readonly OrderKey[] {
  return order.by.filter(({ field }) => field.name !== identity.name);
}

/** What a row is ordered by, as it compares. */
export function readSortValues(item: Item, keys: readonly OrderKey[]): readonly Comparable[] {
  return keys.map(({ field }) => toComparable(readField(item, field.path)[0], field.kind));
}

/** A text that two rows share exactly when an order does not tell them apart. */
export function describeTie(item: Item, keys: readonly OrderKey[]): string {
  return JSON.stringify(readSortValues(item, keys));
}

/** The rows in groups that the order does not tell apart, largest first; rows alone in their group are left out. */
export function groupTies(items: readonly Item[], keys: readonly OrderKey[]): readonly (readonly Item[])[] {
  if (keys.length === 0) return [];
  const groups = new Map<string, Item[]>();
  for (const item of items) {
    const tie = describeTie(item, keys);
    const group = groups.get(tie);
    if (group === undefined) groups.set(tie, [item]);
    else group.push(item);
  }
  return [...groups.values()].filter(({ length }) => length > 1).sort((a, b) => b.length - a.length);
}
