import type { Verdict } from '../result.ts';

/** Every verdict, in the order in which reports count them. */
export const VERDICTS: readonly Verdict[] = [
  'pass',
  'fail',
  'warn',
  'note',
  'inconclusive',
  'notApplicable',
  'waived',
  'error',
];

const WORDS: Readonly<Record<Verdict, readonly [one: string, many: string]>> = {
  pass: ['passed', 'passed'],
  fail: ['failed', 'failed'],
  warn: ['warning', 'warnings'],
  note: ['note', 'notes'],
  inconclusive: ['inconclusive', 'inconclusive'],
  notApplicable: ['not applicable', 'not applicable'],
  waived: ['waived', 'waived'],
  error: ['error', 'errors'],
};

/** What a number of results with a verdict is called: `3 passed`, `1 warning`. */
export function nameVerdict(verdict: Verdict, count: number): string {
  return WORDS[verdict][count === 1 ? 0 : 1];
}
