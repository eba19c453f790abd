import type { Report, Result, Verdict } from '../result.ts';
import { describeWaiver } from './describe-evidence.ts';
import { describeCost, describeGrounds, describeSubject, describeVerdict } from './describe-report.ts';
import { formatMarkdownFailure } from './format-markdown-failure.ts';
import { groupByArea } from './group-by-area.ts';
import { countNoun, formatCount } from './text/count-noun.ts';
import { writeCode, writeRow, writeSentence } from './text/write-markdown.ts';
import { nameVerdict, VERDICTS } from './verdicts.ts';

/** A job summary may have a mebibyte; what is not a failure takes little of it. */
const MAX_FAILURE_BYTES = 640 * 1024;
const MAX_WARNING_BYTES = 160 * 1024;
const MAX_ITEMS = 200;

const MARKS: Readonly<Record<Report['verdict'], string>> = { pass: '✅', fail: '❌', inconclusive: '❔' };

/**
 * A report as GitHub Markdown, for the summary of a job or a comment.
 *
 * @param report - a run
 * @returns Markdown of less than a mebibyte: the verdict, the counts, each failure with what shows it, the rest folded away
 */
export function formatMarkdown(report: Report): string {
  const { results } = report;
  return [
    `## ${MARKS[report.verdict]} ${writeSentence(describeSubject(report))} ${describeVerdict(report).toLowerCase()}`,
    writeSentence(describeGrounds(report)),
    formatCounts(report),
    `Target ${writeCode(report.target)} · ${describeCost(report)} · ${writeSentence(report.startedAt)}`,
    ...formatFailures('Violations', select(results, 'fail'), MAX_FAILURE_BYTES),
    ...formatWarnings(report),
    ...formatList('Errors of the suite or the network', select(results, 'error'), 'say nothing about the target'),
    ...formatList('Inconclusive', select(results, 'inconclusive'), 'with the data that would decide them'),
    ...formatList('Notes', select(results, 'note'), 'differ where the document leaves a choice'),
    ...formatList('Waived', select(results, 'waived'), 'violated, and tolerated for now'),
    ...formatUnusedWaivers(report),
    formatAreas(results),
    '',
  ].join('\n\n');
}

function select(results: readonly Result[], verdict: Verdict): readonly Result[] {
  return results.filter((result) => result.verdict === verdict);
}

function formatCounts({ summary }: Report): string {
  return [
    writeRow(VERDICTS.map((verdict) => nameVerdict(verdict, summary[verdict]))),
    writeRow(VERDICTS.map(() => '--:')),
    writeRow(VERDICTS.map((verdict) => formatCount(summary[verdict]))),
  ].join('\n');
}

/** A client is not clean with a warning, and has to be shown how it came to it. */
function formatWarnings({ subject, results }: Report): string[] {
  const warnings = select(results, 'warn');
  if (subject === 'client') return formatFailures('Warnings', warnings, MAX_WARNING_BYTES);
  return formatList('Warnings', warnings, 'contradict what the document implies');
}

function formatFailures(title: string, failures: readonly Result[], room: number): string[] {
  if (failures.length === 0) return [];
  const parts = [`### ${title}`];
  let bytes = 0;
  for (const [index, failure] of failures.entries()) {
    const text = formatMarkdownFailure(failure, index + 1);
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
