import { foldCase } from '../../contract/criterion.ts';
import type { HintCall } from '../generate/compiler.ts';
import type { Producer } from '../generate/producer.ts';
import { createPermutation, hashPlace, mix, scaleHash } from '../random.ts';
import { readOptions } from './options.ts';

/** Crockford's base 32: no I, L, O or U. */
const DIGITS = '0123456789ABCDEFGHJKMNPQRSTVWXYZ';
const PAIRS: readonly string[] = Array.from(
  { length: 1024 },
  (_, value) => DIGITS.charAt(value >> 5) + DIGITS.charAt(value & 31),
);
const VALUES: ReadonlyMap<string, number> = new Map([...DIGITS].map((digit, value) => [digit, value]));

/** How many characters say which row it is, and how many say which element; the rest is filler. */
const MAX_LEADING = 9;
const MAX_TRAILING = 5;

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
  if (length < 8 || length > 26) call.fail(`length must be 8 to 26, not ${length}`);
  const { compiler, node } = call;
  const key = compiler.keyOf(node);
  const leading = Math.min(MAX_LEADING, Math.ceil(length * 0.6));
  const trailing = Math.min(MAX_TRAILING, length - leading);
  const start = firstNumber(key, leading);
  const stride = strideOf(leading);
  if (start + (compiler.environment.lastIndex + 1) * stride >= 32 ** leading) {
    call.fail(`length ${length} is too short for ${compiler.environment.lastIndex + 1} rows`);
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

const HEX = Array.from({ length: 0x10000 }, (_, value) => value.toString(16).padStart(4, '0'));
const SHAPE = /^([0-9a-f]{8})-([0-9a-f]{4})-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-([0-9a-f]{4})[0-9a-f]{8}$/;

/**
 * `row.uuid { prefix }`: a UUID of version 4, as in `Cust_c40bea18-c0c9-44b1-bd0c-43f5283e1670`. No two rows, nor elements of
 * arrays, have the same.
 *
 * - `prefix`: the text before the UUID; none by default
 */
export function compileRowUuid(call: HintCall): Producer {
  const prefix = readOptions(call, ['prefix']).text('prefix') ?? '';
  const key = call.compiler.keyOf(call.node);
  const permutation = createPermutation(key);
  const folded = foldCase(prefix);
  return {
    valueAt: (_variant, element, row) =>
      prefix + writeUuid(permutation.apply([row >>> 0, element >>> 0]), hashPlace(key, row, element)),
    usesRow: true,
    isUnique: true,
    rowsHolding: (text) => {
      const sought = foldCase(text);
      const match = sought.startsWith(folded) ? SHAPE.exec(sought.slice(folded.length)) : null;
      if (match === null) return [];
      const [, first, second, third] = match;
      return [permutation.invert([Number(`0x${first}`), Number(`0x${second}${third}`)])[0]];
    },
  };
}

/** The words that say which row it is, with filler bits where version and variant leave room. */
function writeUuid([first, second]: readonly [number, number], filler: number): string {
  const rest = Math.imul(filler, 0x9e3779b1) >>> 0;
  const version = 0x4000 | (filler & 0xfff);
  const variant = 0x8000 | ((filler >>> 12) & 0x3fff);
  return `${quad(first >>> 16)}${quad(first)}-${quad(second >>> 16)}-${quad(version)}-${quad(variant)}-${quad(second)}${quad(rest >>> 16)}${quad(rest)}`;
}

function quad(value: number): string {
  return HEX[value & 0xffff] as string;
}
