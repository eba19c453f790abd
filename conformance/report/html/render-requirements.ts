import type { Result, Verdict } from '../../result.ts';
import { describeWaiver } from '../describe-evidence.ts';
import { describeCounts } from '../describe-report.ts';
import { type AreaResults, groupByArea } from '../group-by-area.ts';
import { countNoun } from '../text/count-noun.ts';
import { nameVerdict, VERDICTS } from '../verdicts.ts';
import { type Html, html } from './html.ts';
import { renderSentence, renderTitle } from './render-sentence.ts';

const LABELS: Readonly<Record<Verdict, string>> = {
  pass: 'passed',
  fail: 'failed',
  warn: 'warning',
  note: 'note',
  inconclusive: 'inconclusive',
  notApplicable: 'not applicable',
  waived: 'waived',
  error: 'error',
};

/**
 * Every requirement by area, with what was exercised or what is missing. The fields to filter them are hidden until the script of the
 * page shows them.
 *
 * @param results - of a run
 * @param anchors - the names of results within the page
 * @param detailed - those that have an article of their own, which are linked to
 */
export function renderRequirements(
  results: readonly Result[],
  anchors: ReadonlyMap<Result, string>,
  detailed: ReadonlySet<Result>,
): Html {
  const present = VERDICTS.filter((verdict) => results.some((result) => result.verdict === verdict));
  return html`<div class="filter" role="search" hidden>
<label>Find <input type="search" id="filter-text" autocomplete="off" spellcheck="false"></label>
<label>Show <select id="filter-verdict"><option value="">every verdict</option>${present.map((verdict) => html`<option value="${verdict}">${nameVerdict(verdict, 2)}</option>`)}</select></label>
<output id="filter-count" for="filter-text filter-verdict"></output>
</div>
${groupByArea(results).map((group, index) => renderArea(group, `area-${index + 1}`, anchors, detailed))}`;
}

function renderArea(
  group: AreaResults,
  name: string,
  anchors: ReadonlyMap<Result, string>,
  detailed: ReadonlySet<Result>,
): Html {
  return html`<details class="area" id="${name}">
<summary><h3>${group.area}</h3> <span class="quiet">${describeCounts(group.counts)}</span></summary>
<ul>
${group.results.map((result) => renderItem(result, anchors.get(result) ?? '', detailed.has(result)))}</ul>
</details>
`;
}

function renderItem(result: Result, anchor: string, isDetailed: boolean): Html {
  const { id, title, verdict, reason, source, requests } = result;
  const name = renderTitle(title);
  const waiver = describeWaiver(result);
  return html`<li data-verdict="${verdict}"${isDetailed ? undefined : html` id="${anchor}"`}>
<span class="badge text-${verdict}">${LABELS[verdict]}</span>
<div><p class="title">${isDetailed ? html`<a href="#${anchor}">${name}</a>` : name}</p>
<p class="reason">${renderSentence(reason)}${waiver === undefined ? undefined : html` ${renderSentence(waiver)}`}</p>
<p class="facts"><code>${id}</code>${source === undefined ? undefined : html` <span>${source}</span>`} <span>${countNoun(requests, 'request')}</span></p></div>
</li>
`;
}
