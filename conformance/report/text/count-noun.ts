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
