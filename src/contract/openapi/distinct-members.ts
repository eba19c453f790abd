import { isObject } from '../json-pointer.ts';
import { isAnnotation } from './schema-graph.ts';

const known = new WeakMap<object, readonly unknown[]>();

/**
 * The members of a `oneOf` without those that ask the same as another one. Documents list the same shape under several names,
 * and nothing would satisfy exactly one of twins: they count as one member.
 *
 * @param members - of `oneOf`; references resolved
 * @returns the first of each
 */
export function distinctMembers(members: readonly unknown[]): readonly unknown[] {
  const found = known.get(members);
  if (found !== undefined) return found;
  const texts = members.map(writeDemands);
  const distinct = members.filter((_, index) => texts[index] === undefined || texts.indexOf(texts[index]) === index);
  known.set(members, distinct);
  return distinct;
}

/** Schemas that lead further than this are not compared. */
const MAX_SCHEMAS = 500;

/** What a schema demands, as text; `undefined` for one that contains itself or is very large. */
function writeDemands(schema: unknown): string | undefined {
  const around = new Set<object>();
  let count = 0;
  const write = (value: unknown, isSchema: boolean): unknown => {
    if (!isObject(value)) return value;
    count += 1;
    if (around.has(value) || count > MAX_SCHEMAS) throw new RangeError();
    around.add(value);
    const written = Array.isArray(value)
      ? value.map((one) => write(one, isSchema))
      : Object.entries(value)
          .filter(([key]) => !isSchema || !isAnnotation(key))
          .sort(([a], [b]) => (a < b ? -1 : 1))
          .map(([key, one]) => [key, write(one, !isSchema || !isNamed(key))]);
    around.delete(value);
    return written;
  };
  try {
    return JSON.stringify(write(schema, true));
  } catch (error) {
    if (error instanceof RangeError) return undefined;
    throw error;
  }
}

/** Whether the keys within are names, which may be those of annotations. */
function isNamed(keyword: string): boolean {
  return keyword === 'properties' || keyword === 'patternProperties' || keyword === 'dependentSchemas';
}
