import type { Result } from '../../result.ts';

/**
 * Names for results within a page, so that a link to one still leads there in the next report.
 *
 * @param results - of a run
 * @returns a name for each: letters, digits, `.`, `_` and `-`, unique
 */
export function createAnchors(results: readonly Result[]): ReadonlyMap<Result, string> {
  const taken = new Set<string>();
  return new Map(
    results.map((result) => {
      const base = `r-${result.id.replace(/[^\w.-]+/g, '_').slice(0, 120)}`;
      let name = base;
      for (let count = 2; taken.has(name); count += 1) name = `${base}-${count}`;
      taken.add(name);
      return [result, name];
    }),
  );
}
