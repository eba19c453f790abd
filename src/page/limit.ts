import type { Limit, OutOfRange, QuerySyntax } from '../contract/contract.ts';
import { type Query, readValues } from './query.ts';

/** The page size of a request, or one violation for each rule that its value breaks. */
type LimitResult =
  | { readonly ok: true; readonly limit: number }
  | { readonly ok: false; readonly violations: readonly Violation[] };

/**
 * Finds the page size of a request.
 *
 * @param query - of the request
 * @param limit - the page-size parameter and what becomes of values that it does not allow
 * @param syntax - how the query is read
 * @returns the number of rows that a page may hold, or the violations where the contract rejects the value
 */
export function resolveLimit(query: Query, limit: Limit, syntax: QuerySyntax): LimitResult {
  const parameter = limit.backward === undefined ? limit.parameter : sizeParameterOf(query, limit, syntax);
  const [text, ...others] = parameter === undefined ? [] : readValues(query, parameter, syntax);
  if (parameter === undefined || text === undefined) return { ok: true, limit: limit.default };
  const value = others.length > 0 ? Number.NaN : parseNumber(text, syntax.integers);
  const policy = choosePolicy(value, limit);
  if (policy === undefined) return { ok: true, limit: value };
  if (policy === 'clamp') return { ok: true, limit: clamp(value, limit) };
  if (policy === 'default') return { ok: true, limit: limit.default };
  const broken = findBrokenSizeRules(value, limit);
  return { ok: false, violations: broken.map((rule) => ({ parameter, rule })) };
}

/** The parameter that holds the size: where pages backward have one of their own, the one that is sent. */
function sizeParameterOf(query: Query, { parameter, backward }: Limit, syntax: QuerySyntax): string | undefined {
  if (backward === undefined || parameter === undefined || readValues(query, parameter, syntax).length > 0)
    return parameter;
  return readValues(query, backward, syntax).length > 0 ? backward : parameter;
}

function choosePolicy(value: number, limit: Limit): OutOfRange | undefined {
  if (!Number.isInteger(value)) return limit.malformed;
  if (value > limit.maximum) return limit.above;
  if (value < limit.minimum) return limit.below;
  return limit.sizes === undefined || limit.sizes.includes(value) ? undefined : limit.above;
}

function findBrokenSizeRules(value: number, { sizes, ...bounds }: Limit): readonly string[] {
  if (sizes === undefined) return findBrokenRules(value, bounds);
  return Number.isInteger(value) ? ['enum'] : ['type'];
}

/** What is no number has no nearest bound. */
function clamp(value: number, limit: Limit): number {
  if (Number.isNaN(value)) return limit.default;
  // Of the sizes that there are, the largest that is no larger.
  if (limit.sizes !== undefined) return limit.sizes.findLast((size) => size <= value) ?? limit.minimum;
  return Math.trunc(Math.min(Math.max(value, limit.minimum), limit.maximum));
}

type Spelling = QuerySyntax['integers'];

const SHORT = /^\d{1,15}$/;
const DECIMAL = /^-?\d+$/;
/** What `int()` takes for space: U+0085 too, but not U+FEFF, unlike `\s`. */
const PYTHON_SPACE = '[\\t\\n\\v\\f\\r\\x20\\x85\\xa0\\u1680\\u2000-\\u200a\\u2028\\u2029\\u202f\\u205f\\u3000]*';
const PYTHON = new RegExp(`^${PYTHON_SPACE}([+-]?)(\\p{Nd}+(?:_\\p{Nd}+)*)${PYTHON_SPACE}$`, 'u');

/**
 * Reads an integer of a query.
 *
 * @param text - the parameter's value, decoded
 * @param spelling - `decimal`: digits, perhaps after a minus; `python`: as `int()` reads it; `javascript`: as `Number()`
 *   coerces it, so that `''` is 0 and `0x10` is 16
 * @returns the integer, the nearest safe one where it is too large for that (`javascript`: as large as it is);
 *   `undefined` for anything else
 */
export function parseInteger(text: string, spelling: Spelling): number | undefined {
  const value = parseNumber(text, spelling);
  return Number.isInteger(value) ? value : undefined;
}

/**
 * Reads a number where an integer should be, so that its bounds can be judged even if it is not one.
 *
 * @param text - the parameter's value, decoded
 * @param spelling - as for {@link parseInteger}; only `javascript` knows fractions and infinities
 * @returns NaN when it is no number
 */
export function parseNumber(text: string, spelling: Spelling): number {
  if (SHORT.test(text)) return Number(text);
  switch (spelling) {
    case 'decimal':
      return DECIMAL.test(text) ? saturate(Number(text)) : Number.NaN;
    case 'python':
      return parsePython(text);
    case 'javascript':
      return Number(text) + 0;
  }
}

function parsePython(text: string): number {
  const match = PYTHON.exec(text);
  if (match === null) return Number.NaN;
  const [, sign = '', digits = ''] = match;
  return saturate(Number(sign + digits.replaceAll('_', '').replace(/[^0-9]/gu, toAsciiDigit)));
}

/** Unicode has decimal digits in runs of ten, or of several tens side by side, each from zero to nine. */
function toAsciiDigit(digit: string): string {
  const codePoint = digit.codePointAt(0) ?? 0;
  let zero = codePoint;
  while (/\p{Nd}/u.test(String.fromCodePoint(zero - 1))) zero -= 1;
  return String((codePoint - zero) % 10);
}

/** Adding zero makes -0 plain 0. */
function saturate(value: number): number {
  return Math.min(Math.max(value, Number.MIN_SAFE_INTEGER), Number.MAX_SAFE_INTEGER) + 0;
}

/** A JSON Schema keyword that a number can break. */
type NumberRule = 'maximum' | 'minimum' | 'type';

/** A rule that a parameter of a request breaks. */
export interface Violation {
  readonly parameter: string;
  /** A JSON Schema keyword such as `maximum`, `type` or `required`; or `repeated`, `unknown`, `order`. */
  readonly rule: string;
  /** How it is worded where the contract has no words for the rule, behind the parameter: `must be string`. */
  readonly message?: string;
  /** What the rule allows, by the names that wordings have for it. */
  readonly bounds?: Readonly<Record<string, string>>;
}

/**
 * The rules for an integer that a value breaks. What is no number at all breaks each of them, as comparing with it
 * never holds.
 *
 * @param value - the number that was read; NaN for none
 * @param bounds - both inclusive; without a maximum there is no such rule
 * @returns broken keywords, upper bound first; empty when the value is an integer within bounds
 */
export function findBrokenRules(
  value: number,
  bounds: { readonly minimum: number; readonly maximum?: number },
): readonly NumberRule[] {
  const broken: NumberRule[] = [];
  if (bounds.maximum !== undefined && !(value <= bounds.maximum)) broken.push('maximum');
  if (!(value >= bounds.minimum)) broken.push('minimum');
  if (!Number.isInteger(value)) broken.push('type');
  return broken;
}
