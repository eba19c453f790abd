import type { Exchange } from '../../client/exchange.ts';
import type { Evidence } from '../../result.ts';
import { countNoun, formatDuration } from '../../wording.ts';
import { describeEvidence } from '../evidence.ts';
import { describeStatus, type JsonToken, layOutBody } from '../exchange.ts';
import { type PlainJson, toPlainJson } from '../plain-json.ts';
import { type Html, html, renderSentence } from './html.ts';

const MAX_EXCHANGES = 12;

/** Evidence: what was demanded, expected and received, the command that shows it, and the exchanges. */
export function renderEvidence(evidence: Evidence): Html {
  const { demand, expected, received, difference, curl } = describeEvidence(evidence);
  const comparison = compareValues(evidence.expected, evidence.received);
  return html`<dl class="evidence">
<dt>Demanded</dt><dd>${renderSentence(demand)}</dd>
${renderValue('Expected', 'expected', expected, comparison?.expected)}
${renderValue('Received', 'received', received, comparison?.received)}
${difference === undefined ? undefined : html`<dt>Differs</dt><dd>${difference}</dd>`}
${curl.length === 0 ? undefined : html`<dt>Show it</dt><dd>${curl.map((command) => html`<pre class="command">${command}</pre>`)}</dd>`}
${renderExchanges(evidence)}
</dl>`;
}

function renderValue(label: string, name: string, text: string | undefined, pieces?: readonly ComparedPiece[]): Html {
  if (text === undefined) return html``;
  const value = pieces === undefined ? html`${text}` : html`${pieces.map(renderPiece)}`;
  return html`<dt>${label}</dt><dd><pre class="value ${name}">${value}</pre></dd>`;
}

function renderPiece({ text, differs }: ComparedPiece): Html {
  return differs ? html`<mark>${text}</mark>` : html`${text}`;
}

function renderExchanges({ exchanges }: Evidence): Html {
  if (exchanges.length === 0) return html``;
  const left = exchanges.length - MAX_EXCHANGES;
  const more =
    left > 0 ? html`<p class="quiet">${countNoun(left, 'more exchange')} in the JSON report.</p>` : undefined;
  return html`<dt>${exchanges.length === 1 ? 'Exchange' : 'Exchanges'}</dt><dd>${exchanges.slice(0, MAX_EXCHANGES).map(renderExchange)}${more}</dd>`;
}

/** A piece of a value; `differs` where the other value has something else, or nothing. */
export interface ComparedPiece {
  readonly text: string;
  readonly differs: boolean;
}

/** Two values side by side. */
interface Comparison {
  readonly expected: readonly ComparedPiece[];
  readonly received: readonly ComparedPiece[];
}

const MAX_PIECES = 200;

/**
 * Finds where two values differ: lists by what the other lacks, or where they have the same by their order; maps by their members.
 *
 * @returns both values in pieces, or `undefined` where they cannot be compared so: one is no list and no map, holds lists or maps itself, or
 *   is long
 */
export function compareValues(expected: unknown, received: unknown): Comparison | undefined {
  const [left, right] = [toPlainJson(expected), toPlainJson(received)];
  if (isFlatList(left) && isFlatList(right)) return compareLists(left.map(write), right.map(write));
  if (isFlatMap(left) && isFlatMap(right)) return compareMaps(left, right);
  return undefined;
}

function compareLists(left: readonly string[], right: readonly string[]): Comparison {
  const onlyLeft = findMissing(left, right);
  const onlyRight = findMissing(right, left);
  if (onlyLeft.size + onlyRight.size > 0) return { expected: wrap(left, onlyLeft), received: wrap(right, onlyRight) };
  const moved = new Set(left.flatMap((item, index) => (item === right[index] ? [] : [index])));
  return { expected: wrap(left, moved), received: wrap(right, moved) };
}

/** The places in `items` of what `others` has not, or has less often. */
function findMissing(items: readonly string[], others: readonly string[]): ReadonlySet<number> {
  const left = new Map<string, number>();
  for (const other of others) left.set(other, (left.get(other) ?? 0) + 1);
  const missing = new Set<number>();
  for (const [index, item] of items.entries()) {
    const count = left.get(item) ?? 0;
    if (count === 0) missing.add(index);
    else left.set(item, count - 1);
  }
  return missing;
}

