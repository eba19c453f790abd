import type { Block } from './compilation.ts';
import type { Contract, Located, Provenance } from './contract.ts';

/** How binding a rule is that rests on entries of a contract: `page/limit` is the entry `limit` of `page`. */
export function restsOn(...entries: readonly string[]): (contract: Contract) => Provenance {
  return (contract) => weakest(...entries.map((entry) => contract.provenanceOf(entry.split('/')).mark));
}

/** How binding a rule is that holds for every contract. */
export function always(mark: Provenance): () => Provenance {
  return () => mark;
}

const STRENGTH: readonly Provenance[] = ['documented', 'inferred', 'chosen'];

/** The weakest of several marks: what rests on all of them binds no more than that. */
export function weakest(...marks: readonly Provenance[]): Provenance {
  return marks.reduce((found, mark) => (STRENGTH.indexOf(mark) > STRENGTH.indexOf(found) ? mark : found), 'documented');
}

/** The strongest of several marks: what any of them makes binding. */
export function strongest(...marks: readonly Provenance[]): Provenance {
  return STRENGTH.find((mark) => marks.includes(mark)) ?? 'chosen';
}

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
