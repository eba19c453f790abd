import { countNoun } from '../../../src/contract/text.ts';
import { nameVerdict, type Result, VERDICTS, type Verdict } from '../../result.ts';
import { describeWaiver } from '../evidence.ts';
import { type AreaResults, describeCounts, groupByArea } from '../summary.ts';
import { renderEvidence } from './evidence.ts';
import { type Html, html, renderSentence, renderTitle } from './html.ts';

const MAX_EVIDENCE = 10;

/**
 * A result as an article: its title, where it comes from, why it came out so, and the evidence.
 *
 * @param anchor - its name within the page
 */
export function renderResult(result: Result, anchor: string): Html {
  const { title, id, source, area, requests, reason, evidence } = result;
  const waiver = describeWaiver(result);
  const left = evidence.length - MAX_EVIDENCE;
  return html`<article class="${evidence.length === 0 ? 'result brief' : 'result'}" id="${anchor}">
<h3>${renderTitle(title)}</h3>
<p class="facts"><code>${id}</code> <span>${area}</span>${source === undefined ? undefined : html` <span>${source}</span>`} <span>${countNoun(requests, 'request')}</span></p>
<p class="reason">${renderSentence(reason)}</p>
${waiver === undefined ? undefined : html`<p class="waiver">${renderSentence(waiver)}</p>`}
${evidence.slice(0, MAX_EVIDENCE).map(renderEvidence)}
${left > 0 ? html`<p class="quiet">More evidence in the JSON report: ${left}.</p>` : undefined}
</article>`;
}

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

/**
 * Names for results within a page, so that a link to one still leads there in the next report.
 *
 * @returns a name for each: letters, digits, `.`, `_` and `-`, unique
 */
export function createAnchors(results: readonly Result[]): ReadonlyMap<Result, string> {
  const taken = new Set<string>();
  return new Map(
    results.map((result) => {
      const base = `r-${result.id.replace(/[^\w.-]+/g, '_').slice(0, 120)}`;
      let name = base;
      for (let count = 2; taken.has(name); count += 1) name = `${base}-${count}`;
      taken.add(name);
      return [result, name];
    }),
  );
}
