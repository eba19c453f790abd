import type { Contract } from '../../contract/contract.ts';
import { findFilter } from '../../edit/query.ts';
import type { Query } from '../../page/parse-query.ts';

/** Whether a parameter decides which rows a list has, or in which order. */
export function isSelective(contract: Pick<Contract, 'filters' | 'order'>, name: string): boolean {
  return name === contract.order.parameter?.name || findFilter(contract, name) !== undefined;
}

/** Filters and order of a request as one text, in which the order of parameters does not matter. */
export function describeFilters(contract: Pick<Contract, 'filters' | 'order'>, pairs: Query): string {
  const chosen = pairs.filter(([name]) => isSelective(contract, name));
  return chosen
    .map(([name, value]) => `${name}=${value}`)
    .sort()
    .join('&');
}
