import { below, listBelow, type Place, placeAt } from './admin-document.ts';

/** The properties that a schema names, in it and in all that it is made of, as pointers into the document. */
export function listWords(schema: Place, visited: Set<string> = new Set()): readonly string[] {
  if (visited.has(schema.pointer)) return [];
  visited.add(schema.pointer);
  const names = Object.keys(below(schema, 'properties')?.part ?? {});
  const inner = [...grounds(schema), ...maybe(schema, 'items'), ...maybe(schema, 'additionalProperties')];
  const parts = [...inner, ...listBelow(schema, 'properties')];
  return [...names.map((name) => wordOf(schema, name)), ...parts.flatMap((part) => listWords(part, visited))];
}

/** Those of them that occur in a value. */
export function listWordsOf(schema: Place, value: unknown): readonly string[] {
  const words = grounds(schema).flatMap((ground) => listWordsOf(ground, value));
  if (typeof value !== 'object' || value === null) return words;
  if (Array.isArray(value)) {
    return [...words, ...maybe(schema, 'items').flatMap((items) => value.flatMap((item) => listWordsOf(items, item)))];
  }
  const own = Object.entries(value).flatMap(([name, part]) => {
    const named = below(schema, 'properties', name);
    if (named !== undefined) return [wordOf(schema, name), ...listWordsOf(named, part)];
    return maybe(schema, 'additionalProperties').flatMap((others) => listWordsOf(others, part));
  });
  return [...words, ...own];
}

function wordOf({ pointer }: Place, name: string): string {
  return `${pointer}/properties/${name}`;
}

/** Schemas that hold for the same value. */
function grounds(schema: Place): readonly Place[] {
  const { $ref: reference } = schema.part;
  const referred = typeof reference === 'string' ? [placeAt(reference.slice(1))] : [];
  return [...referred, ...['allOf', 'anyOf', 'oneOf'].flatMap((key) => listBelow(schema, key))];
}

function maybe(schema: Place, key: string): readonly Place[] {
  if (typeof schema.part[key] !== 'object') return [];
  return [below(schema, key) as Place];
}
