/** A text as a regular expression that matches it literally. */
export function escapePattern(text: string): string {
  return text.replace(/[\\^$.*+?()[\]{}|/]/g, '\\$&');
}

const MAX_SUGGESTIONS = 3;

/**
 * The names nearest to one that does not exist.
 *
 * @returns at most three, the nearest first; none when nothing is near
 */
export function suggestNames(wrong: string, known: Iterable<string>): readonly string[] {
  const limit = Math.max(2, Math.floor(wrong.length / 3));
  const near = [...known]
    .map((name) => ({ name, distance: nameDistance(wrong, name) }))
    .filter(({ distance }) => distance <= limit)
    .sort((a, b) => a.distance - b.distance || (a.name < b.name ? -1 : 1));
  // Beside a name that is very near, others would only distract.
  const farthest = 1.5 * (near[0]?.distance ?? 0);
  return near
    .filter(({ distance }) => distance <= farthest)
    .slice(0, MAX_SUGGESTIONS)
    .map(({ name }) => name);
}

/** `; did you mean a, b or c?`, for the end of a message; nothing when no name is near. */
export function nearNamesClause(wrong: string, known: Iterable<string>): string {
  const near = suggestNames(wrong, known);
  return near.length === 0 ? '' : `; did you mean ${joinNames(near, 'or')}?`;
}

/** The same, or what else is known. */
export function didYouMean(wrong: string, known: Iterable<string>): string {
  const names = [...known];
  const near = nearNamesClause(wrong, names);
  if (near !== '') return near;
  return names.length === 0 || names.length > 40 ? '' : `; known: ${names.join(', ')}`;
}

/** A method that has only moved to another module is near, however the modules are called. */
function nameDistance(wrong: string, name: string): number {
  const whole = countEdits(wrong.toLowerCase(), name.toLowerCase());
  const [method, other] = [wrong, name].map((text) => text.slice(text.lastIndexOf('.') + 1).toLowerCase());
  if (!wrong.includes('.') || method === undefined || other === undefined) return whole;
  return Math.min(whole, countEdits(method, other) + 1);
}

/** How many characters have to be added, taken away or replaced to make one text of another (Levenshtein's distance). */
export function countEdits(first: string, second: string): number {
  let previous = Array.from({ length: second.length + 1 }, (_, index) => index);
  for (let row = 1; row <= first.length; row += 1) {
    const current = [row];
    for (let column = 1; column <= second.length; column += 1) {
      const replaced = (previous[column - 1] ?? 0) + (first[row - 1] === second[column - 1] ? 0 : 1);
      current.push(Math.min(replaced, (previous[column] ?? 0) + 1, (current[column - 1] ?? 0) + 1));
    }
    previous = current;
  }
  return previous[second.length] ?? 0;
}

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
  // The name of a parameter stays as it is.
  const isName = /^[a-z]+(?:[A-Z_=\d]|\.\w)/.test(text);
  const start = isName ? text : text.charAt(0).toUpperCase() + text.slice(1);
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

/** A text with its first letter in upper case. */
export function capitalize(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1);
}

/**
 * Prepares a test of whole texts, such as ids. It takes a time that grows with the lengths of both, whatever the pattern.
 *
 * @param pattern - a `*` in it stands for any text
 */
export function createWildcardTest(pattern: string): (text: string) => boolean {
  const [first = '', ...others] = pattern.split('*');
  const last = others.pop();
  if (last === undefined) return (text) => text === first;
  return (text) => {
    const end = text.length - last.length;
    if (end < first.length || !text.startsWith(first) || !text.endsWith(last)) return false;
    let from = first.length;
    for (const part of others) {
      const found = text.indexOf(part, from);
      if (found < 0 || found + part.length > end) return false;
      from = found + part.length;
    }
    return true;
  };
}
