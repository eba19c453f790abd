import type { ExchangeFilter } from './exchange-filter.ts';
import { FilterError } from './filter-error.ts';
import { createExchangeTest } from './filter-exchanges.ts';

/** The names of all filters, as parameters of a query. */
export const EXCHANGE_FILTERS: readonly (keyof ExchangeFilter)[] = [
  'contract',
  'method',
  'status',
  'path',
  'fault',
  'since',
  'limit',
];

/**
 * Reads a filter from parameters of a query, decoded.
 *
 * @throws {FilterError} for a value that a filter cannot have
 */
export function readExchangeFilter(
  parameters: Readonly<Partial<Record<keyof ExchangeFilter, string>>>,
): ExchangeFilter {
  const { since, limit, ...texts } = parameters;
  const filter: ExchangeFilter = {
    ...texts,
    ...(since === undefined ? {} : { since: readCount('since', since) }),
    ...(limit === undefined ? {} : { limit: readCount('limit', limit) }),
  };
  createExchangeTest(filter);
  return filter;
}

function readCount(name: string, text: string): number {
  if (!/^\d{1,15}$/.test(text)) throw new FilterError(name, text, 'a whole number, 0 or more');
  return Number(text);
}
