import type { Filter } from '../../../src/contract/contract.ts';

/** Whether a filter leaves values on one side of a bound. */
export function isRange({ operator }: Pick<Filter, 'operator'>): boolean {
  return ['gt', 'gte', 'lt', 'lte'].includes(operator);
}
