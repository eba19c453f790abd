import { countNoun, formatCount } from '../../src/contract/text.ts';
import type { Cause, Evidence, Report, Result, Verdict } from '../result.ts';
import { describeOther, describeReach, groupByCause, nameCauses, writeExplainCommand } from './causes.ts';
import { fitText, measureWidth, wrapText } from './columns.ts';
import {
  type ComparedRun,
  type DiffSection,
  describeChange,
  describeDiffCounts,
  listDiffSections,
  type ReportDiff,
} from './diff.ts';
import { describeEvidence, describeOwnVariables, describeWaiver, shortenTokens } from './evidence.ts';
import { describeExchange } from './exchange.ts';
import { defuseCommands } from './github.ts';
import { createPaint, type Paint } from './paint.ts';
import { describeMissing } from './plan.ts';
import {
  type AreaResults,
  describeCost,
  describeCounts,
  describeGrounds,
  describeSubject,
  describeVerdict,
  groupByArea,
  selectResults,
} from './summary.ts';
import { cutLines, makeVisibleLine } from './text.ts';

/** What a terminal can show. */
interface TerminalOptions {
  readonly colors: boolean;
  /** Columns; text is laid out for 40 to 120. Commands are never broken, so that they can be copied. */
  readonly width: number;
}

const MAX_ITEMS = 20;
const MAX_AREA = 24;

/** Which mark an area gets: the first that one of its results deserves. */
const MARKS: readonly (readonly [Verdict, mark: string, style: keyof Paint])[] = [
  ['fail', '✗', 'error'],
  ['error', '!', 'error'],
  ['warn', '!', 'warning'],
  ['inconclusive', '?', 'info'],
  ['pass', '✓', 'success'],
];

/**
 * A report for a terminal.
 *
 * @returns a line for each area with its counts; the most likely causes; each violation with requirement, expected, received and the
 *   command that reproduces it, but of those that one cause explains only the one that shows it best; warnings and undecided requirements
 *   in short; last the verdict with the totals. Ends with a line end.
 */
export function formatTerminal(report: Report, options: TerminalOptions): string {
  const paint = createPaint(options.colors);
  const width = Math.min(Math.max(options.width, 40), 120);
  const select = (verdict: Verdict): readonly Result[] => selectResults(report, verdict);
  const sections = [
    formatAreas(groupByArea(report.results), paint),
    ...formatCauses(report, paint, width),
    ...formatFailures(report, paint.error('Violations'), select('fail'), paint, width),
    ...formatWarnings(report, select('warn'), paint, width),
    ...formatItems(paint.error('Errors of the suite or the network'), select('error'), paint, width),
    ...formatOpen(select('inconclusive'), paint, width),
    ...formatItems('Notes', select('note'), paint, width),
    ...formatItems('Waived', select('waived'), paint, width),
    ...formatUnusedWaivers(report, paint, width),
    ...formatVariables(select('fail'), paint, width),
    ...describeMissing(report).map((line) => wrapText(makeVisibleLine(line), width).join('\n')),
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
    return `  ${paint[style](mark)} ${name}${' '.repeat(column - measureWidth(name))}  ${describeCounts(counts)}`;
  });
  return lines.join('\n');
}

function formatItems(title: string, results: readonly Result[], paint: Paint, width: number): string[] {
  if (results.length === 0) return [];
  const items = results.slice(0, MAX_ITEMS).map((result) => {
    return formatTerminalItem(result.title, result.id, describeWaiver(result) ?? result.reason, paint, width);
  });
  const left = results.length - items.length;
  return [[paint.bold(title), ...items, ...(left === 0 ? [] : [`  … and ${formatCount(left)} more`])].join('\n')];
}

/** A client with a warning is not clean, so its evidence is shown. */
function formatWarnings(report: Report, warnings: readonly Result[], paint: Paint, width: number): readonly string[] {
  const title = paint.warning('Warnings');
  if (report.subject === 'client') return formatFailures(report, title, warnings, paint, width);
  return formatItems(title, warnings, paint, width);
}

function formatCauses(report: Report, paint: Paint, width: number): string[] {
  const { causes = [] } = report;
  if (causes.length === 0) return [];
  return [
    paint.bold(nameCauses(causes)),
    ...causes.map((cause, index) => formatCause(cause, index + 1, report, paint, width)),
  ];
}

