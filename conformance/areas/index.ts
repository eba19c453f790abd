import type { Area } from '../check.ts';

/** All that the suite looks at, in the order in which it is run and reported. */
export const AREAS: readonly Area[] = [];
