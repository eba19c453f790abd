import { countNoun, formatDuration } from '../../../src/contract/text.ts';
import type { Exchange } from '../../client/exchange.ts';
import type { Evidence } from '../../result.ts';
import { type ComparedPiece, compareValues } from '../difference.ts';
import { describeEvidence } from '../evidence.ts';
import { describeStatus, type JsonToken, layOutBody } from '../exchange.ts';
import { type Html, html, renderSentence } from './html.ts';

const MAX_EXCHANGES = 12;

/** Evidence: required, expected and received, the command that reproduces it, and the exchanges. */
export function renderEvidence(evidence: Evidence): Html {
  const { demand, expected, received, difference, curl, variables = [] } = describeEvidence(evidence);
  const comparison = compareValues(evidence.expected, evidence.received);
  return html`<dl class="evidence">
<dt>Required</dt><dd>${renderSentence(demand)}</dd>
${renderValue('Expected', 'expected', expected, comparison?.expected)}
${renderValue('Received', 'received', received, comparison?.received)}
${difference === undefined ? undefined : html`<dt>Differs</dt><dd>${difference}</dd>`}
${curl.length === 0 ? undefined : html`<dt>Reproduce</dt><dd>${curl.map((command) => html`<pre class="command">${command}</pre>`)}${variables.map(({ text }) => html`<p class="quiet">${text}</p>`)}</dd>`}
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

/** A request and its response, folded to one line with method, path and status. */
export function renderExchange(exchange: Exchange): Html {
  const { method, url, requestHeaders, requestBody, responseHeaders, body, durationMs } = exchange;
  const status = describeStatus(exchange);
  return html`<details class="exchange">
<summary><span class="method">${method}</span> <span class="url">${shortenUrl(url)}</span> <span class="status ${classOf(exchange)}">${status}</span> <span class="quiet">${formatDuration(durationMs)}</span></summary>
<div class="wire">
<h4>Request</h4>
<pre>${method} ${url}${renderHeaders(requestHeaders)}</pre>
${requestBody === undefined ? '' : renderBody(requestHeaders['content-type'], requestBody)}
<h4>Response</h4>
<pre>${status}${renderHeaders(responseHeaders)}</pre>
${renderBody(responseHeaders['content-type'], body)}
</div>
</details>`;
}

function renderHeaders(headers: Readonly<Record<string, string>>): Html[] {
  return Object.entries(headers).map(([name, value]) => html`\n<span class="k">${name}:</span> ${value}`);
}

/** Path and query: the origin is that of the target nearly always, and stands in the request. */
function shortenUrl(url: string): string {
  return /^https?:\/\/[^/?#]+(\/.*)$/s.exec(url)?.[1] ?? url;
}

function classOf({ status }: Exchange): string {
  if (status === 0 || status >= 500) return 'bad';
  return status >= 400 ? 'odd' : 'good';
}

const MAX_INDENT = 20;
const CLASSES: Partial<Record<JsonToken['kind'], string>> = { key: 'k', string: 's', number: 'n', literal: 'n' };

/**
 * A response body: JSON indented and set in colours, the rest as it is, cut after a while.
 *
 * @param contentType - the header of the response, when there was one
 * @returns a `pre`, or a remark that there is no body
 */
export function renderBody(contentType: string | undefined, body: string): Html {
  const lines = layOutBody(contentType, body);
  if (lines.length === 0) return html`<p class="quiet">Empty body.</p>`;
  const rendered = lines.map(({ depth, tokens }, index) => {
    const indent = '  '.repeat(Math.min(depth, MAX_INDENT));
    return html`${index === 0 ? '' : '\n'}${indent}${tokens.map(renderToken)}`;
  });
  return html`<pre class="body">${rendered}</pre>`;
}

function renderToken({ kind, text }: JsonToken): Html {
  const name = CLASSES[kind];
  if (name !== undefined) return html`<span class="${name}">${text}</span>`;
  return html`${kind === 'punctuation' && text === ':' ? ': ' : text}`;
}
