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
