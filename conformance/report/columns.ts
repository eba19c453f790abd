// Apart from the rest of text, as the library that knows widths takes longer to load than a command that shows no columns.
import stringWidth from 'string-width';

/**
 * Breaks text into lines for a terminal: between words, and inside one only when it is longer than a line.
 *
 * @param width - columns of a line, at least 1
 * @returns the lines, none wider than `width` (unless a single character is)
 */
export function wrapText(text: string, width: number): string[] {
  return text.split('\n').flatMap((line) => wrapLine(line, width));
}

/** The start of text that fits into a number of columns of a terminal, with `…` when something is missing. */
export function fitText(text: string, width: number): string {
  if (measureWidth(text) <= width) return text;
  return width < 1 ? '' : `${takeColumns(text, width - 1)}…`;
}

/** How many columns text takes in a terminal. */
export function measureWidth(text: string): number {
  return stringWidth(text);
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
    current = current === '' && lines.length === 0 ? word : word.trimStart();
    while (measureWidth(current) > width) {
      const part = takeColumns(current, width) || takeGrapheme(current);
      lines.push(part);
      current = current.slice(part.length);
    }
  }
  return [...lines, current];
}

const GRAPHEMES = new Intl.Segmenter();

function takeColumns(text: string, width: number): string {
  let taken = '';
  let columns = 0;
  for (const { segment } of GRAPHEMES.segment(text)) {
    columns += measureWidth(segment);
    if (columns > width) break;
    taken += segment;
  }
  return taken;
}

function takeGrapheme(text: string): string {
  const [first] = GRAPHEMES.segment(text);
  return first?.segment ?? '';
}
