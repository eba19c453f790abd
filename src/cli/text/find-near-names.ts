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

function countEdits(a: string, b: string): number {
  let row = Array.from({ length: b.length + 1 }, (_, index) => index);
  for (let i = 1; i <= a.length; i += 1) {
    const next = [i];
    for (let j = 1; j <= b.length; j += 1) {
      const replaced = (row[j - 1] ?? 0) + (a[i - 1] === b[j - 1] ? 0 : 1);
      next.push(Math.min(replaced, (row[j] ?? 0) + 1, (next[j - 1] ?? 0) + 1));
    }
    row = next;
  }
  return row[b.length] ?? 0;
}
