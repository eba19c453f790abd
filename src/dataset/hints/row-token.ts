import { foldCase } from '../../contract/criterion.ts';
import type { HintCall } from '../generate/compiler.ts';
import { hashPlace, mix, scaleHash } from '../generate/hash.ts';
import type { Producer } from '../generate/producer.ts';
import { readOptions } from './options.ts';

/** Crockford's base 32: no I, L, O or U. */
const DIGITS = '0123456789ABCDEFGHJKMNPQRSTVWXYZ';
const PAIRS: readonly string[] = Array.from(
  { length: 1024 },
  (_, value) => DIGITS.charAt(value >> 5) + DIGITS.charAt(value & 31),
);
const VALUES: ReadonlyMap<string, number> = new Map([...DIGITS].map((digit, value) => [digit, value]));

/** How many characters say which row it is, and how many say which element; the rest says nothing. */
const MOST_LEADING = 9;
const MOST_TRAILING = 5;

/**
 * `row.token { prefix, length }`: an opaque id in Crockford's base 32, as in `cus_01H8XYZ123ABC`. No two rows, nor elements of
 * arrays, have the same; in text order, a later row's comes later.
 *
 * - `prefix`: the text before it; none by default
 * - `length`: how many characters it has after the prefix, 8 to 26; 13 by default
 */
export function compileRowToken(call: HintCall): Producer {
  const options = readOptions(call, ['prefix', 'length']);
  const prefix = options.text('prefix') ?? '';
  const length = options.integer('length') ?? 13;
  if (length < 8 || length > 26) call.fail(`length: expected 8 to 26, not ${length}`);
  const { compiler, site } = call;
  const key = compiler.keyOf(site);
  const leading = Math.min(MOST_LEADING, Math.ceil(length * 0.6));
  const trailing = Math.min(MOST_TRAILING, length - leading);
  const start = firstNumber(key, leading);
  const stride = strideOf(leading);
  if (start + (compiler.environment.lastIndex + 1) * stride >= 32 ** leading) {
    call.fail(`length: ${length} characters are too few for ${compiler.environment.lastIndex + 1} rows`);
  }
  const folded = foldCase(prefix);
  return {
    valueAt: (_variant, element, row) => {
      const hash = hashPlace(key, row, 0);
      const head = encode(start + row * stride + scaleHash(hash, stride), leading);
      const tail = encode((Math.imul(element, 0x9e3779b1) + hash) & (32 ** trailing - 1), trailing);
      const filler = fill(hash, length - leading - trailing);
      return prefix + head + filler + tail;
    },
    usesRow: true,
    isUnique: true,
    ascends: true,
    rowsHolding: (text) => {
      const sought = foldCase(text);
      if (!sought.startsWith(folded) || sought.length !== folded.length + length) return [];
      const number = decode(sought.slice(folded.length, folded.length + leading).toUpperCase());
      return number === undefined ? [] : [Math.floor((number - start) / stride)];
    },
  };
}

/** A first number that begins with 01, as ids that are made from the time of day do in this century. */
function firstNumber(key: number, leading: number): number {
  return 32 ** (leading - 2) + scaleHash(key, 32 ** (leading - 2) / 2);
}

/** How far the numbers of neighbours lie apart: as far as four thousand million rows allow. */
function strideOf(leading: number): number {
  return Math.max(1, 32 ** leading / 2 ** 34);
}

/** Characters that follow from a hash. A single hash is good for six. */
function fill(hash: number, length: number): string {
  return length <= 6 ? encode(hash, length) : encode(hash, 6) + fill(mix(hash), length - 6);
}

function encode(number: number, length: number): string {
  let rest = number;
  let text = '';
  let left = length;
  for (; left >= 2; left -= 2) {
    const above = Math.floor(rest / 1024);
    text = (PAIRS[rest - above * 1024] as string) + text;
    rest = above;
  }
  return left === 0 ? text : DIGITS.charAt(rest % 32) + text;
}

function decode(text: string): number | undefined {
  let number = 0;
  for (const digit of text) {
    const value = VALUES.get(digit);
    if (value === undefined) return undefined;
    number = number * 32 + value;
  }
  return number;
}
