import type { Level, Result } from '../../result.ts';
import { type AreaResults, groupByArea } from '../group-by-area.ts';
import { countNoun } from '../text/count-noun.ts';
import { type Html, html } from './html.ts';
import { measureCoverage } from './measure-coverage.ts';
import { renderBar } from './render-bar.ts';

/** Keeps a number with what it counts. */
const NO_BREAK = '\u00a0';

const LEVELS: readonly Level[] = ['must', 'should', 'may'];

/** How many requirements were decided, by area and level. */
export function renderCoverage(results: readonly Result[]): Html {
  const areas = groupByArea(results);
  return html`<table class="coverage">
<caption>Requirements decided of those that apply</caption>
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
      : [`${part.decided} of ${part.applicable} ${level.toUpperCase()}`.replaceAll(' ', NO_BREAK)];
  });
  const sum = `The run decided ${decided} of the ${countNoun(applicable, 'requirement')} that apply`;
  return parts.length === 0 ? `${sum}.` : `${sum}: ${parts.join(', ')}.`;
}

function renderRow({ area, results, counts }: AreaResults, index: number): Html {
  return html`<tr><th scope="row"><a href="#area-${index + 1}">${area}</a>${renderBar(counts)}</th>${LEVELS.map((level) => renderCell(results, level))}</tr>\n`;
}

function renderCell(results: readonly Result[], level: Level): Html {
  const { decided, applicable } = measureCoverage(results.filter((result) => result.level === level));
  if (applicable === 0) return html`<td class="none">–</td>`;
  return html`<td class="${decided < applicable ? 'open' : 'full'}">${decided}<span class="of"> of ${applicable}</span></td>`;
}
