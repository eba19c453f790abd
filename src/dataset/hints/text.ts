import type { Json } from '../../contract/contract.ts';
import { foldCase } from '../../contract/criterion.ts';
import type { HintCall } from '../generate/compiler.ts';
import type { Producer } from '../generate/producer.ts';
import { coerceValue } from './faker.ts';
import { referTo } from './options.ts';

const MAX_SLUGS = 2000;

/** A piece of a template: text as it is, the row's number, or the value of a field. */
type Piece =
  | { readonly kind: 'literal'; readonly text: string }
  | { readonly kind: 'number' }
  | { readonly kind: 'field'; readonly producer: Producer; readonly write: (value: Json | undefined) => string };

/**
 * `row.text "{first_name|slug}.{#}@example.com"`: a template.
 *
 * - `{path}`: the value of another field of the same row; nothing where it is absent or null
 * - `{path|slug}`: the same in lower-case ASCII letters, digits and hyphens, as addresses need it; `x` where it has none of them
 * - `{#}`: the number of the row, counted from 1
 *
 * A text is different in every row when nothing but fixed text stands on one side of `{#}`, and something other than a digit, or
 * nothing, on the other.
 */
export function compileRowText(call: HintCall): Producer {
  const [template, ...more] = call.hint.arguments;
  if (typeof template !== 'string' || more.length > 0) call.fail('must be a text such as "{first_name} {#}"');
  const pieces = parseTemplate(call, template);
  const isNumbered = pieces.some(({ kind }) => kind === 'number');
  const usesRow = isNumbered || pieces.some((piece) => piece.kind === 'field' && piece.producer.usesRow);
  const { schema } = call.node;
  const isCut = typeof schema.keywords['maxLength'] === 'number';
  // A text that is cut may have lost its number.
  const isFindable = isNumbered && !isCut;
  const surroundings = surroundingsOf(pieces);
  return {
    valueAt: (variant, element, row) => {
      const text = writePieces(pieces, variant, element, row);
      return isCut ? coerceValue(text, schema) : text;
    },
    usesRow,
    isUnique: isFindable && isAnchored(pieces) && call.node.depth === 0,
    ...(isFindable && {
      rowsHolding: (text: string) => findNumbers(foldCase(text), surroundings).map((found) => found - 1),
    }),
  };
}

function parseTemplate(call: HintCall, template: string): readonly Piece[] {
  return template.split(/(\{[^{}]*\})/).flatMap((part): Piece[] => {
    if (part === '') return [];
    if (part === '{#}') return [{ kind: 'number' }];
    if (!part.startsWith('{')) {
      if (/[{}]/.test(part)) call.fail(`unbalanced brace in ${JSON.stringify(part)}`);
      return [{ kind: 'literal', text: part }];
    }
    const [path, filter, ...more] = part.slice(1, -1).split('|');
    if (more.length > 0 || (filter !== undefined && filter !== 'slug'))
      call.fail(`unknown filter in ${part}: must be slug`);
    return [
      { kind: 'field', producer: referTo(call, path), write: filter === 'slug' ? createSlugWriter() : writeValue },
    ];
  });
}

/** Remembers its answers, as texts of fields come again and again. */
function createSlugWriter(): (value: Json | undefined) => string {
  const known = new Map<Json | undefined, string>();
  return (value) => {
    const before = known.get(value);
    if (before !== undefined) return before;
    const text = writeValue(value);
    // Without anything in its place, an address would not be one any more.
    const slug = text === '' ? '' : slugify(text) || 'x';
    if (known.size >= MAX_SLUGS) known.clear();
    known.set(value, slug);
    return slug;
  };
}

function writeValue(value: Json | undefined): string {
  if (value === undefined || value === null) return '';
  return typeof value === 'object' ? JSON.stringify(value) : String(value);
}

function writePieces(pieces: readonly Piece[], variant: number, element: number, row: number): string {
  let text = '';
  for (const piece of pieces) {
    if (piece.kind === 'literal') text += piece.text;
    else if (piece.kind === 'number') text += String(row + 1);
    else text += piece.write(piece.producer.valueAt(variant, element, row));
  }
  return text;
}

