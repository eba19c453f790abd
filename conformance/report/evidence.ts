import { countNoun } from '../../src/contract/text.ts';
import { type CommandVariable, describeVariables } from '../client/exchange.ts';
import type { Evidence, Result } from '../result.ts';
import { describeDifference } from './difference.ts';
import { describeStatus } from './exchange.ts';
import { type PlainJson, toPlainJson } from './plain-json.ts';
import { cutLines, cutText, makeVisible, makeVisibleLine } from './text.ts';

/** What evidence says, as text without control characters. What it does not say is left out. */
interface EvidenceText {
  readonly demand: string;
  readonly expected?: string;
  readonly received?: string;
  /** Where two long lists differ. */
  readonly difference?: string;
  readonly curl: readonly string[];
  /** What the variables in the commands stand for, unless the caller has set them. */
  readonly variables?: readonly CommandVariable[];
  /** What the target said when it failed: the status and the beginning of the body of a 5xx. */
  readonly failure?: string;
}

const MAX_CHARACTERS = 4000;
const MAX_LINES = 60;

/**
 * Evidence for people: values as text, invisible characters escaped, long ones cut.
 *
 * @param width - how long a line of a value may be, where it can be broken
 */
export function describeEvidence(evidence: Evidence, width?: number): EvidenceText {
  const { demand, expected, received, curl } = evidence;
  const difference = describeDifference(expected, received);
  return {
    demand: makeVisible(demand),
    ...(expected === undefined ? {} : { expected: describeValue(expected, width) }),
    ...(received === undefined ? {} : { received: describeValue(received, width) }),
    ...(difference === undefined ? {} : { difference: makeVisible(cutText(difference, MAX_CHARACTERS)) }),
    curl: curl.map(makeVisible),
    ...listVariables(evidence),
    ...describeServerError(evidence),
  };
}

function listVariables({ curl, exchanges }: Evidence): Pick<EvidenceText, 'variables'> {
  const found = curl.length === 0 ? [] : exchanges.flatMap(describeVariables);
  const byText = new Map(found.map((variable) => [variable.text, variable]));
  const variables = [...byText.values()].map((variable) => ({ ...variable, text: makeVisible(variable.text) }));
  return variables.length === 0 ? {} : { variables };
}

/** What the variables stand for that are the caller's own credentials, over all evidence. */
export function describeOwnVariables(results: readonly Result[]): readonly string[] {
  const found = results.flatMap(({ evidence }) => evidence.flatMap((one) => listVariables(one).variables ?? []));
  return [...new Set(found.flatMap(({ text, isOwn }) => (isOwn ? [text] : [])))];
}

const MAX_SERVER_ERROR = 400;

function describeServerError({ exchanges }: Evidence): Pick<EvidenceText, 'failure'> {
  const last = exchanges.findLast(({ status }) => status >= 500);
  if (last === undefined) return {};
  const body = cutText(makeVisibleLine(last.body), MAX_SERVER_ERROR);
  return { failure: body === '' ? describeStatus(last) : `${describeStatus(last)}: ${body}` };
}

const MIN_TOKEN = 96;

/** A text whose long tokens, such as cursors, are shortened: reports in files have them whole. */
export function shortenTokens(text: string): string {
  return text.replace(/[\w%+/=~.-]{64,}/g, (token) => {
    if (token.length < MIN_TOKEN) return token;
    return `${token.slice(0, 40)}…${token.slice(-8)} (${countNoun(token.length, 'character')})`;
  });
}

/** The waiver of a result in a sentence, if it has one. */
export function describeWaiver({ verdict, waiver }: Result): string | undefined {
  if (waiver === undefined) return undefined;
  const { expires, reason } = waiver;
  return makeVisible(verdict === 'waived' ? `Waived until ${expires}: ${reason}` : `Expired waiver: ${reason}`);
}

function describeValue(value: unknown, width: number | undefined): string {
  return cutLines(cutText(makeVisible(formatValue(value, width)), MAX_CHARACTERS).split('\n'), MAX_LINES).join('\n');
}

const WIDTH = 88;

/**
 * A value for people: a sentence as it is, anything else as JSON, on one line where it is short.
 *
 * @param width - how long a line may be, where it can be broken
 * @returns its text; text that could be mistaken for another value (`"12"`, `"null"`, `""`) stands in quotes
 */
export function formatValue(value: unknown, width: number = WIDTH): string {
  if (value === undefined) return 'nothing';
  if (typeof value === 'string') return isUnmistakable(value) ? value : JSON.stringify(value);
  return layOut(toPlainJson(value), 0, width);
}

function isUnmistakable(text: string): boolean {
  if (text !== text.trim() || text === '' || text === 'nothing') return false;
  try {
    JSON.parse(text);
    return false;
  } catch {
    return true;
  }
}

function layOut(json: PlainJson, indent: number, width: number): string {
  const line = writeLine(json);
  if (indent + line.length <= width || typeof json !== 'object' || json === null) return line;
  const inner = ' '.repeat(indent + 2);
  const [open, close] = Array.isArray(json) ? '[]' : '{}';
  const parts = Array.isArray(json)
    ? json.map((item) => layOut(item, indent + 2, width))
    : Object.entries(json).map(([key, item]) => `${JSON.stringify(key)}: ${layOut(item, indent + 2, width)}`);
  const lines = Array.isArray(json) && json.every(isScalar) ? fill(parts, width - indent - 3) : parts;
  return `${open}\n${lines.map((part) => inner + part).join(',\n')}\n${' '.repeat(indent)}${close}`;
}

/** Puts as many items on each line as there is room for: lists of ids are long. */
function fill(items: readonly string[], width: number): string[] {
  const lines: string[] = [];
  for (const item of items) {
    const last = lines.at(-1);
    if (last !== undefined && last.length + item.length + 2 <= width) lines[lines.length - 1] = `${last}, ${item}`;
    else lines.push(item);
  }
  return lines;
}

function writeLine(json: PlainJson): string {
  if (isScalar(json)) return JSON.stringify(json);
  if (Array.isArray(json)) return `[${json.map(writeLine).join(', ')}]`;
  const entries = Object.entries(json as object) as [string, PlainJson][];
  return `{${entries.map(([key, item]) => `${JSON.stringify(key)}: ${writeLine(item)}`).join(', ')}}`;
}

function isScalar(json: PlainJson): boolean {
  return typeof json !== 'object' || json === null;
}
