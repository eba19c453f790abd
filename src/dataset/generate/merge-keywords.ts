import type { JsonSchema } from '../../contract/contract.ts';

type Merge = (first: never, second: never) => unknown;

const largest: Merge = (first: number, second: number) => Math.max(first, second);
const smallest: Merge = (first: number, second: number) => Math.min(first, second);
const bothSchemas: Merge = (first: unknown, second: unknown) => ({ allOf: [first, second] });
const union: Merge = (first: readonly string[], second: readonly string[]) => [...new Set([...first, ...second])];
const common: Merge = (first: readonly unknown[], second: readonly unknown[]) =>
  first.filter((entry) => second.some((other) => isSame(entry, other)));

const MERGES: Readonly<Record<string, Merge>> = {
  minimum: largest,
  exclusiveMinimum: largest,
  minLength: largest,
  minItems: largest,
  minProperties: largest,
  maximum: smallest,
  exclusiveMaximum: smallest,
  maxLength: smallest,
  maxItems: smallest,
  maxProperties: smallest,
  required: union,
  enum: common,
  items: bothSchemas,
  additionalProperties: bothSchemas,
  properties: mergeProperties,
  type: mergeTypes,
};

/**
 * The keywords of two schemas that must both hold, as one. Where a keyword has no common meaning (`title`, `format`,
 * `x-faker`), the second schema's counts.
 */
export function mergeKeywords(first: JsonSchema, second: JsonSchema): JsonSchema {
  const merged: Record<string, unknown> = { ...first };
  for (const [keyword, value] of Object.entries(second)) {
    const merge = MERGES[keyword] as ((first: unknown, second: unknown) => unknown) | undefined;
    merged[keyword] = merge !== undefined && keyword in first ? merge(first[keyword], value) : value;
  }
  return merged;
}

function mergeProperties(first: Record<string, unknown>, second: Record<string, unknown>): Record<string, unknown> {
  const merged = { ...first };
  for (const [name, schema] of Object.entries(second)) {
    merged[name] = name in first ? { allOf: [first[name], schema] } : schema;
  }
  return merged;
}

function mergeTypes(first: string | readonly string[], second: string | readonly string[]): readonly string[] {
  const allowed = [second].flat();
  return [first].flat().flatMap((type) => {
    if (allowed.includes(type)) return [type];
    if (type === 'number' && allowed.includes('integer')) return ['integer'];
    return type === 'integer' && allowed.includes('number') ? ['integer'] : [];
  });
}

function isSame(first: unknown, second: unknown): boolean {
  return first === second || JSON.stringify(first) === JSON.stringify(second);
}
