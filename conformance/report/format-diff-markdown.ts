import { type DiffSection, describeChange, describeDiffCounts, listDiffSections } from './describe-diff.ts';
import { describeCounts, describeVerdict } from './describe-report.ts';
import type { ComparedRun, ReportDiff } from './diff-reports.ts';
import { formatCount } from './text/count-noun.ts';
import { writeCode, writeRow, writeSentence } from './text/write-markdown.ts';

const MAX_ITEMS = 100;

/**
 * A comparison as GitHub Markdown.
 *
 * @param diff - of two runs
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
  const lines = items.slice(0, MAX_ITEMS).map((item) => {
    const facts = `${writeCode(item.id)} ${describeChange(item)}`;
    return `- **${writeSentence(item.title)}** ${facts}<br>${writeSentence(item.reason)}`;
  });
  const left = items.length - lines.length;
  return [`### ${title}`, '', ...lines, ...(left === 0 ? [] : ['', `… and ${formatCount(left)} more`])].join('\n');
}
