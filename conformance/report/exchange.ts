import { STATUS_CODES } from 'node:http';
import { formatDuration } from '../../src/contract/text.ts';
import type { Exchange } from '../client/exchange.ts';
import { makeVisible, makeVisibleLine, takeStart } from './text.ts';

/**
 * A request and its response as plain text, much as they went over the wire.
 *
 * @returns several lines without control characters; the body is cut after a while
 */
export function formatExchange(exchange: Exchange): string {
  const { method, url, requestHeaders, responseHeaders, durationMs } = exchange;
  const body = formatBody(responseHeaders['content-type'], exchange.body);
  const asked = formatBody(requestHeaders['content-type'], exchange.requestBody ?? '');
  return [
    `${method} ${makeVisibleLine(url)}`,
    ...formatHeaders(requestHeaders),
    ...(asked === '' ? [] : ['', asked]),
    '',
    `${describeStatus(exchange)} (${formatDuration(durationMs)})`,
    ...formatHeaders(responseHeaders),
    ...(body === '' ? [] : ['', body]),
  ].join('\n');
}

function formatHeaders(headers: Readonly<Record<string, string>>): string[] {
  return Object.entries(headers).map(([name, value]) => makeVisibleLine(`${name}: ${value}`));
}

/** The status of an answer with its phrase: `404 Not Found`, or why there was none. */
export function describeStatus({ status, failure }: Exchange): string {
  if (status === 0 || failure !== undefined) return `no response: ${makeVisibleLine(failure ?? 'unknown reason')}`;
  const phrase = STATUS_CODES[status];
  return phrase === undefined ? String(status) : `${status} ${phrase}`;
}

/** An exchange on one line: `GET https://… → 200 OK, 41 ms`. */
export function describeExchange(exchange: Exchange): string {
  const { method, url, durationMs } = exchange;
  return `${method} ${makeVisibleLine(url)} → ${describeStatus(exchange)}, ${formatDuration(durationMs)}`;
}

const MAX_INDENT = 40;

/**
 * A response body as text, laid out for people and cut after a while.
 *
 * @param contentType - the header of the response, when there was one
 * @returns text without control characters; empty when the body is
 */
export function formatBody(contentType: string | undefined, body: string): string {
  const lines = layOutBody(contentType, body).map(({ depth, tokens }) => {
    const indent = '  '.repeat(Math.min(depth, MAX_INDENT));
    return indent + tokens.map(({ kind, text }) => (kind === 'punctuation' && text === ':' ? ': ' : text)).join('');
  });
  return lines.join('\n');
}

const MAX_CHARACTERS = 6000;
const MAX_LINES = 120;

/**
 * A response body, laid out for people: JSON indented (also when it was cut off), the rest as it is, cut after a while.
 *
 * @param contentType - the header of the response, when there was one
 * @returns its lines, without control characters; text that is not JSON has one piece on each line; none when the body is empty
 */
export function layOutBody(contentType: string | undefined, body: string): JsonLine[] {
  const text = makeVisible(body).trimEnd();
  const start = takeStart(text, MAX_CHARACTERS);
  const lines = isJson(contentType, body) ? indentJson(start) : splitLines(start);
  if (lines.length <= MAX_LINES && start.length === text.length) return lines;
  return [...lines.slice(0, MAX_LINES - 1), ...splitLines('… (truncated)')];
}

function splitLines(text: string): JsonLine[] {
  return text === '' ? [] : text.split('\n').map((line) => ({ depth: 0, tokens: [{ kind: 'other', text: line }] }));
}

/**
 * Whether a body should be read as JSON.
 *
 * @param contentType - the header of the response, when there was one
 * @param body - its text, perhaps cut off
 */
export function isJson(contentType: string | undefined, body: string): boolean {
  if (/\bjson\b/i.test(contentType ?? '')) return true;
  return contentType === undefined && /^\s*[{[]/.test(body);
}

/** A line of indented JSON. */
interface JsonLine {
  /** How deep the line is nested, from 0. */
  readonly depth: number;
  readonly tokens: readonly JsonToken[];
}

/**
 * Lays JSON text out on lines, one for each member and item. Numbers, keys that stand twice and escapes stay as they were
 * spelled, which parsing and writing would not keep; text that was cut off is laid out as far as it goes.
 *
 * @param text - JSON, perhaps cut off
 * @returns its lines
 */
export function indentJson(text: string): JsonLine[] {
  const lines: { depth: number; tokens: JsonToken[] }[] = [{ depth: 0, tokens: [] }];
  let depth = 0;
  const startLine = (): void => {
    if (lines.at(-1)?.tokens.length === 0) lines.pop();
    lines.push({ depth, tokens: [] });
  };
  const tokens = tokenizeJson(text);
  for (const [index, token] of tokens.entries()) {
    const closes = token.text === '}' || token.text === ']';
    if (closes) {
      depth = Math.max(0, depth - 1);
      if (!isOpening(tokens[index - 1])) startLine();
    }
    lines.at(-1)?.tokens.push(token);
    if (isOpening(token)) {
      depth += 1;
      if (!isClosing(tokens[index + 1])) startLine();
    }
    if (token.text === ',') startLine();
  }
  return lines.filter((line) => line.tokens.length > 0);
}

function isOpening(token: JsonToken | undefined): boolean {
  return token?.text === '{' || token?.text === '[';
}

function isClosing(token: JsonToken | undefined): boolean {
  return token?.text === '}' || token?.text === ']';
}

/** A piece of JSON text. `key` is a string that names a member; `other` is anything that JSON does not know. */
export interface JsonToken {
  readonly kind: 'key' | 'string' | 'number' | 'literal' | 'punctuation' | 'other';
  readonly text: string;
}

const TOKEN =
  /(?<string>"(?:[^"\\\n]|\\.)*"?)|(?<number>-?\d[\d.eE+-]*)|(?<literal>true|false|null)|(?<punctuation>[{}[\],:])|(?<other>[^\s"{}[\],:]+)/g;

/**
 * Splits JSON text into its pieces, each as it was spelled; blanks between them are dropped.
 *
 * @param text - JSON, also when it was cut off or is not quite JSON
 * @returns the pieces in order
 */
export function tokenizeJson(text: string): JsonToken[] {
  const tokens: JsonToken[] = [];
  for (const match of text.matchAll(TOKEN)) {
    const [kind] = Object.entries(match.groups ?? {}).find(([, group]) => group !== undefined) ?? ['other'];
    tokens.push({ kind: kind as JsonToken['kind'], text: match[0] });
  }
  return tokens.map((token, index) => {
    return token.kind === 'string' && tokens[index + 1]?.text === ':' ? { kind: 'key', text: token.text } : token;
  });
}
