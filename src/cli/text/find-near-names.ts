import { countEdits } from '../../contract/count-edits.ts';

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
