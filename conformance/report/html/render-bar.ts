import type { Summary, Verdict } from '../../result.ts';
import { describeCounts } from '../describe-report.ts';
import { type Html, html } from './html.ts';

/** What was decided comes first, good and bad, then what was not. */
export const DISPLAY_ORDER: readonly Verdict[] = [
  'pass',
  'fail',
  'error',
  'warn',
  'waived',
  'note',
  'inconclusive',
  'notApplicable',
];
const GAP = 0.4;

/**
 * Counts as a bar, each verdict as wide as its share. Drawn with attributes alone, so that the page needs no inline styles.
 *
 * @param counts - of some results
 */
export function renderBar(counts: Summary): Html {
  const present = DISPLAY_ORDER.filter((verdict) => counts[verdict] > 0);
  const total = present.reduce((sum, verdict) => sum + counts[verdict], 0);
  if (total === 0) return html``;
  const room = 100 - GAP * (present.length - 1);
  let x = 0;
  const parts = present.map((verdict) => {
    const width = (counts[verdict] / total) * room;
    const part = html`<rect class="fill-${verdict}" x="${x.toFixed(2)}" width="${width.toFixed(2)}" height="1"/>`;
    x += width + GAP;
    return part;
  });
  return html`<svg class="bar" viewBox="0 0 100 1" preserveAspectRatio="none" role="img" aria-label="${describeCounts(counts)}">${parts}</svg>`;
}
