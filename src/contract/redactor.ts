import { escapePattern } from './text.ts';
/** What stands for a secret. */
export const REDACTED = '***';

/** Shorter ones are likely to be ordinary words or numbers: replacing them would make every body unreadable. */
const MIN_LENGTH = 4;
/** Shorter ones are replaced only where they stand alone. */
const WORD_LENGTH = 8;
/** Two values that have so much in common may be the same credential, altered. */
const TELLTALE_LENGTH = 12;

/** Takes secrets out of texts. */
export interface Redactor {
  /** The text with every secret replaced, as it is or escaped for a URL, a form or JSON, in whole or in part, in any case. */
  redact(text: string): string;
  /** Whether a value holds so much of a secret that it must not be shown either: one with a character changed or cut off. */
  resembles(value: string): boolean;
  /** A redactor that knows more secrets. */
  extend(secrets: readonly string[]): Redactor;
}

/** Makes a redactor of secrets; those of fewer than four characters are left alone. */
export function createRedactor(secrets: Iterable<string>): Redactor {
  const known = [...new Set(secrets)].filter((secret) => secret.length >= MIN_LENGTH);
  const pattern = createPattern(known);
  return {
    redact: (text) => (pattern === undefined ? text : replaceSpellings(text, pattern)),
    resembles: (value) => known.some((secret) => shareMuch(secret, value)),
    extend: (more) => (more.length === 0 ? createRedactor(known) : createRedactor([...known, ...more])),
  };
}

function createPattern(secrets: readonly string[]): RegExp | undefined {
  const spellings = [...new Set(secrets.flatMap(listSpellings))];
  // Of two that begin alike, the longer one must be tried first.
  const alternatives = spellings.sort((a, b) => b.length - a.length).map(toAlternative);
  return alternatives.length === 0 ? undefined : new RegExp(alternatives.join('|'), 'giu');
}

function replaceSpellings(text: string, pattern: RegExp): string {
  return /[%\\]/.test(text) ? replaceEscaped(text, pattern, REDACTED) : text.replace(pattern, REDACTED);
}

function listSpellings(secret: string): readonly string[] {
  const wellFormed = secret.replace(/\p{Surrogate}/gu, '\uFFFD');
  const encoded = encodeURIComponent(wellFormed);
  const inJson = JSON.stringify(wellFormed).slice(1, -1);
  // Those that are escaped in part are found by resolving the escapes, which leaves the plus of a form as it is.
  return [wellFormed, wellFormed.replaceAll(' ', '+'), encoded, encoded.replaceAll('%20', '+'), inJson];
}

function toAlternative(spelling: string): string {
  const literal = escapePattern(spelling);
  return spelling.length < WORD_LENGTH ? `(?<![\\p{L}\\p{N}_])${literal}(?![\\p{L}\\p{N}_])` : literal;
}

function shareMuch(secret: string, value: string): boolean {
  const length = Math.min(TELLTALE_LENGTH, Math.max(MIN_LENGTH, secret.length - 1));
  for (let start = 0; start + length <= secret.length; start += 1) {
    if (value.includes(secret.slice(start, start + length))) return true;
  }
  return false;
}

/** How texts are escaped when they are put into others. */
interface Escaping {
  /** One or more escapes that make one character. */
  readonly escapes: RegExp;
  resolve(escaped: string): string;
}

/** From where up to where a text is to be replaced. */
type Range = readonly [start: number, end: number];

/** A text in JSON in a parameter of a URL in a parameter of another is as deep as it gets. */
const MAX_DEPTH = 3;

const ESCAPINGS: readonly Escaping[] = [
  {
    escapes: /%[c-f][\da-f](?:%[89ab][\da-f])+|%[\da-f]{2}/gi,
    resolve: (escaped) => Buffer.from(escaped.replaceAll('%', ''), 'hex').toString('utf8'),
  },
  {
    escapes: /\\(?:u[\da-fA-F]{4}|["\\/bfnrt])/g,
    resolve: (escaped) => {
      if (escaped.length > 2) return String.fromCharCode(Number.parseInt(escaped.slice(2), 16));
      return { b: '\b', f: '\f', n: '\n', r: '\r', t: '\t' }[escaped.slice(1)] ?? escaped.slice(1);
    },
  },
];

/**
 * Replaces what a pattern finds in a text, or would find in it if its escapes were resolved: those of URLs and of JSON, some
 * or all, up to three within one another.
 *
 * @param pattern - global
 */
export function replaceEscaped(text: string, pattern: RegExp, replacement: string): string {
  const ranges = find(text, pattern, MAX_DEPTH).sort(([a], [b]) => a - b);
  let replaced = '';
  let done = 0;
  for (const [start, end] of ranges) {
    if (start >= done) replaced += text.slice(done, start) + replacement;
    done = Math.max(done, end);
  }
  return replaced + text.slice(done);
}

function find(text: string, pattern: RegExp, depth: number): Range[] {
  const ranges = [...text.matchAll(pattern)].map(({ index, 0: found }): Range => [index, index + found.length]);
  return depth === 0 ? ranges : ranges.concat(ESCAPINGS.flatMap((escaping) => findIn(escaping, text, pattern, depth)));
}

function findIn({ escapes, resolve }: Escaping, text: string, pattern: RegExp, depth: number): readonly Range[] {
  const resolved = text.replace(escapes, resolve);
  const ranges = resolved === text ? [] : find(resolved, pattern, depth - 1);
  // Most texts have nothing to hide: places are only counted where something was found.
  if (ranges.length === 0) return [];
  const places = locate(text, { escapes, resolve });
  return ranges.map(([start, end]) => [places[start] ?? text.length, places[end] ?? text.length]);
}

/** For each character of the resolved text where it starts in the text as it stands, and where that ends. */
function locate(text: string, { escapes, resolve }: Escaping): readonly number[] {
  const places: number[] = [];
  let end = 0;
  for (const { index, 0: escaped } of text.matchAll(escapes)) {
    for (; end < index; end += 1) places.push(end);
    places.push(...Array.from({ length: resolve(escaped).length }, () => index));
    end = index + escaped.length;
  }
  for (; end <= text.length; end += 1) places.push(end);
  return places;
}