/** What is wrong, how sure that is, the command that shows it, and what else it may be. */
function formatCause(cause: Cause, number: number, report: Report, paint: Paint, width: number): string {
  const { kind, title, summary, curl, alternatives = [], remedy = '', asked } = cause;
  const [head = '', ...others] = wrapLine(title, width).map((line) => paint.bold(line));
  const more = kind === undefined ? [] : [`More: ${writeExplainCommand(kind)}`];
  const paragraph = (text: string): string[] => wrapLine(text, width).map((line) => ' '.repeat(INDENT) + line);
  return [
    `  ${paint.accent(String(number))} ${head}`,
    ...others.map((line) => ' '.repeat(INDENT) + line),
    ...paragraph(summary),
    ...paragraph([describeReach(cause, report), ...more].filter((text) => text !== '').join(' ')),
    ...paragraph(remedy),
    ...alternatives.flatMap((other) => paragraph(describeOther(other))),
    ...(asked === undefined ? [] : paragraph(asked.summary)),
    ...(asked?.curl === undefined ? [] : addLabel('ask', [fitCommand(asked.curl)], paint)),
    ...curl.flatMap((command) => addLabel('reproduce', [fitCommand(command)], paint)),
  ].join('\n');
}

/** Results in full, but of those that one cause explains only the one that shows it best. */
function formatFailures(
  report: Report,
  title: string,
  failures: readonly Result[],
  paint: Paint,
  width: number,
): string[] {
  if (failures.length === 0) return [];
  const groups = groupByCause(report, failures);
  const heading = (words: string): string => paint.bold(`${title}${words}`);
  return groups.flatMap(({ cause, number, results: [first, ...rest] }) => {
    if (first === undefined) return [];
    if (cause === undefined) {
      const words = groups.length > 1 ? ' that no cause explains' : '';
      return [heading(words), ...[first, ...rest].map((failure) => formatTerminalFailure(failure, paint, width))];
    }
    const items = rest.map(({ title: demand, id, reason }) => formatTerminalItem(demand, id, reason, paint, width));
    return [
      heading(` from ${number}`),
      formatTerminalFailure(first, paint, width),
      ...(items.length === 0 ? [] : [items.join('\n')]),
    ];
  });
}

/** Requirements with the same reason are listed together. */
function formatOpen(results: readonly Result[], paint: Paint, width: number): string[] {
  if (results.length === 0) return [];
  const items = [...new Set(results.map(({ reason }) => reason))].map((reason) => {
    const ids = results.filter((result) => result.reason === reason).map(({ id }) => id);
    return formatTerminalItem(reason, ids.join(', '), '', paint, width);
  });
  return [[paint.bold(paint.info('Inconclusive')), ...items].join('\n')];
}

/** The caller's own credentials stand in every command, so that they are explained once. */
function formatVariables(failures: readonly Result[], paint: Paint, width: number): string[] {
  const texts = describeOwnVariables(failures);
  if (texts.length === 0) return [];
  const lines = wrapText(`${texts.join('; ')}.`, width - 2);
  return [lines.map((line) => `  ${paint.dim(line)}`).join('\n')];
}

function formatUnusedWaivers({ unusedWaivers = [] }: Report, paint: Paint, width: number): string[] {
  if (unusedWaivers.length === 0) return [];
  const items = unusedWaivers.map(({ id, why }) => formatTerminalItem(id, '', why, paint, width));
  return [[paint.bold('Waivers that can be removed'), ...items].join('\n')];
}

function formatVerdict(report: Report, paint: Paint, width: number): string {
  const style = report.verdict === 'pass' ? 'success' : report.verdict === 'fail' ? 'error' : 'info';
  const words = `${makeVisibleLine(describeSubject(report))} ${describeVerdict(report).toLowerCase()}`;
  const line = `${paint.bold(paint[style](words))}: ${describeCounts(report.summary)} (${describeCost(report)})`;
  // The counts do not tell why a run without failures failed, nor that it is not complete.
  const isExplained = report.verdict !== 'fail' || report.summary.fail > 0;
  const isGated = report.baseline !== undefined || (report.gate?.failed.length ?? 0) > 0;
  const isPlain = report.stopped === undefined && isExplained && !isGated;
  return isPlain ? line : `${wrapText(makeVisibleLine(describeGrounds(report)), width).join('\n')}\n${line}`;
}

const INDENT = 4;
const LABEL = 10;
const MAX_LINES = 12;
/** A terminal shows one case, and its decisive requests; reports show the others. */
const MAX_EVIDENCE = 1;
const MAX_COMMANDS = 2;

/**
 * A violation for a terminal: requirement, expected, received and the command that reproduces it.
 *
 * @param result - one that failed, or a warning that is as serious
 * @param paint - how the terminal shows styles
 * @param width - columns
 */
