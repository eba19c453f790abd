import type { Result, Summary } from '../result.ts';
import { countVerdicts } from './count-verdicts.ts';

/** The results of one area. */
export interface AreaResults {
  readonly area: string;
  readonly results: readonly Result[];
  readonly counts: Summary;
}

/**
 * Groups results by area.
 *
 * @param results - in the order of the run
 * @returns the areas in the order of their first result
 */
export function groupByArea(results: readonly Result[]): AreaResults[] {
  const areas = new Map<string, Result[]>();
  for (const result of results) {
    const group = areas.get(result.area);
    if (group === undefined) areas.set(result.area, [result]);
    else group.push(result);
  }
  return [...areas].map(([area, group]) => ({ area, results: group, counts: countVerdicts(group) }));
}
