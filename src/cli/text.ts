import { createPaint as createStyles, type Paint, supportsColor } from '../../conformance/report/paint.ts';
import type { Fault } from '../alter/faults/kinds.ts';

import type { PageStyleName } from '../contract/page-parameters.ts';
import type { GuessedPlace } from '../recognition/envelope.ts';
import type { RecognisedList } from '../recognition/recognise.ts';
import type { Terminal } from './terminal.ts';

export type { Paint };

/** The styles for standard output: none unless it is a terminal; `NO_COLOR` and `FORCE_COLOR` are honoured. */
export function createPaint({ stdout, env }: Pick<Terminal, 'stdout' | 'env'>): Paint {
  return createStyles(supportsColor(stdout, env));
}

/** What the report formatters need to know of standard output. */
export function describeDisplay({ stdout, env }: Pick<Terminal, 'stdout' | 'env'>): {
  readonly colors: boolean;
  readonly width: number;
} {
  const { columns = 80 } = stdout as { readonly columns?: number };
  return { colors: supportsColor(stdout, env), width: columns };
}

/** Page styles in words. */
export const PAGE_STYLES: Readonly<Record<PageStyleName, string>> = {
  all: 'one page',
  links: 'links',
  number: 'page numbers',
  keyset: 'keyset tokens',
  key: 'keys of rows',
  offset: 'offsets',
};

/** How a list pages that was recognised, in words: `keyset tokens: offset, limit; next at /next_page/offset`. */
export function describeShape({ paging: { style, position, size, leads } }: RecognisedList): string {
  const parameters = [position, size].flatMap((parameter) => (parameter === undefined ? [] : [parameter.name]));
  const place = leads.get('next')?.leaf.place;
  const words = style === 'none' ? 'no pages' : PAGE_STYLES[style];
  return [
    parameters.length === 0 ? words : `${words}: ${parameters.join(', ')}`,
    ...(place === undefined ? [] : [describeNext(place)]),
  ].join('; ');
}

function describeNext(place: GuessedPlace): string {
  if (typeof place === 'string') return `next at ${place}`;
  return 'header' in place ? `next in the header ${place.header}` : `next in ${place.list}`;
}

/**
 * Aligns the cells of a table in columns, two spaces apart.
 *
 * @returns a line for each row, without trailing spaces
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

/** What a board adds to a fault that was activated. */
const FAULT_STATE: ReadonlySet<string> = new Set(['kind', 'id', 'struck', 'remaining']);

/** A fault as the text that activates it: `latency:ms=300,times=2`. */
export function formatFault(fault: Fault): string {
  const parameters = Object.entries(fault).flatMap(([name, value]) => {
    return FAULT_STATE.has(name) ? [] : [`${name}=${value}`];
  });
  return parameters.length === 0 ? fault.kind : `${fault.kind}:${parameters.join(',')}`;
}
