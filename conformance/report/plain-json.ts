/** A value as JSON has it. */
export type PlainJson = string | number | boolean | null | readonly PlainJson[] | { readonly [key: string]: PlainJson };

const MAX_DEPTH = 100;

/**
 * Any value as JSON. What JSON cannot hold becomes text (a bigint, NaN, a value nested beyond measure or
 * within itself); a set becomes an array, a map an object. Never throws, whatever the value.
 *
 * @returns plain data that `JSON.stringify` takes
 */
export function toPlainJson(value: unknown): PlainJson {
  return convert(value, []);
}

function convert(value: unknown, around: readonly object[]): PlainJson {
  if (value === null || value === undefined) return null;
  if (typeof value === 'string' || typeof value === 'boolean') return value;
  if (typeof value === 'number') return Number.isFinite(value) ? value : String(value);
  if (typeof value !== 'object') return String(value);
  if (around.includes(value)) return '[circular]';
  if (around.length === MAX_DEPTH) return '[nested too deep]';
  try {
    return convertObject(value, [...around, value]);
  } catch {
    return '[unreadable]';
  }
}

function convertObject(value: object, around: readonly object[]): PlainJson {
  if (value instanceof Date) return Number.isNaN(value.getTime()) ? 'Invalid Date' : value.toISOString();
  if (value instanceof Error) return value.message;
  if (value instanceof Set) return [...value].map((item) => convert(item, around));
  if (Array.isArray(value)) return Array.from(value, (item) => convert(item, around));
  const entries = value instanceof Map ? [...value] : Object.entries(value);
  const present = entries.filter(([, item]) => item !== undefined && typeof item !== 'function');
  return Object.fromEntries(present.map(([key, item]) => [String(key), convert(item, around)]));
}
