import type { Result } from '../../result.ts';
import { describeWaiver } from '../describe-evidence.ts';
import { countNoun } from '../text/count-noun.ts';
import { type Html, html } from './html.ts';
import { renderEvidence } from './render-evidence.ts';
import { renderSentence, renderTitle } from './render-sentence.ts';

const MAX_EVIDENCE = 10;

/**
 * A result as an article: its title, where it comes from, why it came out so, and the evidence.
 *
 * @param result - of any verdict
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
