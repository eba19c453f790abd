import { countNoun } from '../report/text/count-noun.ts';
import { makeVisibleLine } from '../report/text/make-visible.ts';
import { nameVerdict, VERDICTS } from '../report/verdicts.ts';
import type { Report, Result, Verdict } from '../result.ts';

/** Tests pass with these, although there is something to say. */
const OPEN_ENDS: Readonly<Partial<Record<Verdict, string>>> = {
  warn: 'warning',
  note: 'note',
  waived: 'waived',
  inconclusive: 'not decided',
};

/**
 * What a run has to say that no failing test says: what was not decided and why, warnings, and what is waived.
 *
 * @returns one line with the numbers and one for each; `undefined` when everything was decided and is well
 */
export function describeOpenEnds({ contract, target, summary, requests, results }: Report): string | undefined {
  const open = Object.keys(OPEN_ENDS).flatMap((verdict) => results.filter((result) => result.verdict === verdict));
  if (open.length === 0) return undefined;
  const counts = VERDICTS.filter((verdict) => summary[verdict] > 0).map((verdict) => {
    return `${summary[verdict]} ${nameVerdict(verdict, summary[verdict])}`;
  });
  const head = `${contract} at ${target}: ${[...counts, countNoun(requests, 'request')].join(', ')}`;
  return [head, ...open.map(describeOne)].join('\n');
}

function describeOne({ verdict, id, reason, waiver }: Result): string {
  const until = verdict === 'waived' && waiver !== undefined ? ` Until ${waiver.expires}: ${waiver.reason}` : '';
  return `  ${OPEN_ENDS[verdict] ?? verdict}: ${id}: ${makeVisibleLine(reason + until)}`;
}