export function formatTerminalFailure(result: Result, paint: Paint, width: number): string {
  const { title, id, source, reason, evidence } = result;
  const facts = source === undefined ? id : `${id} · ${source}`;
  const [head = '', ...others] = wrapLine(title, width).map((line) => paint.bold(line));
  return [
    `  ${result.verdict === 'warn' ? paint.warning('!') : paint.error('✗')} ${head}`,
    ...[
      ...others,
      ...wrapLine(facts, width).map((line) => paint.dim(line)),
      ...wrapLine(reason, width),
      ...wrapLine(describeWaiver(result) ?? '', width),
    ].map((line) => ' '.repeat(INDENT) + line),
    ...evidence
      .slice(0, MAX_EVIDENCE)
      .flatMap((item) => ['', ...formatEvidence(withoutSaid(item, result), paint, width)]),
  ].join('\n');
}

/** Evidence whose demand says no more than title and reason need not say it again. */
function withoutSaid(evidence: Evidence, { title, reason }: Result): Evidence {
  const { demand } = evidence;
  const rest = demand.startsWith(`${title}: `) ? demand.slice(title.length + 2) : demand;
  return reason.toLowerCase().startsWith(rest.toLowerCase()) ? { ...evidence, demand: '' } : evidence;
}

/**
 * A result in short: its title, and why.
 *
 * @param title - what is demanded
 * @param id - of the requirement; may be empty
 * @param reason - why it came out so
 */
export function formatTerminalItem(title: string, id: string, reason: string, paint: Paint, width: number): string {
  const [head = '', ...others] = wrapLine(title, width);
  const rest = [...others, ...wrapLine(id, width).map((line) => paint.dim(line)), ...wrapLine(reason, width)];
  return [`  · ${head}`, ...rest.map((line) => ' '.repeat(INDENT) + line)].join('\n');
}

function formatEvidence(evidence: Evidence, paint: Paint, width: number): string[] {
  const room = width - INDENT - LABEL;
  const { demand, expected, received, difference, curl, variables = [], failure } = describeEvidence(evidence, room);
  const lay = (text: string | undefined): string[] => (text === undefined ? [] : wrapText(shortenTokens(text), room));
  const others = variables.filter(({ isOwn }) => !isOwn).map(({ text }) => text);
  const seen = curl.length > 0 ? undefined : evidence.exchanges.slice(0, 1).map(describeExchange)[0];
  return [
    ...addLabel('required', lay(demand === '' ? undefined : demand), paint),
    ...addLabel('expected', lay(expected), paint),
    ...addLabel('received', lay(received), paint),
    ...addLabel('differs', lay(difference), paint),
    ...addLabel('response', lay(failure), paint),
    ...addLabel('request', lay(seen), paint),
    // Never broken: a command is there to be copied.
    ...curl.slice(-MAX_COMMANDS).flatMap((command) => addLabel('reproduce', [fitCommand(command)], paint)),
    ...addLabel('where', others.length === 0 ? [] : lay(others.join('; ')), paint),
  ];
}

const MAX_COMMAND = 4000;

function fitCommand(command: string): string {
  if (command.length <= MAX_COMMAND) return makeVisibleLine(command);
  return `a command of ${countNoun(command.length, 'character')}: see the report in a file (--json, --html)`;
}

function addLabel(label: string, lines: readonly string[], paint: Paint): string[] {
  return cutLines(lines, MAX_LINES).map((line, index) => {
    const margin = index === 0 ? paint.dim(label.padEnd(LABEL)) : ' '.repeat(LABEL);
    return ' '.repeat(INDENT) + margin + line;
  });
}

function wrapLine(text: string, width: number): string[] {
  return text === '' ? [] : wrapText(makeVisibleLine(text), width - INDENT);
}

/**
 * A comparison for a terminal.
 *
 * @returns the two runs, what changed, most important first, and last the numbers. Ends with a line end.
 */
export function formatDiffTerminal(diff: ReportDiff, options: TerminalOptions): string {
  const paint = createPaint(options.colors);
  const width = Math.min(Math.max(options.width, 40), 120);
  const isOne = diff.before.contract === diff.after.contract;
  const sections = [
    `${formatRun('before', diff.before)}\n${formatRun('after', diff.after)}`,
    ...(isOne ? [] : [paint.warning('The runs are of different contracts.')]),
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
  const style = title === 'Fixed' ? 'success' : /failing/i.test(title) ? 'error' : 'info';
  const lines = items.map((item) => {
    return formatTerminalItem(item.title, `${item.id} · ${describeChange(item)}`, item.reason, paint, width);
  });
  return [paint.bold(paint[style](title)), ...lines].join('\n');
}

function formatOutcome(diff: ReportDiff, paint: Paint): string {
  const style = diff.regressed ? 'error' : 'success';
  const words = diff.regressed ? 'Worse than before' : 'No worse than before';
  return `${paint.bold(paint[style](words))}: ${describeDiffCounts(diff)}`;
}
