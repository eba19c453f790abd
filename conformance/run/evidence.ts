import { countNoun } from '../../src/contract/text.ts';
import { type Exchange, toCurl } from '../client/exchange.ts';
import type { Violation } from '../ledger.ts';
import type { Evidence } from '../result.ts';

/** In characters: of a sentence, of a text within a value, of all texts of a value. */
const MAX_SENTENCE = 2000;
const MAX_TEXT = 4000;
const MAX_VALUE = 100_000;
const MAX_ITEMS = 1000;
const MAX_DEPTH = 50;
/** Of all exchanges of a report, in characters: it is read by people, and kept by continuous integration. */
const MAX_REPORT = 8_000_000;
/** Of a body for which a report has no room left. */
const MIN_BODY = 200;

/** What is left for evidence in a report. */
export interface EvidenceRoom {
  /** In characters. */
  left: number;
}

/** The room of an empty report. */
export function createEvidenceRoom(): EvidenceRoom {
  return { left: MAX_REPORT };
}

/**
 * The evidence for a violation. However much a target sends, it is of bounded size, and says what was cut and how much.
 *
 * @param title - of the requirement
 * @param room - what is left in the report; gets smaller
 */
export function createEvidence(title: string, violation: Violation, room: EvidenceRoom): Evidence {
  const { summary, expected, received, answers } = violation;
  const exchanges = answers.map(({ response }) => fitExchange(response.exchange, room));
  return {
    demand: boundText(`${title}: ${summary}`),
    ...(expected === undefined ? {} : { expected: boundValue(expected) }),
    ...(received === undefined ? {} : { received: boundValue(received) }),
    exchanges,
    curl: exchanges.map(toCurl),
  };
}

/** A sentence that is not longer than anybody reads. */
export function boundText(text: string, limit: number = MAX_SENTENCE): string {
  if (text.length <= limit) return text;
  return `${text.slice(0, limit)}… (${countNoun(text.length - limit, 'more character')})`;
}

/** The same exchange, or what there is room for. */
function fitExchange(exchange: Exchange, room: EvidenceRoom): Exchange {
  const size = measure(exchange);
  if (size <= room.left) {
    room.left -= size;
    return exchange;
  }
  const left = exchange.body.length - MIN_BODY;
  if (left <= 0) return exchange;
  const note = `${countNoun(left, 'more character')}; the report has as much evidence as it can hold`;
  return { ...exchange, body: `${exchange.body.slice(0, MIN_BODY)}\n… (${note})` };
}

function measure({ url, requestHeaders, requestBody = '', responseHeaders, body }: Exchange): number {
  const headers = [...Object.values(requestHeaders), ...Object.values(responseHeaders)];
  return headers.reduce((sum, { length }) => sum + length, url.length + requestBody.length + body.length);
}

/** What an expected or received value may still take. */
interface ValueRoom {
  characters: number;
}

/** A value as plain data, whose texts and lists are cut where they are very long. */
function boundValue(value: unknown): unknown {
  return bound(value, { characters: MAX_VALUE }, 0);
}

function bound(value: unknown, room: ValueRoom, depth: number): unknown {
  if (typeof value === 'string') {
    const text = boundText(value, Math.max(0, Math.min(MAX_TEXT, room.characters)));
    room.characters -= text.length;
    return text;
  }
  if (typeof value !== 'object' || value === null) return value;
  if (depth === MAX_DEPTH) return '… (nested deeper)';
  if (Array.isArray(value)) {
    return take(
      value,
      room,
      (item) => bound(item, room, depth + 1),
      (left) => [`… (${countNoun(left, 'more item')})`],
    );
  }
  if (!isPlain(value)) return value;
  const entries = take(
    Object.entries(value),
    room,
    ([key, item]) => [boundText(key), bound(item, room, depth + 1)] as const,
    (left) => [['…', countNoun(left, 'more member')] as const],
  );
  return Object.fromEntries(entries);
}

/** What there is room for, with what is said of the rest. */
function take<In, Out>(
  items: readonly In[],
  room: ValueRoom,
  keep: (item: In) => Out,
  describeRest: (left: number) => readonly Out[],
): readonly Out[] {
  const kept: Out[] = [];
  for (const item of items) {
    if (kept.length === MAX_ITEMS || room.characters <= 0) break;
    // Numbers and brackets take their place, too.
    room.characters -= 4;
    kept.push(keep(item));
  }
  const left = items.length - kept.length;
  return left === 0 ? kept : [...kept, ...describeRest(left)];
}

function isPlain(value: object): boolean {
  const prototype: unknown = Object.getPrototypeOf(value);
  return prototype === null || prototype === Object.prototype;
}
