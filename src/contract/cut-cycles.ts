/**
 * Makes a tree of a schema that contains itself, such as that of a comment with replies: it ends where it would begin again,
 * and below that everything is valid. A validator cannot be compiled from a graph with a cycle.
 *
 * @param schema - references resolved
 */
export function cutCycles(schema: unknown, around: readonly unknown[] = []): unknown {
  if (typeof schema !== 'object' || schema === null) return schema;
  if (around.includes(schema)) return true;
  const within = [...around, schema];
  if (Array.isArray(schema)) return schema.map((part) => cutCycles(part, within));
  return Object.fromEntries(Object.entries(schema).map(([key, part]) => [key, cutCycles(part, within)]));
}
