import { makeVisible, makeVisibleLine } from './make-visible.ts';
import { splitCode } from './split-code.ts';

/**
 * A sentence as Markdown: what stands between backticks as code, everything else as it reads.
 *
 * @param sentence - any text; line ends become blanks
 * @returns Markdown that shows that text, within a paragraph, a list or a table
 */
export function writeSentence(sentence: string): string {
  return splitCode(makeVisibleLine(sentence))
    .map(({ kind, text }) => (kind === 'code' ? writeCode(text) : escapeMarkdown(text)))
    .join('');
}

/** Text as code within a sentence. */
export function writeCode(text: string): string {
  const line = makeVisibleLine(text);
  if (line === '') return '(empty)';
  const fence = '`'.repeat(longestRun(line) + 1);
  const padding = line.startsWith('`') || line.endsWith('`') ? ' ' : '';
  return `${fence}${padding}${line}${padding}${fence}`;
}

/** Text as a block of code. */
export function writeCodeBlock(text: string, language: string): string {
  const visible = makeVisible(text);
  const fence = '`'.repeat(Math.max(3, longestRun(visible) + 1));
  return `${fence}${language}\n${visible}\n${fence}`;
}

/** A row of a table, of cells that are Markdown already. */
export function writeRow(cells: readonly string[]): string {
  // Within a table a vertical line ends its cell even in code; outside of code it is an entity by now.
  return `| ${cells.map((cell) => cell.replaceAll('|', '\\|')).join(' | ')} |`;
}

function escapeMarkdown(text: string): string {
  return (
    text
      .replace(/[\\*_[\]~$#!{}^=+]/g, '\\$&')
      .replaceAll('&', '&amp;')
      .replaceAll('`', '&#96;')
      .replaceAll('<', '&lt;')
      .replaceAll('>', '&gt;')
      .replaceAll('|', '&#124;')
      // Nothing that a target says should become a link.
      .replaceAll('://', '\\://')
      .replace(/\bwww\./gi, (start) => `${start.slice(0, -1)}\\.`)
  );
}

function longestRun(text: string): number {
  return Math.max(0, ...[...text.matchAll(/`+/g)].map(([run]) => run.length));
}
