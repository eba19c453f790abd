import type { Area } from '../check.ts';
import { accessArea } from './access/index.ts';
import { filtersArea } from './filters/index.ts';
import { integrityArea } from './integrity/index.ts';
import { oracleArea } from './oracle/index.ts';
import { pagingArea } from './paging/index.ts';
import { robustnessArea } from './robustness.ts';
import { shapeArea } from './shape/index.ts';
import { stabilityArea } from './stability.ts';

/** All areas, in the order in which they run and are reported; what changes rows comes last. */
export const AREAS: readonly Area[] = [
  shapeArea,
  accessArea,
  integrityArea,
  pagingArea,
  filtersArea,
  robustnessArea,
  oracleArea,
  stabilityArea,
];