function wrap(items: readonly string[], marked: ReadonlySet<number>): ComparedPiece[] {
  const pieces = items.flatMap((text, index) => [
    ...(index === 0 ? [] : [{ text: ', ', differs: false }]),
    { text, differs: marked.has(index) },
  ]);
  return [{ text: '[', differs: false }, ...pieces, { text: ']', differs: false }];
}

function compareMaps(left: FlatMap, right: FlatMap): Comparison {
  return { expected: writeMap(left, right), received: writeMap(right, left) };
}

function writeMap(map: FlatMap, other: FlatMap): ComparedPiece[] {
  const pieces = Object.entries(map).flatMap(([key, value], index) => {
    const differs = !Object.hasOwn(other, key) || write(other[key] ?? null) !== write(value);
    return [
      { text: `${index === 0 ? '' : ', '}${write(key)}: `, differs: false },
      { text: write(value), differs },
    ];
  });
  return [{ text: '{', differs: false }, ...pieces, { text: '}', differs: false }];
}

type Scalar = string | number | boolean | null;
type FlatMap = Readonly<Record<string, Scalar>>;

function isFlatList(value: PlainJson): value is readonly Scalar[] {
  return Array.isArray(value) && value.length <= MAX_PIECES && value.every(isScalar);
}

function isFlatMap(value: PlainJson): value is FlatMap {
  if (isScalar(value) || Array.isArray(value)) return false;
  const values = Object.values(value as Readonly<Record<string, PlainJson>>);
  return values.length <= MAX_PIECES && values.every(isScalar);
}

function isScalar(value: PlainJson): value is Scalar {
  return typeof value !== 'object' || value === null;
}

function write(value: Scalar): string {
  return JSON.stringify(value);
}

/** A request and its answer, folded to one line with method, path and status. */
export function renderExchange(exchange: Exchange): Html {
  const { method, url, requestHeaders, responseHeaders, body, durationMs } = exchange;
  const status = describeStatus(exchange);
  return html`<details class="exchange">
<summary><span class="method">${method}</span> <span class="url">${shortenUrl(url)}</span> <span class="status ${classOf(exchange)}">${status}</span> <span class="quiet">${formatDuration(durationMs)}</span></summary>
<div class="wire">
<h4>Request</h4>
<pre>${method} ${url}${renderHeaders(requestHeaders)}</pre>
<h4>Response</h4>
<pre>${status}${renderHeaders(responseHeaders)}</pre>
${renderBody(responseHeaders['content-type'], body)}
</div>
</details>`;
}

function renderHeaders(headers: Readonly<Record<string, string>>): Html[] {
  return Object.entries(headers).map(([name, value]) => html`\n<span class="k">${name}:</span> ${value}`);
}

/** Path and query: the origin is that of the target nearly always, and stands in the request. */
function shortenUrl(url: string): string {
  return /^https?:\/\/[^/?#]+(\/.*)$/s.exec(url)?.[1] ?? url;
}

function classOf({ status }: Exchange): string {
  if (status === 0 || status >= 500) return 'bad';
  return status >= 400 ? 'odd' : 'good';
}

const MAX_INDENT = 20;
const CLASSES: Partial<Record<JsonToken['kind'], string>> = { key: 'k', string: 's', number: 'n', literal: 'n' };

/**
 * The body of an answer: JSON indented and set in colours, the rest as it is, cut after a while.
 *
 * @param contentType - the header of the answer, when there was one
 * @param body - its text
 * @returns a `pre`, or a remark that there is no body
 */
export function renderBody(contentType: string | undefined, body: string): Html {
  const lines = layOutBody(contentType, body);
  if (lines.length === 0) return html`<p class="quiet">No body.</p>`;
  const rendered = lines.map(({ depth, tokens }, index) => {
    const indent = '  '.repeat(Math.min(depth, MAX_INDENT));
    return html`${index === 0 ? '' : '\n'}${indent}${tokens.map(renderToken)}`;
  });
  return html`<pre class="body">${rendered}</pre>`;
}

function renderToken({ kind, text }: JsonToken): Html {
  const name = CLASSES[kind];
  if (name !== undefined) return html`<span class="${name}">${text}</span>`;
  return html`${kind === 'punctuation' && text === ':' ? ': ' : text}`;
}
