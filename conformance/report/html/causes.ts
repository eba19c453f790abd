import type { Cause, Report, Result } from '../../result.ts';
import { describeOther, describeReach, groupByCause, nameCauses, writeExplainCommand } from '../causes.ts';
import { type Html, html, renderSentence } from './html.ts';
import { renderPicture } from './picture.ts';
import { renderResult } from './results.ts';
import type { Section } from './section.ts';

/**
 * The part of the page that says what the violations come from.
 *
 * @param anchors - the names of results within the page
 * @returns one part, or none when the report has no causes
 */
export function listCauses(report: Report, anchors: ReadonlyMap<Result, string>): Section[] {
  const { causes = [] } = report;
  if (causes.length === 0) return [];
  return [
    {
      anchor: 'causes',
      title: nameCauses(causes),
      count: undefined,
      intro: '',
      content: causes.map((cause, index) => html`${renderCause(cause, index + 1, report, anchors)}\n`),
    },
  ];
}

function renderCause(cause: Cause, number: number, report: Report, anchors: ReadonlyMap<Result, string>): Html {
  const { kind, title, summary, curl, alternatives = [], remedy, explains, asked, picture } = cause;
  const explained = report.results.filter(({ id, verdict }) => explains.includes(id) && verdict !== 'pass');
  const reach = describeReach(cause, report);
  return html`<article class="result" id="${nameCause(number)}">
<h3>${number}. ${renderSentence(title)}</h3>
<p class="reason">${renderSentence(summary)}</p>
${reach === '' ? undefined : html`<p class="facts">${reach}</p>`}
${picture === undefined ? undefined : renderPicture(picture, `picture-${number}`)}
${remedy === undefined ? undefined : html`<p>${renderSentence(remedy)}</p>`}
${alternatives.length === 0 ? undefined : html`<ul class="plain">${alternatives.map((other) => html`<li>${renderSentence(describeOther(other))}</li>`)}</ul>`}
${asked === undefined ? undefined : html`<p>${renderSentence(asked.summary)}</p>`}
${asked?.curl === undefined ? undefined : html`<pre class="command">${asked.curl}</pre>`}
${curl.map((command) => html`<pre class="command">${command}</pre>`)}
${kind === undefined ? undefined : html`<p class="quiet">More: <code>${writeExplainCommand(kind)}</code></p>`}
${explained.length === 0 ? undefined : html`<ul class="plain">${explained.map((result) => html`<li><a href="#${anchors.get(result) ?? ''}">${renderSentence(result.title)}</a></li>`)}</ul>`}
</article>`;
}

function nameCause(number: number): string {
  return `cause-${number}`;
}

/** Results in full, under the causes that explain them. */
export function renderGroups(report: Report, results: readonly Result[], anchors: ReadonlyMap<Result, string>): Html[] {
  const groups = groupByCause(report, results);
  return groups.flatMap(({ cause, number, results: own }) => {
    const articles = own.map((result) => html`${renderResult(result, anchors.get(result) ?? '')}\n`);
    if (cause === undefined)
      return groups.length < 2 ? articles : [html`<p class="intro">From no known cause:</p>\n`, ...articles];
    return [
      html`<p class="intro">From cause <a href="#${nameCause(number)}">${number}</a>: ${renderSentence(cause.title)}</p>\n`,
      ...articles,
    ];
  });
}
