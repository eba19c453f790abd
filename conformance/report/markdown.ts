import { countNoun, formatCount } from '../../src/contract/text.ts';
import { type Cause, type Evidence, nameVerdict, type Report, type Result, VERDICTS } from '../result.ts';
import { describeOther, describeReach, groupByCause, nameCauses, writeExplainCommand } from './causes.ts';
import {
  type ComparedRun,
  type DiffSection,
  describeChange,
  describeDiffCounts,
  listDiffSections,
  type ReportDiff,
} from './diff.ts';
import { describeEvidence, describeWaiver } from './evidence.ts';
import { formatExchange } from './exchange.ts';
import { describeHookCalls } from './hook-calls.ts';
import { describeMissing } from './plan.ts';
import {
  describeCost,
  describeCounts,
  describeGrounds,
  describeSubject,
  describeVerdict,
  groupByArea,
  selectResults,
} from './summary.ts';
import { makeVisible, makeVisibleLine, splitCode } from './text.ts';

/** A job summary may have a mebibyte; what is not a failure takes little of it. */
const MAX_FAILURE_BYTES = 640 * 1024;
const MAX_WARNING_BYTES = 160 * 1024;
const MAX_ITEMS = 200;

const MARKS: Readonly<Record<Report['verdict'], string>> = { pass: '✅', fail: '❌', inconclusive: '❔' };

/**
 * A report as GitHub Markdown, for the summary of a job or a comment.
 *
 * @returns Markdown of less than a mebibyte: the verdict, the counts, the most likely causes, each failure with its evidence under the
 *   cause that explains it, the rest folded
 */
export function formatMarkdown(report: Report): string {
  const { results } = report;
  return [
    `## ${MARKS[report.verdict]} ${writeSentence(describeSubject(report))} ${describeVerdict(report).toLowerCase()}`,
    writeSentence(describeGrounds(report)),
    formatCounts(report),
    `Target ${writeCode(report.target)} · ${describeCost(report)} · ${writeSentence(report.startedAt)}`,
    ...formatCauses(report),
    ...formatFailures('Violations', report, selectResults(report, 'fail'), MAX_FAILURE_BYTES),
    ...formatWarnings(report),
    ...formatList('Errors of the suite or the network', selectResults(report, 'error'), 'say nothing about the target'),
    ...formatList('Inconclusive', selectResults(report, 'inconclusive'), 'with the data that would decide them'),
    ...formatList(
      'Notes',
      selectResults(report, 'note'),
      'the document leaves a choice, and the target differs from the contract',
    ),
    ...formatList('Waived', selectResults(report, 'waived'), 'violated, but waived for now'),
    ...formatUnusedWaivers(report),
    ...formatHookCalls(report),
    ...describeMissing(report).map(writeSentence),
    formatAreas(results),
    '',
  ].join('\n\n');
}

function formatHookCalls(report: Report): string[] {
  const calls = describeHookCalls(report).map(({ what, said }) => {
    return `- ${writeSentence(what)}${said === '' ? '' : `: ${writeCode(said)}`}`;
  });
  return calls.length === 0 ? [] : ['### Calls of hooks', calls.slice(0, MAX_ITEMS).join('\n')];
}

function formatCounts({ summary }: Report): string {
  return [
    writeRow(VERDICTS.map((verdict) => nameVerdict(verdict, summary[verdict]))),
    writeRow(VERDICTS.map(() => '--:')),
    writeRow(VERDICTS.map((verdict) => formatCount(summary[verdict]))),
  ].join('\n');
}

/** A client with a warning is not clean, so its evidence is shown. */
function formatWarnings(report: Report): string[] {
  const warnings = selectResults(report, 'warn');
  if (report.subject === 'client') return formatFailures('Warnings', report, warnings, MAX_WARNING_BYTES);
  return formatList('Warnings', warnings, 'contradict what the document implies');
}

function formatCauses(report: Report): string[] {
  const { causes = [] } = report;
  if (causes.length === 0) return [];
  return [`### ${nameCauses(causes)}`, ...causes.map((cause, index) => formatCause(cause, index + 1, report))];
}

function formatCause(cause: Cause, number: number, report: Report): string {
  const { kind, title, summary, curl, alternatives = [], remedy = '', asked } = cause;
  const more = kind === undefined ? [] : [`More: ${writeCode(writeExplainCommand(kind))}`];
  return [
    `#### ${number}. ${writeSentence(title)}`,
    writeSentence(summary),
    [writeSentence(describeReach(cause, report)), ...more].filter((text) => text !== '').join(' '),
    writeSentence(remedy),
    alternatives.map((other) => `- ${writeSentence(describeOther(other))}`).join('\n'),
    writeSentence(asked?.summary ?? ''),
    asked?.curl === undefined ? '' : writeCodeBlock(asked.curl, 'sh'),
    curl.length === 0 ? '' : writeCodeBlock(curl.join('\n'), 'sh'),
  ]
    .filter((text) => text !== '')
    .join('\n\n');
}

