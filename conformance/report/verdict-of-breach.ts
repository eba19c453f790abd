import type { Level, Verdict } from '../result.ts';

const VERDICTS: Readonly<Record<Level, Verdict>> = { must: 'fail', should: 'warn', may: 'note' };

/** How it comes out when something is not kept, by how binding it is. */
export function verdictOfBreach(level: Level): Verdict {
  return VERDICTS[level];
}
