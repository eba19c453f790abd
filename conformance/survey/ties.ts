import type { Contract, OrderKey } from '../../src/contract/contract.ts';
import { type Comparable, readField, toComparable } from '../../src/contract/field-values.ts';

import type { Item } from '../list/answer.ts';
import type { Window } from './window.ts';

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

/** The page sizes at which pages end amid rows that the order does not tell apart, those first at which most pages do. */
export function listSplittingSizes(contract: Contract, { items }: Pick<Window, 'items'>): readonly number[] {
  const keys = listTieKeys(contract);
  if (keys.length === 0) return [];
  const ties = items.map((item) => describeTie(item, keys));
  const countSplits = (size: number): number => {
    return ties.filter((tie, index) => index > 0 && index % size === 0 && tie === ties[index - 1]).length;
  };
  const sizes = Array.from({ length: Math.max(0, items.length - 2) }, (_, index) => index + 2);
  return sizes
    .map((size) => ({ size, splits: countSplits(size) }))
    .filter(({ splits }) => splits > 0)
    .sort((a, b) => b.splits - a.splits || b.size - a.size)
    .map(({ size }) => size);
}
