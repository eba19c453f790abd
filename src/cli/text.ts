import { createPaint as createStyles, type Paint, supportsColor } from '../../conformance/report/paint.ts';
import type { Fault } from '../alter/faults/kinds.ts';
import { countEdits } from '../contract/suggestions.ts';
import type { Terminal, TextStream } from './terminal.ts';

export type { Paint };

/** The paint for a stream: none where it is no terminal or `NO_COLOR` is set, always where `FORCE_COLOR` is. */
export function createPaint(stream: TextStream, env: Terminal['env']): Paint {
  return createStyles(supportsColor(stream, env));
}

/**
 * The names that someone may have meant who wrote another.
 *
 * @returns at most two, the nearest first
 */
export function findNearNames(wrong: string, names: readonly string[]): readonly string[] {
  const reach = Math.max(2, Math.floor(wrong.length / 3));
  return names
    .map((name) => ({ name, distance: countEdits(wrong.toLowerCase(), name.toLowerCase()) }))
    .filter(({ name, distance }) => distance <= reach && distance < name.length)
    .sort((a, b) => a.distance - b.distance)
    .slice(0, 2)
    .map(({ name }) => name);
}

/** `; did you mean a or b?`, for the end of a message; nothing when no name is near. */
export function didYouMean(wrong: string, names: readonly string[]): string {
  const near = findNearNames(wrong, names);
  return near.length === 0 ? '' : `; did you mean ${near.join(' or ')}?`;
}

/**
 * Lines up the cells of a table in columns, two spaces apart.
 *
 * @returns a line for each row, without spaces at its end
 */
export function formatTable(rows: readonly (readonly string[])[]): readonly string[] {
  const widths: number[] = [];
  for (const row of rows) {
    for (const [index, cell] of row.entries()) widths[index] = Math.max(widths[index] ?? 0, cell.length);
  }
  return rows.map((row) =>
    row
      .map((cell, index) => cell.padEnd(widths[index] ?? 0))
      .join('  ')
      .trimEnd(),
  );
}

/** What a board says of a fault beside what was asked for. */
const STATE: ReadonlySet<string> = new Set(['kind', 'id', 'struck', 'remaining']);

/** A fault as the text that asks for it: `latency:ms=300,times=2`. */
export function formatFault(fault: Fault): string {
  const parameters = Object.entries(fault).flatMap(([name, value]) => (STATE.has(name) ? [] : [`${name}=${value}`]));
  return parameters.length === 0 ? fault.kind : `${fault.kind}:${parameters.join(',')}`;
}
