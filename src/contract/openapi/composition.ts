import type { Problem } from '../error.ts';
import { isObject } from '../json-pointer.ts';
import { problemOf } from './schema-places.ts';

/** So many schemas may speak of one value, one within the other; real documents have no more than some ten. */
const MAX_DEPTH = 100;
/** So many branches may a schema have in all, each counted in every place that leads to it. */
const MAX_BRANCHES = 10_000;

/** What all that speaks of the same value as a schema comes to. */
interface Extent {
  readonly depth: number;
  readonly branches: number;
}

const NONE: Extent = { depth: 0, branches: 0 };

/**
 * Finds schemas that cannot be held against any value in reasonable time: of `allOf`, `anyOf` and `oneOf` nested too deep, or
 * multiplying with each level. Where a schema leads back to itself, it ends.
 *
 * @param schemas - all that are looked at; what they hold is looked at for its extent only
 * @returns a problem for the innermost that is too large
 */
export function findExcess(schemas: Iterable<object>): Problem | undefined {
  const extents = new Map<object, Extent>();
  for (const schema of schemas) {
    const excess = measure(schema, extents);
    if (excess === undefined) continue;
    const { depth } = extents.get(excess) ?? NONE;
    const told =
      depth > MAX_DEPTH
        ? `must not be nested more than ${MAX_DEPTH} deep`
        : `must not have more than ${MAX_BRANCHES} branches in all`;
    return problemOf(excess, `Invalid schema: allOf, anyOf and oneOf ${told}`);
  }
  return undefined;
}

/** Measures a schema and all that it is composed of, the innermost first. @returns the first that is too large */
function measure(root: object, extents: Map<object, Extent>): object | undefined {
  const open: { readonly schema: object; readonly parts: readonly object[]; next: number }[] = [];
  const enter = (schema: object): void => {
    extents.set(schema, NONE);
    open.push({ schema, parts: partsOf(schema), next: 0 });
  };
  if (!extents.has(root)) enter(root);
  for (let top = open.at(-1); top !== undefined; top = open.at(-1)) {
    const part = top.parts[top.next];
    top.next += 1;
    if (part !== undefined) {
      if (!extents.has(part)) enter(part);
      continue;
    }
    open.pop();
    const extent = extentOf(top.parts, extents);
    extents.set(top.schema, extent);
    if (extent.depth > MAX_DEPTH || extent.branches > MAX_BRANCHES) return top.schema;
  }
  return undefined;
}

function extentOf(parts: readonly object[], extents: ReadonlyMap<object, Extent>): Extent {
  let depth = 0;
  let branches = 1;
  for (const part of parts) {
    const extent = extents.get(part) ?? NONE;
    depth = Math.max(depth, extent.depth + 1);
    branches += extent.branches;
  }
  return { depth, branches };
}

function partsOf(schema: object): readonly object[] {
  const {
    allOf,
    anyOf,
    oneOf,
    not,
    if: condition,
    then,
    else: otherwise,
  } = schema as Readonly<Record<string, unknown>>;
  const lists = [allOf, anyOf, oneOf].flatMap((list) => (Array.isArray(list) ? (list as readonly unknown[]) : []));
  return [...lists, not, condition, then, otherwise].filter(isObject);
}
