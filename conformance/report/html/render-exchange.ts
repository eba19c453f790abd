import type { Exchange } from '../../client/exchange.ts';
import { describeStatus } from '../text/describe-status.ts';
import { formatDuration } from '../text/format-duration.ts';
import { type Html, html } from './html.ts';
import { renderBody } from './render-body.ts';

/** A request and its answer, folded to one line with method, path and status. */
export function renderExchange(exchange: Exchange): Html {
  const { method, url, requestHeaders, responseHeaders, body, durationMs } = exchange;
  const status = describeStatus(exchange);
  return html`<details class="exchange">
<summary><span class="method">${method}</span> <span class="url">${shortenUrl(url)}</span> <span class="status ${classOf(exchange)}">${status}</span> <span class="quiet">${formatDuration(durationMs)}</span></summary>
<div class="wire">
<h4>Request</h4>
<pre>${method} ${url}${renderHeaders(requestHeaders)}</pre>
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
