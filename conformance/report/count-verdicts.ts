import type { Result, Summary, Verdict } from '../result.ts';
import { VERDICTS } from './verdicts.ts';

/**
 * Counts results by verdict.
 *
 * @param results - any results
 * @returns every verdict with its number, zero included
 */
export function countVerdicts(results: readonly Pick<Result, 'verdict'>[]): Summary {
  const counts = Object.fromEntries(VERDICTS.map((verdict) => [verdict, 0])) as Record<Verdict, number>;
  for (const { verdict } of results) counts[verdict] += 1;
  return counts;
}
