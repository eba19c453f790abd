import type { Area } from '../../check.ts';
import { checkCombinations } from './combinations.ts';
import { checkEncodings } from './encodings.ts';
import { checkFilteredWalks, checkInterleavedWalks } from './filtered-walks.ts';
import { checkKeptFilters } from './kept-filters.ts';
import { checkKnownValues } from './known-values.ts';
import { inspectRows } from './mismatches.ts';
import { deriveFilterRequirements } from './requirements.ts';
import { checkFilters } from './single-filters.ts';
import { checkSplits, checkValuesApart } from './splits.ts';
import { checkEmpty, checkUnmatchedValues } from './unmatched-values.ts';

/** Which rows a filter returns. */
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
    checkUnmatchedValues,
    checkValuesApart,
    checkEncodings,
    checkKnownValues,
  ],
};
