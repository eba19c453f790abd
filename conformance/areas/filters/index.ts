import type { Area } from '../../check.ts';
import { checkEncodings } from './check-encodings.ts';
import { checkFilters, checkStrangeValues } from './check-filters.ts';
import { checkValuesApart } from './check-values-apart.ts';
import { deriveFilterRequirements } from './filter-requirements.ts';
import { inspectRows } from './inspect-rows.ts';

/** Which rows a filter shows. */
export const filtersArea: Area = {
  name: 'filters',
  derive: deriveFilterRequirements,
  inspectors: [inspectRows],
  checks: [checkFilters, checkStrangeValues, checkValuesApart, checkEncodings],
};
