import type { Problem } from '../error.ts';
import type { DocumentPlace } from './document-files.ts';

const places = new WeakMap<object, DocumentPlace>();

/** Remembers where a schema, or another object of a document, was read from. */
export function notePlace(made: object, place: DocumentPlace): void {
  places.set(made, place);
}

/** Lets a schema that was made of another one stand where that stands. */
export function copyPlace(made: object, from: object): void {
  const place = places.get(from);
  if (place !== undefined && !places.has(made)) places.set(made, place);
}

/**
 * A problem of a schema, or of a keyword of it, at the file and line that it was read from.
 *
 * @param schema - of a document, with its `allOf` merged or not; or any other object of a document
 * @param path - keys within it; the deepest one that exists counts
 * @returns `undefined` for an object that was read from nowhere
 */
export function problemOf(
  schema: unknown,
  message: string,
  path: readonly (string | number)[] = [],
): Problem | undefined {
  const place = typeof schema === 'object' && schema !== null ? places.get(schema) : undefined;
  return place?.source.problemAt([...place.path, ...path], message);
}
