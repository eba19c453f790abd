/** What stands around a number in a text. */
export interface Surroundings {
  /** The text right before it; empty when anything may stand there. */
  readonly before: string;
  readonly after: string;
  /** Whether `before` is all that stands before it. */
  readonly isFirst: boolean;
  readonly isLast: boolean;
}

/** Numbers of more digits than this are none of rows. */
const MOST_DIGITS = 10;

/**
 * Every number within a text that stands in the given surroundings. There may be several, as what surrounds a number can hold
 * digits too.
 *
 * @returns whole numbers without leading zeros, each once
 */
export function findNumbers(text: string, surroundings: Surroundings): readonly number[] {
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
      const last = Math.min(start + MOST_DIGITS, digits.length);
      for (let end = start + 1; end <= last; end++) yield { start: index + start, end: index + end };
    }
  }
}
