const MAX_SUGGESTIONS = 3;

/**
 * The names nearest to one that does not exist.
 *
 * @returns at most three, the nearest first; none when nothing is near
 */
export function suggestNames(wrong: string, known: Iterable<string>): readonly string[] {
  const limit = Math.max(2, Math.floor(wrong.length / 3));
  const near = [...known]
    .map((name) => ({ name, distance: nameDistance(wrong, name) }))
    .filter(({ distance }) => distance <= limit)
    .sort((a, b) => a.distance - b.distance || (a.name < b.name ? -1 : 1));
  // Beside a name that is very near, others would only distract.
  const farthest = 1.5 * (near[0]?.distance ?? 0);
  return near
    .filter(({ distance }) => distance <= farthest)
    .slice(0, MAX_SUGGESTIONS)
    .map(({ name }) => name);
}

/** `; did you mean a, b or c?`, for the end of a message; nothing when no name is near. */
export function nearNamesClause(wrong: string, known: Iterable<string>): string {
  const near = suggestNames(wrong, known);
  return near.length === 0 ? '' : `; did you mean ${joinNames(near)}?`;
}

/** The same, or what else is known. */
export function didYouMean(wrong: string, known: Iterable<string>): string {
  const names = [...known];
  const near = nearNamesClause(wrong, names);
  if (near !== '') return near;
  return names.length === 0 || names.length > 40 ? '' : `; known: ${names.join(', ')}`;
}

function joinNames(names: readonly string[]): string {
  return names.length < 2 ? names.join() : `${names.slice(0, -1).join(', ')} or ${names.at(-1)}`;
}

/** A method that has only moved to another module is near, however the modules are called. */
function nameDistance(wrong: string, name: string): number {
  const whole = countEdits(wrong.toLowerCase(), name.toLowerCase());
  const [method, other] = [wrong, name].map((text) => text.slice(text.lastIndexOf('.') + 1).toLowerCase());
  if (!wrong.includes('.') || method === undefined || other === undefined) return whole;
  return Math.min(whole, countEdits(method, other) + 1);
}

/** How many characters have to be added, taken away or replaced to make one text of another (Levenshtein's distance). */
export function countEdits(first: string, second: string): number {
  let previous = Array.from({ length: second.length + 1 }, (_, index) => index);
  for (let row = 1; row <= first.length; row += 1) {
    const current = [row];
    for (let column = 1; column <= second.length; column += 1) {
      const replaced = (previous[column - 1] ?? 0) + (first[row - 1] === second[column - 1] ? 0 : 1);
      current.push(Math.min(replaced, (previous[column] ?? 0) + 1, (current[column - 1] ?? 0) + 1));
    }
    previous = current;
  }
  return previous[second.length] ?? 0;
}
