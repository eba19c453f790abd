import type { Contract } from '../../src/contract/contract.ts';
import { readField } from '../../src/contract/read-field.ts';
import type { Item } from '../list/answer.ts';
import { describeTie, groupTies, listTieKeys } from './sort-values.ts';

const GOOD_SIZE = { least: 10, most: 30 };

/** How much there is to see in some rows: a size that pages well, ties of the order and rows apart from them, nulls, values that filters tell apart. */
export function scoreRows(items: readonly Item[], contract: Contract): number {
  const { length } = items;
  const size = length >= GOOD_SIZE.least && length <= GOOD_SIZE.most ? 6 : 0;
  const keys = listTieKeys(contract);
  const ties = groupTies(items, keys);
  const largest = ties[0]?.length ?? 0;
  const tied = largest === 0 ? 0 : 3 + Math.min(3, ties.length) + (largest > 2 ? 1 : 0);
  const variety = new Set(items.map((item) => describeTie(item, keys))).size > 2 ? 2 : 0;
  return size + tied + variety + countNullable(items, contract) + countTelling(items, contract);
}

/** Fields of orders and filters that some rows have and others lack. */
function countNullable(items: readonly Item[], { filters, order }: Contract): number {
  const fields = [...filters.flatMap((filter) => filter.fields), ...(order.parameter?.fields.values() ?? [])];
  const mixed = fields.filter(({ path }) => {
    const isNull = items.map((item) => (readField(item, path)[0] ?? null) === null);
    return isNull.includes(true) && isNull.includes(false);
  });
  return Math.min(2, mixed.length);
}

/** Filters of a field that has several values, each of them in few rows but not in one only. */
function countTelling(items: readonly Item[], { filters }: Contract): number {
  const telling = filters.filter(({ fields, operator }) => {
    if (operator !== 'equals') return false;
    const values = items.map((item) => JSON.stringify(fields.map(({ path }) => readField(item, path))));
    const distinct = new Set(values).size;
    return distinct > 1 && distinct < items.length;
  });
  return Math.min(3, telling.length);
}
