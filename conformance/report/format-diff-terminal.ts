import { type DiffSection, describeChange, describeDiffCounts, listDiffSections } from './describe-diff.ts';
import { describeCounts, describeVerdict } from './describe-report.ts';
import type { ComparedRun, ReportDiff } from './diff-reports.ts';
import type { TerminalOptions } from './format-terminal.ts';
import { formatTerminalItem } from './format-terminal-result.ts';
import { createPaint, type Paint } from './text/create-paint.ts';
import { defuseCommands } from './text/defuse-commands.ts';
import { makeVisibleLine } from './text/make-visible.ts';

/**
 * A comparison for a terminal.
 *
 * @param diff - of two runs
 * @param options - what the terminal can show
 * @returns the two runs, what changed, most important first, and last the numbers. Ends with a line end.
 */
export function formatDiffTerminal(diff: ReportDiff, options: TerminalOptions): string {
  const paint = createPaint(options.colors);
  const width = Math.min(Math.max(options.width, 40), 120);
  const isOne = diff.before.contract === diff.after.contract;
  const sections = [
    `${formatRun('before', diff.before)}\n${formatRun('after', diff.after)}`,
    ...(isOne ? [] : [paint('yellow', 'The runs are of different contracts.')]),
    ...listDiffSections(diff).map((section) => formatSection(section, paint, width)),
    formatOutcome(diff, paint),
  ];
  return `${defuseCommands(sections.join('\n\n'))}\n`;
}

function formatRun(label: string, run: ComparedRun): string {
  const { contract, target, startedAt, summary } = run;
  const place = [contract, target, startedAt]
    .filter((part) => part !== '')
    .map(makeVisibleLine)
    .join('  ');
  return `${label.padEnd(8)}${place}\n${' '.repeat(8)}${describeVerdict(run)}: ${describeCounts(summary)}`;
}

function formatSection({ title, items }: DiffSection, paint: Paint, width: number): string {
  const style = title === 'Fixed' ? 'green' : /failing/i.test(title) ? 'red' : 'blue';
  const lines = items.map((item) => {
    return formatTerminalItem(item.title, `${item.id} · ${describeChange(item)}`, item.reason, paint, width);
  });
  return [paint('bold', paint(style, title)), ...lines].join('\n');
}

function formatOutcome(diff: ReportDiff, paint: Paint): string {
  const style = diff.regressed ? 'red' : 'green';
  const words = diff.regressed ? 'Worse than before' : 'No worse than before';
  return `${paint('bold', paint(style, words))}: ${describeDiffCounts(diff)}`;
}
