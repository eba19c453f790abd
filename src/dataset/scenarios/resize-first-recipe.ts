import type { Segment } from './parse-rows.ts';

/**
 * Lets the first recipe make another number of rows. The recipes after it in the same collection then make other rows, as they
 * count on where it ends.
 *
 * @param size - how many rows the first recipe shall make
 * @returns `undefined` when there is no recipe
 */
export function resizeFirstRecipe(
  collections: ReadonlyMap<string, readonly Segment[]>,
  size: number,
): ReadonlyMap<string, readonly Segment[]> | undefined {
  const first = [...collections.values()].flat().find(({ kind }) => kind === 'recipe');
  if (first === undefined) return undefined;
  const resized = { ...first, count: size } as Segment;
  return new Map(
    [...collections].map(([name, segments]) => [
      name,
      segments.map((segment) => (segment === first ? resized : segment)),
    ]),
  );
}
