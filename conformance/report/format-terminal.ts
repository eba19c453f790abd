import type { Report, Result, Verdict } from '../result.ts';
import { describeWaiver } from './describe-evidence.ts';
import { describeCost, describeCounts, describeGrounds, describeSubject, describeVerdict } from './describe-report.ts';
import { formatTerminalFailure, formatTerminalItem } from './format-terminal-result.ts';
import { type AreaResults, groupByArea } from './group-by-area.ts';
import { formatCount } from './text/count-noun.ts';
import { createPaint, type Paint, type Style } from './text/create-paint.ts';
import { defuseCommands } from './text/defuse-commands.ts';
import { makeVisibleLine } from './text/make-visible.ts';
import { fitText, measureWidth, wrapText } from './text/wrap-text.ts';

/** What a terminal can show. */
export interface TerminalOptions {
  readonly colors: boolean;
  /** Columns; text is laid out for 40 to 120. Commands are never broken, so that they can be copied. */
  readonly width: number;
}

const MAX_ITEMS = 20;
const MAX_AREA = 24;

/** Which mark an area gets: the first that one of its results deserves. */
const MARKS: readonly (readonly [Verdict, mark: string, Style])[] = [
  ['fail', '✗', 'red'],
  ['error', '!', 'red'],
  ['warn', '!', 'yellow'],
  ['inconclusive', '?', 'blue'],
  ['pass', '✓', 'green'],
];

/**
 * A report for a terminal.
 *
 * @param report - a run
 * @param options - what the terminal can show
 * @returns a line for each area with its counts; each violation with what was demanded, what was seen and the command that shows it;
 *   warnings and what is open in short; last the verdict with the totals. Ends with a line end.
 */
export function formatTerminal(report: Report, options: TerminalOptions): string {
  const paint = createPaint(options.colors);
  const width = Math.min(Math.max(options.width, 40), 120);
  const select = (verdict: Verdict): readonly Result[] => report.results.filter((result) => result.verdict === verdict);
  const failures = select('fail');
  const sections = [
    formatAreas(groupByArea(report.results), paint),
    ...(failures.length === 0 ? [] : [paint('bold', paint('red', 'Violations'))]),
    ...failures.map((failure) => formatTerminalFailure(failure, paint, width)),
    ...formatWarnings(report, select('warn'), paint, width),
    ...formatItems(paint('red', 'Errors of the suite or the network'), select('error'), paint, width),
    ...formatOpen(select('inconclusive'), paint, width),
    ...formatItems('Notes', select('note'), paint, width),
    ...formatItems('Waived', select('waived'), paint, width),
    ...formatUnusedWaivers(report, paint, width),
    formatVerdict(report, paint, width),
  ];
  return `${defuseCommands(sections.filter((section) => section !== '').join('\n\n'))}\n`;
}

function formatAreas(areas: readonly AreaResults[], paint: Paint): string {
  const names = areas.map(({ area }) => fitText(makeVisibleLine(area), MAX_AREA));
  const column = Math.max(0, ...names.map(measureWidth));
  const lines = areas.map(({ counts }, index) => {
    const [, mark, style] = MARKS.find(([verdict]) => counts[verdict] > 0) ?? ['pass', '–', 'dim'];
    const name = names[index] ?? '';
    return `  ${paint(style, mark)} ${name}${' '.repeat(column - measureWidth(name))}  ${describeCounts(counts)}`;
  });
  return lines.join('\n');
}

function formatItems(title: string, results: readonly Result[], paint: Paint, width: number): string[] {
  if (results.length === 0) return [];
  const items = results.slice(0, MAX_ITEMS).map((result) => {
    return formatTerminalItem(result.title, result.id, describeWaiver(result) ?? result.reason, paint, width);
  });
  const left = results.length - items.length;
  return [[paint('bold', title), ...items, ...(left === 0 ? [] : [`  … and ${formatCount(left)} more`])].join('\n')];
}

/** A client is not clean with a warning, and has to be shown how it came to it. */
function formatWarnings(
  { subject }: Report,
  warnings: readonly Result[],
  paint: Paint,
  width: number,
): readonly string[] {
  const title = paint('yellow', 'Warnings');
  if (subject !== 'client' || warnings.length === 0) return formatItems(title, warnings, paint, width);
  return [paint('bold', title), ...warnings.map((warning) => formatTerminalFailure(warning, paint, width))];
}

/** What is open for the same reason is decided by the same data. */
function formatOpen(results: readonly Result[], paint: Paint, width: number): string[] {
  if (results.length === 0) return [];
  const items = [...new Set(results.map(({ reason }) => reason))].map((reason) => {
    const ids = results.filter((result) => result.reason === reason).map(({ id }) => id);
    return formatTerminalItem(reason, ids.join(', '), '', paint, width);
  });
  return [[paint('bold', paint('blue', 'Inconclusive')), ...items].join('\n')];
}

function formatUnusedWaivers({ unusedWaivers = [] }: Report, paint: Paint, width: number): string[] {
  if (unusedWaivers.length === 0) return [];
  const items = unusedWaivers.map(({ id, why }) => formatTerminalItem(id, '', why, paint, width));
  return [[paint('bold', 'Waivers that can be removed'), ...items].join('\n')];
}

function formatVerdict(report: Report, paint: Paint, width: number): string {
  const style = report.verdict === 'pass' ? 'green' : report.verdict === 'fail' ? 'red' : 'blue';
  const words = `${makeVisibleLine(describeSubject(report))} ${describeVerdict(report).toLowerCase()}`;
  const line = `${paint('bold', paint(style, words))}: ${describeCounts(report.summary)} (${describeCost(report)})`;
  // The counts do not tell why a run without failures failed, nor that it is not complete.
  const isPlain = report.stopped === undefined && (report.verdict !== 'fail' || report.summary.fail > 0);
  return isPlain ? line : `${wrapText(makeVisibleLine(describeGrounds(report)), width).join('\n')}\n${line}`;
}
