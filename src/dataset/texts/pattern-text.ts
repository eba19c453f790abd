import type { AST } from '@eslint-community/regexpp';
import {
  type CharacterNode,
  intersectRanges,
  type PatternSyntax,
  parsePattern,
  type Range,
  rangesOf,
  scanProperty,
} from '../../contract/pattern-syntax.ts';
import type { Random } from '../random.ts';

/** How long a text may be, in characters. */
export interface Lengths {
  readonly min: number;
  readonly max: number;
}

/** Longer texts are not made, whatever a schema demands. */
export const MAX_TEXT = 10_000;

/** Makes texts in which a pattern occurs. */
export interface PatternText {
  /** The least length of a text that is made, up to one more than `MAX_TEXT`. */
  readonly shortest: number;
  /**
   * A text that probably fits; who needs it to fit tests it, and tries again with another effort.
   *
   * @param effort - 0 for a text that reads well; other numbers look further: signs of every kind, as long as there is room,
   *   what look-aheads ask for written out
   * @returns `undefined` where lengths leave no room
   */
  make(random: Random, lengths: Lengths, effort: number): string | undefined;
}

/** @returns `undefined` for what is no regular expression */
export function createPatternText(source: string): PatternText | undefined {
  const syntax = parsePattern(source);
  if (syntax === undefined) return undefined;
  const shortest = leastLength(syntax.alternatives);
  return {
    shortest,
    make: (random, lengths, effort) => {
      const room = Math.min(lengths.max, MAX_TEXT) - shortest;
      if (room < 0 || lengths.min > MAX_TEXT) return undefined;
      const least = Math.max(lengths.min - shortest, 0);
      const usual = least > 0 ? least : 2;
      const more = random.below(Math.min(Math.max(room - usual, 0), effort % 4 === 3 ? 40 : 8) + 1);
      const spare = Math.min(room, usual + more);
      const writer: Writer = {
        random,
        effort,
        spare,
        room,
        isGreedy: least > 0 && effort % 2 === 0,
        parts: [],
        groups: new Map(),
        syntax,
      };
      writeChoice(writer, syntax.alternatives);
      return pad(writer.parts.join(''), lengths, random);
    },
  };
}

/** A text on its way. */
interface Writer {
  readonly random: Random;
  readonly effort: number;
  /** How many characters it may have beyond the fewest. */
  spare: number;
  /** How many it could have at most, for an alternative that is longer than another. */
  room: number;
  /** Whether repetitions take all the room there is. */
  readonly isGreedy: boolean;
  readonly parts: string[];
  readonly groups: Map<AST.CapturingGroup, string>;
  readonly syntax: PatternSyntax;
}

function writeChoice(writer: Writer, alternatives: readonly AST.Alternative[]): void {
  const least = leastLength(alternatives);
  const costOf = ({ elements }: AST.Alternative): number => lengthOfSequence(elements) - least;
  const open = alternatives.filter((alternative) => costOf(alternative) <= writer.room);
  const chosen = open[writer.random.below(open.length)];
  if (chosen === undefined) return;
  spend(writer, costOf(chosen));
  for (const element of chosen.elements) writeElement(writer, element);
}

function spend(writer: Writer, characters: number): void {
  writer.room -= characters;
  writer.spare = Math.max(0, writer.spare - characters);
}

function writeElement(writer: Writer, element: AST.Element): void {
  switch (element.type) {
    case 'Character':
    case 'CharacterSet':
    case 'CharacterClass':
      writer.parts.push(chooseCharacter(writer, element));
      return;
    case 'Group':
      writeChoice(writer, element.alternatives);
      return;
    case 'CapturingGroup': {
      const start = writer.parts.length;
      writeChoice(writer, element.alternatives);
      writer.groups.set(element, writer.parts.slice(start).join(''));
      return;
    }
    case 'Backreference':
      for (const group of [element.resolved].flat()) writer.parts.push(writer.groups.get(group) ?? '');
      return;
    case 'Quantifier':
      writeRepetition(writer, element);
      return;
    case 'Assertion':
      // The text is tested afterwards; where chance does not help, what is looked for is put there.
      if (
        (element.kind === 'lookahead' || element.kind === 'lookbehind') &&
        !element.negate &&
        writer.effort % 3 === 2
      ) {
        writeChoice(writer, element.alternatives);
      }
      return;
    default:
      return;
  }
}

/** What has no length of its own is not repeated more often. */
const EMPTY_REPEATS = 2;

function writeRepetition(writer: Writer, { element, min, max }: AST.Quantifier): void {
  const unit = lengthOf(element);
  const possible = Math.min(max - min, Math.floor(writer.spare / Math.max(unit, 1)));
  const isBlank = element.type === 'CharacterSet' && element.kind === 'space' && writer.effort === 0;
  const extra = isBlank ? 0 : writer.isGreedy ? possible : writer.random.below(possible + 1);
  const count = unit === 0 ? Math.min(min + extra, Math.max(EMPTY_REPEATS, extra)) : min + extra;
  spend(writer, extra * Math.max(unit, 1));
  for (let index = 0; index < count; index++) writeElement(writer, element);
}

