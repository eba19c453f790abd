import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { formatCount, formatDuration } from '../../../src/contract/text.ts';
import { nameVerdict, type Report, type Result, type Verdict } from '../../result.ts';
import { describeGrounds, describeSubject, describeVerdict } from '../summary.ts';
import { DISPLAY_ORDER, describeCoverage, renderBar, renderCoverage } from './coverage.ts';
import { type Html, html, renderSentence, trust } from './html.ts';
import { createAnchors, renderRequirements, renderResult } from './results.ts';
import { PAGE_SCRIPT } from './script.ts';

/**
 * A report as a web page, for people: one file that needs nothing else, on a screen of any size, light or dark, and on paper.
 *
 * @param report - a run
 * @returns a document of HTML; no text of the report can become markup
 */
export function formatHtml(report: Report): string {
  const sections = listSections(report);
  const page = html`<!doctype html>
<html lang="en">
${renderHead(report)}
<body>
<a class="skip" href="#main">Skip to the results</a>
${renderMasthead(report)}
${renderNavigation(sections)}
<main id="main" tabindex="-1">
${sections.map(renderSection)}
</main>
<footer><p>Made by pagewright. The same run as JSON holds every exchange in full.</p></footer>
${renderScript()}
</body>
</html>
`;
  return page.markup;
}

/**
 * The head of the page. Its policy lets a browser load nothing, and run and apply only what is written here: should text of a
 * target ever become markup, it would still do nothing.
 */
export function renderHead(report: Report): Html {
  const style = readStyle();
  const policy = [
    "default-src 'none'",
    `style-src '${digest(style)}'`,
    `script-src '${digest(PAGE_SCRIPT)}'`,
    'img-src data:',
    "base-uri 'none'",
    "form-action 'none'",
  ].join('; ');
  return html`<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="${trust(policy)}">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<meta name="robots" content="noindex">
<title>${describeSubject(report)} ${describeVerdict(report).toLowerCase()}</title>
<link rel="icon" href="data:,">
<style>${trust(style)}</style>
</head>`;
}

/** The script of the page, to stand at its end. */
export function renderScript(): Html {
  return html`<script>${trust(PAGE_SCRIPT)}</script>`;
}

function digest(text: string): string {
  return `sha256-${createHash('sha256').update(text).digest('base64')}`;
}

const SHEETS = ['tokens', 'base', 'verdicts', 'masthead', 'results', 'exchange', 'coverage', 'print'];

/** The style sheet of the page. */
export function readStyle(): string {
  return SHEETS.map((name) => readFileSync(new URL(`./style/${name}.css`, import.meta.url), 'utf8')).join('\n');
}

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

/** The verdicts whose results are told in full, in this order. */
const TOLD: readonly (readonly [Verdict, anchor: string, title: string, intro: string])[] = [
  ['fail', 'violations', 'Violations', ''],
  ['error', 'errors', 'Errors', 'Faults of the suite or of the network. They say nothing about the target.'],
  ['warn', 'warnings', 'Warnings', 'The target contradicts what the document implies without saying it.'],
  [
    'inconclusive',
    'inconclusive',
    'Inconclusive',
    'Nothing was seen that could have decided these. Each says what would.',
  ],
  ['waived', 'waived', 'Waived', 'Violated, and tolerated until the day that is given.'],
  ['note', 'notes', 'Notes', 'The document leaves a choice, and the target chose otherwise than the contract.'],
];

/** The parts of the page that follow the masthead; those without results are left out. */
export function listSections(report: Report): Section[] {
  const { results, unusedWaivers = [] } = report;
  const anchors = createAnchors(results);
  const told = TOLD.map(([verdict, anchor, title, words]) => {
    const group = results.filter((result) => result.verdict === verdict);
    // What a client should do, not every document says.
    const intro = verdict === 'warn' && report.subject === 'client' ? 'What a client should do, it did not.' : words;
    return { group, section: { anchor, title, intro, count: group.length, content: renderAll(group, anchors) } };
  });
  const detailed = new Set(told.flatMap(({ group }) => group));
  return [
    ...told.filter(({ group }) => group.length > 0).map(({ section }) => section),
    ...(unusedWaivers.length === 0 ? [] : [listUnusedWaivers(unusedWaivers)]),
    {
      anchor: 'coverage',
      title: 'Coverage',
      count: undefined,
      intro: describeCoverage(results),
      content: renderCoverage(results),
    },
    {
      anchor: 'requirements',
      title: 'Requirements',
      count: results.length,
      intro: 'Each with what was exercised, or what is missing.',
      content: renderRequirements(results, anchors, detailed),
    },
  ];
}

function renderAll(results: readonly Result[], anchors: ReadonlyMap<Result, string>): Html[] {
  return results.map((result) => html`${renderResult(result, anchors.get(result) ?? '')}\n`);
}

function listUnusedWaivers(waivers: NonNullable<Report['unusedWaivers']>): Section {
  const items = waivers.map(({ id, reason, expires, why }) => {
    return html`<li><code>${id}</code> ${renderSentence(why)} <span class="quiet">(${reason}, until ${expires})</span></li>\n`;
  });
  return {
    anchor: 'unused-waivers',
    title: 'Unused waivers',
    count: waivers.length,
    intro: 'No failing requirement needed these: they can be removed.',
    content: html`<ul class="plain">\n${items}</ul>`,
  };
}

/** A part of the page. */
export interface Section {
  /** Its name within the page. */
  readonly anchor: string;
  readonly title: string;
  /** How many things it shows; not shown where it is undefined. */
  readonly count: number | undefined;
  /** What stands below the title, in a sentence or two. */
  readonly intro: string;
  readonly content: Html | readonly Html[];
}

/** A part of the page under its heading. */
export function renderSection({ anchor, title, count, intro, content }: Section): Html {
  const number = count === undefined ? undefined : html` <span class="count">${formatCount(count)}</span>`;
  return html`<section id="${anchor}" aria-labelledby="${anchor}-title">
<h2 id="${anchor}-title">${title}${number}</h2>
${intro === '' ? undefined : html`<p class="intro">${intro}</p>`}
${content}
</section>`;
}

/** Links to the parts of the page. */
export function renderNavigation(sections: readonly Section[]): Html {
  const items = sections.map(({ anchor, title, count }) => {
    return html`<li><a href="#${anchor}">${title}${count === undefined ? undefined : html` <span class="count">${formatCount(count)}</span>`}</a></li>\n`;
  });
  return html`<nav aria-label="Parts of this report"><ul>
${items}</ul></nav>`;
}