/** What stands around the number of the row in a template. */
function surroundingsOf(pieces: readonly Piece[]): Surroundings {
  const place = pieces.findIndex(({ kind }) => kind === 'number');
  const before = literalAt(pieces, place - 1);
  const after = literalAt(pieces, place + 1);
  return {
    before,
    after,
    isFirst: place === (before === '' ? 0 : 1),
    isLast: place === pieces.length - (after === '' ? 1 : 2),
  };
}

/** Whether the place of the number in the text can be told, so that no two rows have the same. */
function isAnchored(pieces: readonly Piece[]): boolean {
  const place = pieces.findIndex(({ kind }) => kind === 'number');
  const isFixed = (part: readonly Piece[]): boolean => part.every(({ kind }) => kind === 'literal');
  const [left, right] = [pieces.slice(0, place), pieces.slice(place + 1)];
  const endsLeft = left.length === 0 || /\D$/.test(literalAt(pieces, place - 1));
  const endsRight = right.length === 0 || /^\D/.test(literalAt(pieces, place + 1));
  return (isFixed(left) && endsRight) || (isFixed(right) && endsLeft);
}

function literalAt(pieces: readonly Piece[], index: number): string {
  const piece = pieces[index];
  return piece?.kind === 'literal' ? foldCase(piece.text) : '';
}

/** What stands around a number in a text. */
interface Surroundings {
  /** The text right before it; empty when anything may stand there. */
  readonly before: string;
  readonly after: string;
  /** Whether `before` is all that stands before it. */
  readonly isFirst: boolean;
  readonly isLast: boolean;
}

/** Numbers of more digits than this are none of rows. */
const MAX_DIGITS = 10;

/**
 * Every number within a text that stands in the given surroundings. There may be several, as what surrounds a number can hold
 * digits too.
 *
 * @returns whole numbers without leading zeros, each once
 */
function findNumbers(text: string, surroundings: Surroundings): readonly number[] {
  const found = new Set<number>();
  for (const { start, end } of runsOfDigits(text)) {
    if (fits(text, start, end, surroundings)) found.add(Number(text.slice(start, end)));
  }
  return [...found];
}

function fits(text: string, start: number, end: number, { before, after, isFirst, isLast }: Surroundings): boolean {
  const begin = start - before.length;
  if (begin < 0 || !text.startsWith(before, begin) || !text.startsWith(after, end)) return false;
  return (!isFirst || begin === 0) && (!isLast || end + after.length === text.length);
}

/** All places of numbers, those within others included. */
function* runsOfDigits(text: string): Generator<{ readonly start: number; readonly end: number }> {
  for (const { 0: digits, index } of text.matchAll(/\d+/g)) {
    for (let start = 0; start < digits.length; start++) {
      if (digits[start] === '0') continue;
      const last = Math.min(start + MAX_DIGITS, digits.length);
      for (let end = start + 1; end <= last; end++) yield { start: index + start, end: index + end };
    }
  }
}

/** Letters whose accent is part of them, so that taking accents away leaves them as they are. */
const PLAIN: ReadonlyMap<string, string> = new Map([
  ['ß', 'ss'],
  ['æ', 'ae'],
  ['œ', 'oe'],
  ['ø', 'o'],
  ['đ', 'd'],
  ['ð', 'd'],
  ['ł', 'l'],
  ['þ', 'th'],
]);

/** A text in lower-case ASCII letters and digits, with single hyphens between words: `O'Brien & Søn` is `o-brien-son`. */
export function slugify(text: string): string {
  return text
    .toLowerCase()
    .normalize('NFD')
    .replace(/\p{Mark}/gu, '')
    .replace(/[^a-z0-9]/gu, (letter) => PLAIN.get(letter) ?? '-')
    .replace(/-+/g, '-')
    .replace(/^-|-$/g, '');
}
