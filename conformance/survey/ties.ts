import type { Contract, OrderKey } from '../../src/contract/contract.ts';
import { type Comparable, readField, toComparable } from '../../src/contract/field-values.ts';

import type { Item } from '../list/answer.ts';
import type { Window } from './window.ts';

/** The keys of the default order in which rows can be tied: all but the identity at its end. */
export function listTieKeys({ order, identity }: Pick<Contract, 'order' | 'identity'>): readonly OrderKey[] {
  return order.by.filter(({ field }) => field.name !== identity.name);
}

/** The sort values of a row, comparable. */
export function readSortValues(item: Item, keys: readonly OrderKey[]): readonly Comparable[] {
  return keys.map(({ field }) => toComparable(readField(item, field.path)[0], field.kind));
}

/** A text that is equal for tied rows only. */
export function describeTie(item: Item, keys: readonly OrderKey[]): string {
  return JSON.stringify(readSortValues(item, keys));
}

/** The groups of tied rows, largest first; rows without a tie are left out. */
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

/** The page sizes at which pages end between tied rows, those with the most such pages first. */
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
