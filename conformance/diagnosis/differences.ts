import type { Exchange } from '../client/exchange.ts';
import { toTexts } from './page-rows.ts';

/** How what was received differs from what was expected, in a few words. */
export type Difference = string;

/**
 * Compares two lists of rows.
 *
 * @param requests - by how many requests they were read
 * @param size - the requested page size
 * @returns what is missing, repeated, shifted or in another order; nothing where they are no lists
 */
export function compareRows(
  expected: unknown,
  received: unknown,
  requests: number,
  size?: number,
): readonly Difference[] {
  const got = toTexts(received);
  if (got === undefined) return [];
  const seams = requests - 1;
  const repeated = got.length - new Set(got).size;
  const again = repeated === 0 ? [] : ['rows repeated', `repeated ${relate(repeated, seams)}`];
  const wanted = toTexts(expected);
  if (wanted === undefined) return again;
  const missing = wanted.filter((id) => !got.includes(id));
  const added = got.filter((id) => !wanted.includes(id));
  const isSame = missing.length === 0 && added.length === 0 && repeated === 0;
  return [
    ...again,
    ...(missing.length === 0 ? [] : describeMissing(wanted, missing, seams, size)),
    ...(added.length === 0 ? [] : ['rows added']),
    ...(isSame ? describeOrder(wanted, got) : describeShift(wanted, got)),
    `length ${compareCounts(wanted.length, got.length)}`,
  ];
}

function describeMissing(
  wanted: readonly string[],
  missing: readonly string[],
  seams: number,
  size: number | undefined,
): readonly Difference[] {
  return [
    'rows missing',
    `missing ${relate(missing.length, seams)}`,
    `missing ${place(wanted, missing)}`,
    ...(size === undefined ? [] : [`missing ${missing.length < size ? 'less than a page' : 'a page or more'}`]),
  ];
}

function describeOrder(wanted: readonly string[], got: readonly string[]): readonly Difference[] {
  if (wanted.every((id, index) => id === got[index])) return [];
  return [isReverse(wanted, got) ? 'rows reversed' : 'rows moved'];
}

/** How a number of rows stands to that of the places where pages meet. */
function relate(rows: number, seams: number): string {
  if (seams < 1) return rows === 1 ? 'one' : 'several';
  if (rows === seams) return rows === 1 ? 'one at the only seam' : 'one at each seam';
  return rows < seams ? 'fewer than seams' : 'more than seams';
}

function place(wanted: readonly string[], missing: readonly string[]): string {
  if (missing.length === wanted.length) return 'all';
  const first = wanted.slice(0, missing.length).every((id) => missing.includes(id));
  const last = wanted.slice(-missing.length).every((id) => missing.includes(id));
  if (first) return 'at the start';
  return last ? 'at the end' : 'in between';
}

function isReverse(wanted: readonly string[], got: readonly string[]): boolean {
  return wanted.length > 1 && wanted.every((id, index) => id === got[got.length - 1 - index]);
}

/** Whether the rows are those that begin one before or one behind. */
function describeShift(wanted: readonly string[], got: readonly string[]): readonly Difference[] {
  if (wanted.length < 2 || got.length < 2) return [];
  const equals = (a: readonly string[], b: readonly string[]): boolean => {
    const length = Math.min(a.length, b.length);
    return length > 0 && a.slice(0, length).every((id, index) => id === b[index]);
  };
  if (equals(wanted, got)) return [];
  if (equals(wanted.slice(1), got)) return ['rows one later'];
  return equals(wanted, got.slice(1)) ? ['rows one earlier'] : [];
}

/**
 * Compares two values that are no lists.
 *
 * @param exchange - whose response holds what was received
 */
export function compareValues(
  expected: unknown,
  received: unknown,
  exchange: Pick<Exchange, 'body'> | undefined,
): readonly Difference[] {
  if (typeof expected === 'number' && typeof received === 'number') {
    const rows = countRows(exchange?.body);
    return [
      `number ${compareCounts(expected, received)}`,
      ...(rows === received && rows !== expected ? ['number of the page'] : []),
    ];
  }
  if (Array.isArray(received) || received === undefined) return [];
  return [`received ${nameType(received)}`];
}

/**
 * Compares a value with what a schema asks for.
 *
 * @param said - such as `the body at /id must be string`
 */
export function compareTypes(said: string, received: unknown): readonly Difference[] {
  const wanted = /must (be \w+|match format "[\w-]+"|match pattern|have required property)/.exec(said)?.[1];
  return wanted === undefined ? [] : [`received ${nameForm(received)} where it must ${wanted}`];
}

/** The type of a value, and what its text looks like. */
function nameForm(value: unknown): string {
  if (typeof value !== 'string') return nameType(value);
  if (/^-?\d+(?:\.\d+)?$/.test(value)) return 'number in text';
  if (/^\d{4}-\d\d-\d\d/.test(value)) return 'time';
  return /^(?:true|false)$/.test(value) ? 'flag in text' : 'text';
}

function compareCounts(expected: number, received: number): string {
  if (received === expected) return 'equal';
  if (received === 0) return 'none';
  if (received === expected + 1) return 'one more';
  if (received === expected - 1) return 'one fewer';
  if (received > expected) return 'more';
  return 'fewer';
}

function nameType(value: unknown): string {
  if (value === null) return 'null';
  return typeof value === 'object' ? 'object' : typeof value;
}

/** The longest list of objects in a body; undefined where it was cut off. */
function countRows(body: string | undefined): number | undefined {
  if (body === undefined) return undefined;
  try {
    return longest(JSON.parse(body), 0);
  } catch {
    return undefined;
  }
}

const MAX_DEPTH = 4;

function longest(value: unknown, depth: number): number {
  if (typeof value !== 'object' || value === null || depth > MAX_DEPTH) return 0;
  if (Array.isArray(value)) return value.length;
  return Math.max(0, ...Object.values(value).map((inner) => longest(inner, depth + 1)));
}
