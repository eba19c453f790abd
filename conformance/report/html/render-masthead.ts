import type { Report } from '../../result.ts';
import { describeGrounds, describeSubject, describeVerdict } from '../describe-report.ts';
import { formatCount } from '../text/count-noun.ts';
import { formatDuration } from '../text/format-duration.ts';
import { nameVerdict } from '../verdicts.ts';
import { type Html, html } from './html.ts';
import { DISPLAY_ORDER, renderBar } from './render-bar.ts';

const DAY = new Intl.DateTimeFormat('en-GB', { dateStyle: 'long', timeZone: 'UTC' });

/** The top of the page: the verdict, what it rests on, what was checked, and the counts. */
export function renderMasthead(report: Report): Html {
  const { subject, verdict, summary, target, startedAt, requests, durationMs } = report;
  return html`<header class="masthead">
<p class="brand">${subject === 'client' ? 'Audit of a client' : 'Conformance report'}</p>
<h1><span class="contract">${describeSubject(report)}</span> <span class="verdict text-${verdict}">${describeVerdict(report).toLowerCase()}</span></h1>
<p class="lead">${describeGrounds(report)}</p>
<dl class="facts">
<div><dt>Target</dt><dd>${target === '' ? 'not known' : target}</dd></div>
<div><dt>Started</dt><dd>${renderMoment(startedAt)}</dd></div>
<div><dt>Requests</dt><dd>${formatCount(requests)}</dd></div>
<div><dt>Took</dt><dd>${formatDuration(durationMs)}</dd></div>
</dl>
${renderBar(summary)}
<ul class="counts">
${DISPLAY_ORDER.map((name) => html`<li class="${summary[name] === 0 ? 'none' : `some text-${name}`}"><b>${formatCount(summary[name])}</b> <span>${nameVerdict(name, summary[name])}</span></li>\n`)}</ul>
</header>`;
}

function renderMoment(startedAt: string): Html {
  const time = Date.parse(startedAt);
  if (Number.isNaN(time)) return html`${startedAt === '' ? 'not known' : startedAt}`;
  const instant = new Date(time).toISOString();
  return html`<time datetime="${instant}">${DAY.format(time)}, ${instant.slice(11, 16)} UTC</time>`;
}
