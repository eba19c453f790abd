import type { Area } from '../../check.ts';
import { checkCombinations } from './check-combinations.ts';
import { checkEmpty } from './check-empty.ts';
import { checkEncodings } from './check-encodings.ts';
import { checkFilteredWalks } from './check-filtered-walks.ts';
import { checkFilters } from './check-filters.ts';
import { checkInterleavedWalks } from './check-interleaved-walks.ts';
import { checkKeptFilters } from './check-kept-filters.ts';
import { checkSplits } from './check-splits.ts';
import { checkStrangeValues } from './check-strange-values.ts';
import { checkValuesApart } from './check-values-apart.ts';
import { deriveFilterRequirements } from './filter-requirements.ts';
import { inspectRows } from './inspect-rows.ts';

/** Which rows a filter shows. */
export const filtersArea: Area = {
  name: 'filters',
  derive: deriveFilterRequirements,
  inspectors: [inspectRows],
  checks: [
    checkFilters,
    checkCombinations,
    checkFilteredWalks,
    checkKeptFilters,
    checkInterleavedWalks,
    checkSplits,
    checkEmpty,
    checkStrangeValues,
    checkValuesApart,
    checkEncodings,
  ],
};
