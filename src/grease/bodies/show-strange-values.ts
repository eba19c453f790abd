import type { FieldPath, Json } from '../../contract/contract.ts';
import { hashText } from '../../dataset/generate/hash.ts';

/** Of so many values, about one is a strange one. */
const SELDOM = 5;

/**
 * The same item with values that nobody has seen before in some of the fields whose values are an open set.
 *
 * @param paths - of such fields; only what is a text there is changed
 * @param seed - decides which values those are: the same for the same seed, so that no row seems to have changed
 */
export function showStrangeValues(item: Json, paths: readonly FieldPath[], seed: string): Json {
  return paths.reduce((changed, path) => {
    return changeAt(changed, path, (value, place) => invent(value, `${seed} ${JSON.stringify([path, place])}`));
  }, item);
}

function invent(value: string, seed: string): string {
  const hash = hashText(seed);
  if (hash % SELDOM !== 0) return value;
  const text = `unheard of ${(hash % 46_656).toString(36)}`;
  if (value === value.toUpperCase()) return text.toUpperCase().replaceAll(' ', '_');
  return value === value.toLowerCase() ? text.replaceAll(' ', '_') : `U${text.slice(1)}`;
}

function changeAt(
  value: Json,
  path: FieldPath,
  change: (value: string, place: readonly number[]) => string,
  place: readonly number[] = [],
): Json {
  const [key, ...rest] = path;
  if (key === undefined) return typeof value === 'string' ? change(value, place) : value;
  if (typeof value !== 'object' || value === null) return value;
  if (Array.isArray(value)) {
    if (key !== '*') return value;
    return (value as readonly Json[]).map((element, index) => changeAt(element, rest, change, [...place, index]));
  }
  const holder = value as Readonly<Record<string, Json>>;
  if (!Object.hasOwn(holder, key)) return value;
  return { ...holder, [key]: changeAt(holder[key] as Json, rest, change, place) };
}
