/** Keywords whose value is a schema that speaks of the same object. */
const ONE = ['not', 'if', 'then', 'else'];
/** Keywords whose value is a list of such schemas. */
const MANY = ['allOf', 'anyOf', 'oneOf'];

/** The properties of an object that a schema's verdict on it depends on. */
export function mentionedProperties(schema: unknown): ReadonlySet<string> {
  if (typeof schema !== 'object' || schema === null) return new Set();
  const keywords = schema as Readonly<Record<string, unknown>>;
  const dependent = (keywords['dependentSchemas'] ?? {}) as Readonly<Record<string, unknown>>;
  const within = [
    ...ONE.map((keyword) => keywords[keyword]),
    ...MANY.flatMap((keyword) => (keywords[keyword] ?? []) as unknown[]),
    ...Object.values(dependent),
  ];
  return new Set([
    ...Object.keys((keywords['properties'] ?? {}) as object),
    ...((keywords['required'] ?? []) as readonly string[]),
    ...Object.keys(dependent),
    ...Object.entries((keywords['dependentRequired'] ?? {}) as Record<string, readonly string[]>).flat(2),
    ...within.flatMap((part) => [...mentionedProperties(part)]),
  ]);
}
