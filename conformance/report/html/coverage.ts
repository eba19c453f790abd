import { countNoun, formatCount } from '../../../src/contract/text.ts';
import { countVerdicts, type Level, type Result, type Summary, type Verdict } from '../../result.ts';
import { type AreaResults, describeCounts, groupByArea } from '../summary.ts';
import { type Html, html } from './html.ts';

/** Keeps a number with what it counts. */
const NO_BREAK = '\u00a0';

const LEVELS: readonly Level[] = ['must', 'should', 'may'];

/** How many requirements were decided, by area and level. */
export function renderCoverage(results: readonly Result[]): Html {
  const areas = groupByArea(results);
  return html`<table class="coverage">
<caption>Decided requirements, of those that apply</caption>
<thead><tr><th scope="col">Area</th>${LEVELS.map((level) => html`<th scope="col">${level.toUpperCase()}</th>`)}</tr></thead>
<tbody>
${areas.map((area, index) => renderRow(area, index))}</tbody>
<tfoot><tr><th scope="row">All areas</th>${LEVELS.map((level) => renderCell(results, level))}</tr></tfoot>
</table>`;
}

/** The coverage in a sentence. */
export function describeCoverage(results: readonly Result[]): string {
  const { decided, applicable } = measureCoverage(results);
  const parts = LEVELS.flatMap((level) => {
    const part = measureCoverage(results.filter((result) => result.level === level));
    return part.applicable === 0
      ? []
      : [
          `${formatCount(part.decided)} of ${formatCount(part.applicable)} ${level.toUpperCase()}`.replaceAll(
            ' ',
            NO_BREAK,
          ),
        ];
  });
  const sum = `The run decided ${formatCount(decided)} of the ${countNoun(applicable, 'requirement')} that apply`;
  return parts.length === 0 ? `${sum}.` : `${sum}: ${parts.join(', ')}.`;
}

function renderRow({ area, results, counts }: AreaResults, index: number): Html {
  return html`<tr><th scope="row"><a href="#area-${index + 1}">${area}</a>${renderBar(counts)}</th>${LEVELS.map((level) => renderCell(results, level))}</tr>\n`;
}

function renderCell(results: readonly Result[], level: Level): Html {
  const { decided, applicable } = measureCoverage(results.filter((result) => result.level === level));
  if (applicable === 0) return html`<td class="none">–</td>`;
  return html`<td class="${decided < applicable ? 'open' : 'full'}">${formatCount(decided)}<span class="of"> of ${formatCount(applicable)}</span></td>`;
}

/** How many requirements could be decided. */
interface Coverage {
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
