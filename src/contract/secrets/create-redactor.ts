import { replaceEscaped } from './replace-escaped.ts';

/** What stands for a secret. */
export const REDACTED = '***';

/** Shorter ones are likely to be ordinary words or numbers: replacing them would make every body unreadable. */
const LEAST_LENGTH = 4;
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
  const known = [...new Set(secrets)].filter((secret) => secret.length >= LEAST_LENGTH);
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
  const literal = spelling.replace(/[\\^$.*+?()[\]{}|/]/g, '\\$&');
  return spelling.length < WORD_LENGTH ? `(?<![\\p{L}\\p{N}_])${literal}(?![\\p{L}\\p{N}_])` : literal;
}

function shareMuch(secret: string, value: string): boolean {
  const length = Math.min(TELLTALE_LENGTH, Math.max(LEAST_LENGTH, secret.length - 1));
  for (let start = 0; start + length <= secret.length; start += 1) {
    if (value.includes(secret.slice(start, start + length))) return true;
  }
  return false;
}
