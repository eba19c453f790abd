/**
 * What a screen would obey or hide instead of showing: control characters (escape sequences start with one), marks that turn
 * the direction of text, separators of lines, blanks without width, tags, unpaired surrogates and characters that are none.
 */
const INVISIBLE =
  /(?![\n\t])\p{Cc}|\p{Cs}|[\u061c\u200b\u200e\u200f\u2028-\u202e\u2060-\u206f\ufeff\ufff9-\ufffb\ufffe\uffff]|[\u{e0000}-\u{e007f}]/gu;

/**
 * Makes foreign text safe to show: what cannot be seen is spelled out, as `\u001b`.
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
 * A number with its noun.
 *
 * @param count - a whole number
 * @param noun - in the singular
 * @param plural - when it is not the singular and an `s`
 * @returns such as `1 request` or `12,040 requests`
 */
export function countNoun(count: number, noun: string, plural: string = `${noun}s`): string {
  return `${formatCount(count)} ${count === 1 ? noun : plural}`;
}

/** A whole number with a comma between thousands. */
export function formatCount(count: number): string {
  return count.toLocaleString('en-US');
}

const SECOND = 1000;
const MINUTE = 60 * SECOND;

/**
 * A duration as people say it.
 *
 * @param ms - milliseconds
 * @returns such as `350 ms`, `4.2 s`, `38 s` or `2 min 5 s`
 */
export function formatDuration(ms: number): string {
  const rounded = Math.round(ms);
  if (rounded < SECOND) return `${rounded} ms`;
  if (rounded < 9950) return `${(rounded / SECOND).toFixed(1)} s`;
  const seconds = Math.round(rounded / SECOND);
  if (seconds * SECOND < MINUTE) return `${seconds} s`;
  return `${Math.floor(seconds / 60)} min ${seconds % 60} s`;
}

/**
 * Shortens text, never within a character.
 *
 * @param text - any text
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

/** Characters that take no column of their own. */
const ZERO_WIDTH = /^[\p{Mn}\p{Me}\p{Cf}]$/u;
/** Scripts and symbols that take two columns. */
const WIDE =
  /^[\u1100-\u115f\u2e80-\u303e\u3041-\ua4cf\ua960-\ua97f\uac00-\ud7a3\uf900-\ufaff\ufe30-\ufe6f\uff00-\uff60\uffe0-\uffe6\u{1f300}-\u{1faff}\u{20000}-\u{3fffd}]$/u;

/** How many columns text takes in a terminal. */
export function measureWidth(text: string): number {
  let width = 0;
  for (const character of text) width += widthOf(character);
  return width;
}

/**
 * Breaks text into lines for a terminal: between words, and inside one only when it is longer than a line.
 *
 * @param text - text whose own line ends are kept
 * @param width - columns of a line, at least 1
 * @returns the lines, none wider than `width` (unless a single character is)
 */
export function wrapText(text: string, width: number): string[] {
  return text.split('\n').flatMap((line) => wrapLine(line, width));
}

/** The start of text that fits into a number of columns, with `…` when something is missing. */
export function fitText(text: string, width: number): string {
  if (measureWidth(text) <= width) return text;
  return width < 1 ? '' : `${takeColumns(text, width - 1)}…`;
}

function wrapLine(line: string, width: number): string[] {
  const lines: string[] = [];
  let current = '';
  for (const word of line.match(/\s*\S+|\s+$/g) ?? ['']) {
    if (measureWidth(current + word) <= width) {
      current += word;
      continue;
    }
    if (current !== '') lines.push(current);
    // Only the first line keeps its indentation: later ones would be out of step with it.
    const rest = breakWord(current === '' && lines.length === 0 ? word : word.trimStart(), width);
    lines.push(...rest.slice(0, -1));
    current = rest.at(-1) ?? '';
  }
  return [...lines, current];
}

function breakWord(word: string, width: number): string[] {
  const parts: string[] = [];
  let rest = word;
  while (measureWidth(rest) > width) {
    const part = takeColumns(rest, width) || [...rest][0] || '';
    parts.push(part);
    rest = rest.slice(part.length);
  }
  return [...parts, rest];
}

function takeColumns(text: string, width: number): string {
  let taken = '';
  let columns = 0;
  for (const character of text) {
    columns += widthOf(character);
    if (columns > width) break;
    taken += character;
  }
  return taken;
}

function widthOf(character: string): number {
  if (ZERO_WIDTH.test(character)) return 0;
  return WIDE.test(character) ? 2 : 1;
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
