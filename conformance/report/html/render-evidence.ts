import type { Evidence } from '../../result.ts';
import { describeEvidence } from '../describe-evidence.ts';
import { countNoun } from '../text/count-noun.ts';
import { type ComparedPiece, compareValues } from './compare-values.ts';
import { type Html, html } from './html.ts';
import { renderExchange } from './render-exchange.ts';
import { renderSentence } from './render-sentence.ts';

const MAX_EXCHANGES = 12;

/** Evidence: what was demanded, expected and received, the command that shows it, and the exchanges. */
export function renderEvidence(evidence: Evidence): Html {
  const { demand, expected, received, difference, curl } = describeEvidence(evidence);
  const comparison = compareValues(evidence.expected, evidence.received);
  return html`<dl class="evidence">
<dt>Demanded</dt><dd>${renderSentence(demand)}</dd>
${renderValue('Expected', 'expected', expected, comparison?.expected)}
${renderValue('Received', 'received', received, comparison?.received)}
${difference === undefined ? undefined : html`<dt>Differs</dt><dd>${difference}</dd>`}
${curl.length === 0 ? undefined : html`<dt>Show it</dt><dd>${curl.map((command) => html`<pre class="command">${command}</pre>`)}</dd>`}
${renderExchanges(evidence)}
</dl>`;
}

function renderValue(label: string, name: string, text: string | undefined, pieces?: readonly ComparedPiece[]): Html {
  if (text === undefined) return html``;
  const value = pieces === undefined ? html`${text}` : html`${pieces.map(renderPiece)}`;
  return html`<dt>${label}</dt><dd><pre class="value ${name}">${value}</pre></dd>`;
}

function renderPiece({ text, differs }: ComparedPiece): Html {
  return differs ? html`<mark>${text}</mark>` : html`${text}`;
}

function renderExchanges({ exchanges }: Evidence): Html {
  if (exchanges.length === 0) return html``;
  const left = exchanges.length - MAX_EXCHANGES;
  const more =
    left > 0 ? html`<p class="quiet">${countNoun(left, 'more exchange')} in the JSON report.</p>` : undefined;
  return html`<dt>${exchanges.length === 1 ? 'Exchange' : 'Exchanges'}</dt><dd>${exchanges.slice(0, MAX_EXCHANGES).map(renderExchange)}${more}</dd>`;
}