function formatFailures(title: string, report: Report, all: readonly Result[], room: number): string[] {
  if (all.length === 0) return [];
  const parts = [`### ${title}`];
  let bytes = 0;
  const groups = groupByCause(report, all);
  const failures = groups.flatMap(({ results }) => results);
  const heads = new Map(groups.map(({ number, results: [first] }) => [first, number]));
  for (const [index, failure] of failures.entries()) {
    const number = heads.get(failure) ?? 0;
    const head =
      number > 0
        ? `**From cause ${number}**\n\n`
        : groups.length > 1 && heads.has(failure)
          ? '**From no known cause**\n\n'
          : '';
    const text = head + formatMarkdownFailure(failure, index + 1);
    bytes += Buffer.byteLength(text);
    if (bytes > room) {
      const left = failures.slice(index);
      return [
        ...parts,
        `${countNoun(left.length, `more ${title.toLowerCase().slice(0, -1)}`)}, too long to show here:`,
        ...formatItems(left),
      ];
    }
    parts.push(text);
  }
  return parts;
}

function formatList(title: string, results: readonly Result[], meaning: string): string[] {
  if (results.length === 0) return [];
  const summary = `<summary><b>${title}</b> (${formatCount(results.length)}): ${meaning}</summary>`;
  return [`<details>${summary}`, ...formatItems(results), '</details>'];
}

function formatItems(results: readonly Result[]): string[] {
  const items = results.slice(0, MAX_ITEMS).map((result) => {
    const waiver = describeWaiver(result);
    const reason = waiver === undefined ? result.reason : `${result.reason} ${waiver}`;
    return `- **${writeSentence(result.title)}** ${writeCode(result.id)}<br>${writeSentence(reason)}`;
  });
  const left = results.length - items.length;
  return [items.join('\n'), ...(left === 0 ? [] : [`… and ${formatCount(left)} more`])];
}

function formatUnusedWaivers({ unusedWaivers = [] }: Report): string[] {
  if (unusedWaivers.length === 0) return [];
  const items = unusedWaivers.map(({ id, why }) => `- ${writeCode(id)}: ${writeSentence(why)}`);
  return ['### Waivers that can be removed', items.join('\n')];
}

function formatAreas(results: readonly Result[]): string {
  const shown = VERDICTS.filter((verdict) => results.some((result) => result.verdict === verdict));
  const rows = groupByArea(results).map(({ area, counts }) => {
    return writeRow([
      writeSentence(area),
      ...shown.map((verdict) => (counts[verdict] === 0 ? '·' : formatCount(counts[verdict]))),
    ]);
  });
  const head = [
    writeRow(['area', ...shown.map((verdict) => nameVerdict(verdict, 2))]),
    writeRow(['---', ...shown.map(() => '--:')]),
  ];
  return ['### Areas', [...head, ...rows].join('\n')].join('\n\n');
}

const MAX_EVIDENCE = 5;
const MAX_EXCHANGES = 3;

/**
 * A violation as GitHub Markdown: required, expected and received, and folded the exchanges.
 *
 * @param result - one that failed
 * @param number - its place among the violations, from 1
 */
export function formatMarkdownFailure(result: Result, number: number): string {
  const { title, id, area, source, reason, evidence } = result;
  const waiver = describeWaiver(result);
  const facts = [writeSentence(area), writeCode(id), ...(source === undefined ? [] : [writeSentence(source)])];
  return [
    `#### ${number}. ${writeSentence(title)}`,
    facts.join(' · '),
    writeSentence(waiver === undefined ? reason : `${reason} ${waiver}`),
    ...evidence.slice(0, MAX_EVIDENCE).flatMap(formatEvidence),
  ].join('\n\n');
}

