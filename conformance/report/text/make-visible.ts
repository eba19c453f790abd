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