/** A pattern that is not anchored may stand within a longer text. */
function pad(text: string, { min }: Lengths, random: Random): string {
  const missing = min - [...text].length;
  if (missing <= 0) return text;
  const letters = Array.from({ length: missing }, () => String.fromCharCode(0x61 + random.below(26))).join('');
  return random.below(2) === 0 ? text + letters : letters + text;
}

const LOWER: readonly Range[] = [[0x61, 0x7a]];
const ALPHANUMERIC: readonly Range[] = [
  [0x30, 0x39],
  [0x41, 0x5a],
  [0x61, 0x7a],
];
const PRINTABLE: readonly Range[] = [[0x20, 0x7e]];
const COMMON: readonly Range[] = [
  [0xa1, 0x24f],
  [0x370, 0x52f],
  [0x5d0, 0x5ea],
  [0x3041, 0x30ff],
  [0x4e00, 0x9fff],
  [0xac00, 0xd7a3],
  [0x1f600, 0x1f64f],
];
const NO_SURROGATES: readonly Range[] = [
  [0, 0xd7ff],
  [0xe000, 0x10ffff],
];

const readable = new WeakMap<AST.Node, readonly Range[]>();
const whole = new WeakMap<AST.Node, readonly Range[]>();

function chooseCharacter({ random, effort, syntax }: Writer, node: CharacterNode): string {
  const isReadable = effort % 2 === 0;
  const cache = isReadable ? readable : whole;
  let ranges = cache.get(node);
  if (ranges === undefined) {
    const all = rangesOf(node, scanProperty);
    ranges = firstCommon(
      all,
      isReadable ? (isOpen(node) ? OPEN_PREFERENCES : PREFERENCES) : [PRINTABLE, COMMON, NO_SURROGATES],
    );
    cache.set(node, ranges);
  }
  const count = ranges.reduce((sum, [first, last]) => sum + last - first + 1, 0);
  let place = random.below(count);
  for (const [first, last] of ranges) {
    if (place <= last - first) return write(first + place, random, syntax);
    place -= last - first + 1;
  }
  return '';
}

function write(code: number, random: Random, { ignoresCase }: PatternSyntax): string {
  const text = String.fromCodePoint(code);
  if (!ignoresCase) return text;
  return random.below(2) === 0 ? text.toLowerCase() : text;
}

const PREFERENCES = [ALPHANUMERIC, PRINTABLE, COMMON, NO_SURROGATES];
const OPEN_PREFERENCES = [LOWER, ...PREFERENCES];

/** Whether a class says what a character is not, or lets it be nearly anything. */
function isOpen(node: CharacterNode): boolean {
  if (node.type === 'CharacterClass') return node.negate;
  return node.type === 'CharacterSet' && node.kind !== 'digit' && node.kind !== 'property';
}

function firstCommon(ranges: readonly Range[], preferences: readonly (readonly Range[])[]): readonly Range[] {
  for (const preferred of preferences) {
    const common = intersectRanges(ranges, preferred);
    if (common.length > 0) return common;
  }
  return ranges;
}

/** The fewest characters that match; one more than `MAX_TEXT` stands for all that is longer. */
function leastLength(alternatives: readonly AST.Alternative[]): number {
  return Math.min(...alternatives.map(({ elements }) => lengthOfSequence(elements)));
}

function lengthOfSequence(elements: readonly AST.Element[]): number {
  return Math.min(
    elements.reduce((sum, element) => sum + lengthOf(element), 0),
    MAX_TEXT + 1,
  );
}

const lengths = new WeakMap<AST.Element, number>();

function lengthOf(element: AST.Element): number {
  const found = lengths.get(element);
  if (found !== undefined) return found;
  const length = measure(element);
  lengths.set(element, length);
  return length;
}

function measure(element: AST.Element): number {
  switch (element.type) {
    case 'Assertion':
      return 0;
    case 'Group':
    case 'CapturingGroup':
      return leastLength(element.alternatives);
    case 'Quantifier':
      return Math.min(element.min === 0 ? 0 : element.min * lengthOf(element.element), MAX_TEXT + 1);
    case 'Backreference':
      return Math.min(...[element.resolved].flat().map(({ alternatives }) => leastLengthWithin(element, alternatives)));
    default:
      return 1;
  }
}

/** A group that refers to itself has no length of its own yet. */
function leastLengthWithin(reference: AST.Backreference, alternatives: readonly AST.Alternative[]): number {
  lengths.set(reference, 0);
  return leastLength(alternatives);
}
