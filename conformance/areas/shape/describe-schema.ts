import type { JsonSchema } from '../../../src/contract/contract.ts';

/** Says in a few words what a schema demands of a value: `a string or null (uuid)`. */
export function describeSchema(schema: JsonSchema): string {
  const parts = [schema, ...((schema['allOf'] ?? []) as readonly JsonSchema[])];
  const types = unique(parts.flatMap(({ type }) => [type].flat().filter((one) => typeof one === 'string')));
  const values = parts.flatMap((part) => (part['enum'] ?? []) as readonly unknown[]);
  const notes = unique(
    parts.flatMap(({ format, pattern, maxLength }) => {
      return [
        ...(typeof format === 'string' ? [format] : []),
        ...(typeof pattern === 'string' ? [`like ${pattern}`] : []),
        ...(typeof maxLength === 'number' ? [`at most ${maxLength} characters`] : []),
      ];
    }),
  );
  const kind = types.length === 0 ? 'a value of its schema' : types.map(withArticle).join(' or ');
  const listed = values.length === 0 ? '' : `, one of ${values.map(String).join(', ')}`;
  return `${kind}${listed}${notes.length === 0 ? '' : ` (${notes.join(', ')})`}`;
}

function withArticle(type: string): string {
  if (type === 'null') return type;
  return /^[aeiou]/.test(type) ? `an ${type}` : `a ${type}`;
}

function unique(texts: readonly string[]): readonly string[] {
  return [...new Set(texts)];
}
