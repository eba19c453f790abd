import { problemsError } from './error.ts';
import type { SourceDocument } from './source-document.ts';

/**
 * Replaces every local `$ref` of a document by what it points to. A schema that contains itself stays a graph with a
 * cycle: the same target is the same object wherever it is referred to.
 *
 * @param document - an OpenAPI document
 * @returns its content without references
 * @throws {PagewrightError} for a reference that leads nowhere, or out of the file
 */
export function resolveReferences(document: SourceDocument): unknown {
  const resolved = new Map<object, unknown>();
  const resolve = (value: unknown, path: readonly string[]): unknown => {
    if (typeof value !== 'object' || value === null) return value;
    const known = resolved.get(value);
    if (known !== undefined) return known;
    const reference = (value as { $ref?: unknown }).$ref;
    if (typeof reference === 'string') return resolveReference(value, reference, path);
    const copy: unknown = Array.isArray(value) ? [] : {};
    resolved.set(value, copy);
    for (const [key, entry] of Object.entries(value)) {
      (copy as Record<string, unknown>)[key] = resolve(entry, [...path, key]);
    }
    return copy;
  };
  const resolveReference = (holder: object, reference: string, path: readonly string[]): unknown => {
    const target = lookUp(document.value, reference);
    if (target === undefined || target === holder) {
      const hint = reference.startsWith('#/')
        ? 'nothing stands there'
        : 'only references within the file are read; bundle it first';
      throw problemsError('invalid-contract', [document.problemAt([...path, '$ref'], `$ref ${reference}: ${hint}`)]);
    }
    const resolvedTarget = resolve(target, path);
    const siblings = Object.entries(holder).filter(([key]) => key !== '$ref');
    if (siblings.length === 0 || typeof resolvedTarget !== 'object') return resolvedTarget;
    // OpenAPI 3.1 lets a schema stand beside its reference, and a description override the target's.
    const merged = {
      ...resolvedTarget,
      ...Object.fromEntries(siblings.map(([key, entry]) => [key, resolve(entry, [...path, key])])),
    };
    resolved.set(holder, merged);
    return merged;
  };
  return resolve(document.value, []);
}

function lookUp(root: unknown, reference: string): unknown {
  if (!reference.startsWith('#/')) return undefined;
  let value = root;
  for (const segment of reference.slice(2).split('/')) {
    const key = decodeURIComponent(segment).replaceAll('~1', '/').replaceAll('~0', '~');
    if (typeof value !== 'object' || value === null || !Object.hasOwn(value, key)) return undefined;
    value = (value as Record<string, unknown>)[key];
  }
  return value;
}
