/** A map that forgets what has not been asked for lately. */
export interface Memo<Value> {
  get(key: string): Value | undefined;
  set(key: string, value: Value): void;
}

/**
 * Creates a map of bounded size: entries are in a young generation or an old one, the old one goes when the young one
 * is full, and what is read in time becomes young again. It costs a quarter of a list in order of use.
 *
 * @param size - how many entries a generation has, from 1; there are never more than twice as many
 */
export function createMemo<Value extends NonNullable<unknown>>(size: number): Memo<Value> {
  let young = new Map<string, Value>();
  let old = new Map<string, Value>();

  function set(key: string, value: Value): void {
    if (young.size >= size) {
      old = young;
      young = new Map();
    }
    young.set(key, value);
  }

  return {
    set,
    get(key) {
      const value = young.get(key);
      if (value !== undefined) return value;
      const aged = old.get(key);
      if (aged !== undefined) set(key, aged);
      return aged;
    },
  };
}
