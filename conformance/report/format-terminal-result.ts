import type { Evidence, Result } from '../result.ts';
import { describeEvidence, describeWaiver } from './describe-evidence.ts';
import type { Paint } from './text/create-paint.ts';
import { cutLines } from './text/cut-text.ts';
import { describeExchange } from './text/describe-status.ts';
import { makeVisibleLine } from './text/make-visible.ts';
import { wrapText } from './text/wrap-text.ts';

const INDENT = 4;
const LABEL = 10;
const MAX_LINES = 12;
/** A terminal shows one case, and its decisive requests; reports show the others. */
const MAX_EVIDENCE = 1;
const MAX_COMMANDS = 2;

/**
 * A violation for a terminal: what was demanded, what was seen, and the command that shows it.
 *
 * @param result - one that failed, or a warning that is as serious
 * @param paint - how the terminal shows styles
 * @param width - columns
 */
export function formatTerminalFailure(result: Result, paint: Paint, width: number): string {
  const { title, id, source, reason, evidence } = result;
  const facts = source === undefined ? id : `${id} · ${source}`;
  const [head = '', ...others] = wrapLine(title, width).map((line) => paint('bold', line));
  return [
    `  ${result.verdict === 'warn' ? paint('yellow', '!') : paint('red', '✗')} ${head}`,
    ...[
      ...others,
      ...wrapLine(facts, width).map((line) => paint('dim', line)),
      ...wrapLine(reason, width),
      ...wrapLine(describeWaiver(result) ?? '', width),
    ].map((line) => ' '.repeat(INDENT) + line),
    ...evidence.slice(0, MAX_EVIDENCE).flatMap((item) => ['', ...formatEvidence(item, paint, width)]),
  ].join('\n');
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
  const rest = [...others, ...wrapLine(id, width).map((line) => paint('dim', line)), ...wrapLine(reason, width)];
  return [`  · ${head}`, ...rest.map((line) => ' '.repeat(INDENT) + line)].join('\n');
}

function formatEvidence(evidence: Evidence, paint: Paint, width: number): string[] {
  const room = width - INDENT - LABEL;
  const { demand, expected, received, difference, curl } = describeEvidence(evidence, room);
  const seen = curl.length > 0 ? undefined : evidence.exchanges.slice(0, 1).map(describeExchange)[0];
  return [
    ...addLabel('demanded', wrapText(demand, room), paint),
    ...addLabel('expected', expected === undefined ? [] : wrapText(expected, room), paint),
    ...addLabel('received', received === undefined ? [] : wrapText(received, room), paint),
    ...addLabel('differs', difference === undefined ? [] : wrapText(difference, room), paint),
    ...addLabel('seen', seen === undefined ? [] : wrapText(seen, room), paint),
    // Never broken: a command is there to be copied.
    ...curl.slice(-MAX_COMMANDS).flatMap((command) => addLabel('show it', [makeVisibleLine(command)], paint)),
  ];
}

function addLabel(label: string, lines: readonly string[], paint: Paint): string[] {
  return cutLines(lines, MAX_LINES).map((line, index) => {
    const margin = index === 0 ? paint('dim', label.padEnd(LABEL)) : ' '.repeat(LABEL);
    return ' '.repeat(INDENT) + margin + line;
  });
}

function wrapLine(text: string, width: number): string[] {
  return text === '' ? [] : wrapText(makeVisibleLine(text), width - INDENT);
}
