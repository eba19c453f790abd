/** Adds a value to the list that a map has under a key. */
export function appendTo<Key, Value>(map: Map<Key, Value[]>, key: Key, ...values: readonly Value[]): void {
  const known = map.get(key);
  if (known === undefined) map.set(key, [...values]);
  else known.push(...values);
}

/** The values in their order, by what they have in common. */
export function groupBy<Key, Value>(
  values: Iterable<Value>,
  keyOf: (value: Value) => Key,
): ReadonlyMap<Key, readonly Value[]> {
  const groups = new Map<Key, Value[]>();
  for (const value of values) appendTo(groups, keyOf(value), value);
  return groups;
}

/** A function that names objects, and works out each name once. */
export function nameOnce<Value extends object>(nameOf: (value: Value) => string): (value: Value) => string {
  const names = new WeakMap<Value, string>();
  return (value) => {
    const known = names.get(value);
    if (known !== undefined) return known;
    const name = nameOf(value);
    names.set(value, name);
    return name;
  };
}
