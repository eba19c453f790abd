import { createRequire } from 'node:module';
import type { AST, RegExpParser } from '@eslint-community/regexpp';

/** A `pattern` of a schema, parsed. */
export interface PatternSyntax {
  readonly alternatives: readonly AST.Alternative[];
  /** As JavaScript writes it: what other dialects say in their own way is brought to it. */
  readonly text: string;
  readonly isUnicode: boolean;
  readonly ignoresCase: boolean;
}

let parser: RegExpParser | undefined;

/** Loaded with the first pattern. */
function loadParser(): RegExpParser {
  if (parser !== undefined) return parser;
  const require = createRequire(import.meta.url);
  const library = require('@eslint-community/regexpp') as { readonly RegExpParser: new () => RegExpParser };
  parser = new library.RegExpParser();
  return parser;
}

/**
 * Parses a pattern as JSON Schema has it: with the `u` flag, or without it where only that is a regular expression
 * (`^https\:\/\/`). Common words of other dialects are understood where JavaScript has none for them: `\A`, `\z`, `\Z`,
 * `(?P<name>…)` and `(?i)` in front.
 *
 * @returns `undefined` for what is no regular expression
 */
export function parsePattern(source: string): PatternSyntax | undefined {
  const ignoresCase = source.startsWith('(?i)');
  const text = ignoresCase ? source.slice(4) : source;
  const translated = text.replace(/\\(.)/gsu, translateEscape).replaceAll('(?P<', '(?<');
  return (
    tryParse(text, true, ignoresCase) ??
    tryParse(translated, true, ignoresCase) ??
    tryParse(translated, false, ignoresCase)
  );
}

function translateEscape(whole: string, letter: string): string {
  if (letter === 'A') return '^';
  return letter === 'z' || letter === 'Z' ? '$' : whole;
}

function tryParse(text: string, isUnicode: boolean, ignoresCase: boolean): PatternSyntax | undefined {
  try {
    const { alternatives } = loadParser().parsePattern(text, 0, text.length, { unicode: isUnicode });
    return { alternatives, text, isUnicode, ignoresCase };
  } catch (error) {
    if (error instanceof SyntaxError) return undefined;
    // A group in a group in a group, thousands deep.
    if (error instanceof RangeError) return undefined;
    throw error;
  }
}

/** Code points from one to another, both included. */
export type Range = readonly [first: number, last: number];

const LAST_CODE_POINT = 0x10ffff;

const DIGITS: readonly Range[] = [[0x30, 0x39]];
const WORD: readonly Range[] = [
  [0x30, 0x39],
  [0x41, 0x5a],
  [0x5f, 0x5f],
  [0x61, 0x7a],
];
const SPACE: readonly Range[] = [
  [0x09, 0x0d],
  [0x20, 0x20],
  [0xa0, 0xa0],
  [0x1680, 0x1680],
  [0x2000, 0x200a],
  [0x2028, 0x2029],
  [0x202f, 0x202f],
  [0x205f, 0x205f],
  [0x3000, 0x3000],
  [0xfeff, 0xfeff],
];
const ESCAPES: Readonly<Record<'digit' | 'space' | 'word', readonly Range[]>> = {
  digit: DIGITS,
  space: SPACE,
  word: WORD,
};
const LINE_ENDS: readonly Range[] = [
  [0x0a, 0x0a],
  [0x0d, 0x0d],
  [0x2028, 0x2029],
];

/** What stands for one character. */
export type CharacterNode = AST.Character | AST.CharacterSet | AST.CharacterClass | AST.CharacterClassRange;

/**
 * The code points that one character of a pattern may be.
 *
 * @param propertyRanges - those of a `\p{…}`, which is given without its negation
 */
export function rangesOf(
  node: CharacterNode | AST.CharacterClassElement,
  propertyRanges: (set: AST.UnicodePropertyCharacterSet) => readonly Range[],
): readonly Range[] {
  switch (node.type) {
    case 'Character':
      return [[node.value, node.value]];
    case 'CharacterClassRange':
      return [[node.min.value, node.max.value]];
    case 'CharacterClass': {
      const inner = node.elements.flatMap((element) => rangesOf(element as AST.CharacterClassElement, propertyRanges));
      return node.negate ? invertRanges(inner) : inner;
    }
    case 'CharacterSet':
      return rangesOfSet(node, propertyRanges);
    default:
      return [];
  }
}

function rangesOfSet(
  node: AST.CharacterSet,
  propertyRanges: (set: AST.UnicodePropertyCharacterSet) => readonly Range[],
): readonly Range[] {
  if (node.kind === 'any') return invertRanges(LINE_ENDS);
  const ranges = node.kind === 'property' ? propertyRanges(node) : ESCAPES[node.kind];
  return node.negate ? invertRanges(ranges) : ranges;
}

/** All code points but these. */
function invertRanges(ranges: readonly Range[]): readonly Range[] {
  const inverted: Range[] = [];
  let next = 0;
  for (const [first, last] of ranges.toSorted(([a], [b]) => a - b)) {
    if (first > next) inverted.push([next, first - 1]);
    next = Math.max(next, last + 1);
  }
  if (next <= LAST_CODE_POINT) inverted.push([next, LAST_CODE_POINT]);
  return inverted;
}

/** The code points that are in both. */
export function intersectRanges(first: readonly Range[], second: readonly Range[]): readonly Range[] {
  return first.flatMap(([a, b]) =>
    second.flatMap(([c, d]): readonly Range[] => {
      const [low, high] = [Math.max(a, c), Math.min(b, d)];
      return low <= high ? [[low, high]] : [];
    }),
  );
}

const known = new Map<string, readonly Range[]>();

/** What of a Unicode property is looked at: the planes that have letters and signs in use. */
const SEARCHED: readonly Range[] = [
  [0x20, 0xd7ff],
  [0xf900, 0xffff],
  [0x1f000, 0x1faff],
];

/** The code points of a `\p{…}` without its negation, as far as they are in common use. */
export function scanProperty({ key, value }: AST.UnicodePropertyCharacterSet): readonly Range[] {
  const name = value === null ? key : `${key}=${value}`;
  const found = known.get(name);
  if (found !== undefined) return found;
  const property = new RegExp(`^\\p{${name}}$`, 'u');
  const ranges: [number, number][] = [];
  for (const [first, last] of SEARCHED) {
    for (let code = first; code <= last; code++) {
      if (!property.test(String.fromCodePoint(code))) continue;
      const open = ranges.at(-1);
      if (open?.[1] === code - 1) open[1] = code;
      else ranges.push([code, code]);
    }
  }
  known.set(name, ranges);
  return ranges;
}
