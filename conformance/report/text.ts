import { countNoun } from '../../src/contract/text.ts';

/**
 * Characters that a terminal or browser interprets or hides: control characters (escape sequences start with one), marks that turn
 * the direction of text, separators of lines, blanks without width, tags, unpaired surrogates and characters that are none.
 */
const INVISIBLE =
  /(?![\n\t])\p{Cc}|\p{Cs}|[\u061c\u200b\u200e\u200f\u2028-\u202e\u2060-\u206f\ufeff\ufff9-\ufffb\ufffe\uffff]|[\u{e0000}-\u{e007f}]/gu;

/**
 * Makes foreign text safe to show: invisible characters are escaped, as `\u001b`.
 *
 * @param text - any text; pairs of carriage return and line feed become line feeds
 * @returns text with no control character but tab and line feed, and no unpaired surrogate
 */
export function makeVisible(text: string): string {
  return text.replaceAll('\r\n', '\n').replace(INVISIBLE, spell);
}

/** The same on one line: runs of blanks and line ends become one blank. */
export function makeVisibleLine(text: string): string {
  return makeVisible(text).replace(/\s+/g, ' ').trim();
}

function spell(character: string): string {
  const code = (character.codePointAt(0) ?? 0).toString(16);
  return code.length > 4 ? `\\u{${code}}` : `\\u${code.padStart(4, '0')}`;
}

/**
 * Shortens text, never within a character.
 *
 * @param limit - how many UTF-16 units to keep at most
 * @returns `text` itself when it is no longer; else its start and how much is missing
 */
export function cutText(text: string, limit: number): string {
  if (text.length <= limit) return text;
  const kept = takeStart(text, limit);
  return `${kept}… (${countNoun(text.length - kept.length, 'more character')})`;
}

/**
 * Shortens text to a number of lines.
 *
 * @param lines - the lines of the text
 * @param limit - how many to keep at most
 * @returns `lines` itself when there are no more; else its first lines and one that says how many are missing
 */
export function cutLines(lines: readonly string[], limit: number): readonly string[] {
  if (lines.length <= limit) return lines;
  return [...lines.slice(0, limit - 1), `… (${countNoun(lines.length - limit + 1, 'more line')})`];
}

/** The first `limit` UTF-16 units of text, one less where that would cut a character in two. */
export function takeStart(text: string, limit: number): string {
  const last = text.codePointAt(limit - 1) ?? 0;
  return text.slice(0, last > 0xffff ? limit - 1 : limit);
}

/** A piece of a sentence: `code` stood between backticks. */
interface TextPiece {
  readonly kind: 'text' | 'code';
  readonly text: string;
}

/**
 * Splits a sentence at the code in it, so that each format can set it in its own way.
 *
 * @param sentence - with names and values between backticks
 * @returns its pieces in order; a backtick without a partner is text
 */
export function splitCode(sentence: string): TextPiece[] {
  return sentence
    .split(/(`[^`\n]+`)/)
    .filter((part) => part !== '')
    .map((part) =>
      /^`[^`\n]+`$/.test(part) ? { kind: 'code', text: part.slice(1, -1) } : { kind: 'text', text: part },
    );
}
