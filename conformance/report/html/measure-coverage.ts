import type { Result } from '../../result.ts';
import { countVerdicts } from '../count-verdicts.ts';

/** How many requirements could be decided. */
export interface Coverage {
  /** Those with a verdict on the target, whatever it is. */
  readonly decided: number;
  /** Those that apply to the target. */
  readonly applicable: number;
}

/**
 * Measures how many requirements a run decided.
 *
 * @param results - of a run, or of a part of it
 */
export function measureCoverage(results: readonly Result[]): Coverage {
  const { pass, fail, warn, note, waived, inconclusive, error } = countVerdicts(results);
  const decided = pass + fail + warn + note + waived;
  return { decided, applicable: decided + inconclusive + error };
}
