import type { QuerySyntax } from '../contract/contract.ts';

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
