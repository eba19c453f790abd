import { countNoun } from './count-noun.ts';

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
