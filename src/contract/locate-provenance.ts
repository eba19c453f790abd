import type { Block } from './compilation.ts';
import type { Located, Provenance } from './provenance.ts';

/**
 * Where an entry of an `x-pagewright` block comes from: the mark on the entry itself, else the nearest one around it. A mark
 * is a word for the whole entry, or names entries within it.
 *
 * @param block - the block
 * @param path - keys that lead to the entry
 * @returns its mark, `documented` where the file has none, and the source where one is named
 */
export function locateProvenance(block: Block, path: readonly string[]): Located<Provenance> {
  const mark = nearest(block, path, 'provenance') ?? 'documented';
  const source = nearest(block, path, 'source');
  return source === undefined ? { mark: mark as Provenance } : { mark: mark as Provenance, source };
}

function nearest(block: Block, path: readonly string[], key: 'provenance' | 'source'): string | undefined {
  let found: string | undefined;
  let entry: unknown = block;
  for (const segment of [...path, undefined]) {
    if (typeof entry !== 'object' || entry === null) break;
    const annotation = (entry as Record<string, unknown>)[key];
    if (typeof annotation === 'string') found = annotation;
    else if (segment !== undefined) found = (annotation as Record<string, string> | undefined)?.[segment] ?? found;
    entry = segment === undefined ? undefined : (entry as Record<string, unknown>)[segment];
  }
  return found;
}
