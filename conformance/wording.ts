/** A whole number with a comma between thousands: `12,040`. */
export function formatCount(count: number): string {
  return count.toLocaleString('en-US');
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

/** Names as a list in a sentence: `a`, `a and b`, `a, b and c`. */
export function joinNames(names: readonly string[], conjunction: 'and' | 'or' = 'and'): string {
  return names.length < 2 ? (names[0] ?? '') : `${names.slice(0, -1).join(', ')} ${conjunction} ${names.at(-1)}`;
}

/** Text with a capital letter at its start and a full stop at its end. */
export function toSentence(text: string): string {
  const start = text.charAt(0).toUpperCase() + text.slice(1);
  return /[.!?]$/.test(start) ? start : `${start}.`;
}

const SECOND = 1000;
const MINUTE = 60 * SECOND;

/**
 * A duration for people.
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
