import type { Area } from '../../check.ts';
import { checkFilters, checkStrangeValues } from './check-filters.ts';
import { deriveFilterRequirements } from './filter-requirements.ts';
import { inspectRows } from './inspect-rows.ts';

/** Which rows a filter shows. */
export const filtersArea: Area = {
  name: 'filters',
  derive: deriveFilterRequirements,
  inspectors: [inspectRows],
  checks: [checkFilters, checkStrangeValues],
};