function formatEvidence(evidence: Evidence): string[] {
  const { demand, expected, received, difference, curl, variables = [] } = describeEvidence(evidence);
  const shown = evidence.exchanges.slice(0, MAX_EXCHANGES);
  const proof = [
    ...(curl.length === 0 ? [] : [writeCodeBlock(curl.join('\n'), 'sh')]),
    ...variables.filter(({ isOwn }) => !isOwn).map(({ text }) => writeSentence(`${text}.`)),
    ...shown.map((exchange) => writeCodeBlock(formatExchange(exchange), 'http')),
  ];
  return [
    `**Required** ${writeSentence(demand)}`,
    ...(expected === undefined ? [] : [formatValue('Expected', expected)]),
    ...(received === undefined ? [] : [formatValue('Received', received)]),
    ...(difference === undefined ? [] : [`**Differs** ${writeCode(difference)}`]),
    ...(proof.length === 0
      ? []
      : ['<details><summary>Show it: command, request and response</summary>', ...proof, '</details>']),
  ];
}

function formatValue(label: string, text: string): string {
  const short = text.length <= 100 && !text.includes('\n');
  return short ? `**${label}** ${writeCode(text)}` : `**${label}**\n\n${writeCodeBlock(text, '')}`;
}

const MAX_CHANGES = 100;

/**
 * A comparison as GitHub Markdown.
 *
 * @returns the outcome, the two runs and what changed, most important first
 */
export function formatDiffMarkdown(diff: ReportDiff): string {
  const isOne = diff.before.contract === diff.after.contract;
  return [
    `## ${diff.regressed ? '❌ Worse than before' : '✅ No worse than before'}: ${describeDiffCounts(diff)}`,
    [
      writeRow(['', 'contract', 'target', 'started', 'verdict', 'results']),
      writeRow(Array(6).fill('---')),
      writeRow(['before', ...describeRun(diff.before)]),
      writeRow(['after', ...describeRun(diff.after)]),
    ].join('\n'),
    ...(isOne ? [] : ['**The runs are of different contracts.**']),
    ...listDiffSections(diff).map(formatSection),
    '',
  ].join('\n\n');
}

function describeRun(run: ComparedRun): string[] {
  const { contract, target, startedAt, summary } = run;
  return [
    writeSentence(contract),
    writeCode(target),
    writeSentence(startedAt),
    describeVerdict(run),
    describeCounts(summary),
  ];
}

function formatSection({ title, items }: DiffSection): string {
  const lines = items.slice(0, MAX_CHANGES).map((item) => {
    const facts = `${writeCode(item.id)} ${describeChange(item)}`;
    return `- **${writeSentence(item.title)}** ${facts}<br>${writeSentence(item.reason)}`;
  });
  const left = items.length - lines.length;
  return [`### ${title}`, '', ...lines, ...(left === 0 ? [] : ['', `… and ${formatCount(left)} more`])].join('\n');
}

/**
 * A sentence as Markdown: text between backticks as code, everything else as it reads.
 *
 * @param sentence - any text; line ends become blanks
 * @returns Markdown that shows that text, within a paragraph, a list or a table
 */
export function writeSentence(sentence: string): string {
  return splitCode(makeVisibleLine(sentence))
    .map(({ kind, text }) => (kind === 'code' ? writeCode(text) : escapeMarkdown(text)))
    .join('');
}

/** Text as code within a sentence. */
export function writeCode(text: string): string {
  const line = makeVisibleLine(text);
  if (line === '') return '(empty)';
  const fence = '`'.repeat(longestRun(line) + 1);
  const padding = line.startsWith('`') || line.endsWith('`') ? ' ' : '';
  return `${fence}${padding}${line}${padding}${fence}`;
}

/** Text as a block of code. */
export function writeCodeBlock(text: string, language: string): string {
  const visible = makeVisible(text);
  const fence = '`'.repeat(Math.max(3, longestRun(visible) + 1));
  return `${fence}${language}\n${visible}\n${fence}`;
}

/** A row of a table, of cells that are Markdown already. */
export function writeRow(cells: readonly string[]): string {
  // Within a table a vertical line ends its cell even in code; outside of code it is an entity by now.
  return `| ${cells.map((cell) => cell.replaceAll('|', '\\|')).join(' | ')} |`;
}

function escapeMarkdown(text: string): string {
  return (
    text
      .replace(/[\\*_[\]~$#!{}^=+]/g, '\\$&')
      .replaceAll('&', '&amp;')
      .replaceAll('`', '&#96;')
      .replaceAll('<', '&lt;')
      .replaceAll('>', '&gt;')
      .replaceAll('|', '&#124;')
      // Nothing that a target says should become a link.
      .replaceAll('://', '\\://')
      .replace(/\bwww\./gi, (start) => `${start.slice(0, -1)}\\.`)
  );
}

function longestRun(text: string): number {
  return Math.max(0, ...[...text.matchAll(/`+/g)].map(([run]) => run.length));
}
