import { LRUCache } from 'lru-cache';

/** What an entry weighs beside its key and value, so that the number of entries is bounded too. */
const OVERHEAD = 256;

/** Results by key, least recently used out first. */
export type Memo<Value extends object> = LRUCache<string, Value>;

/**
 * @param bytes - room for keys and values
 * @param weigh - bytes of a value
 */
export function createMemo<Value extends object>(bytes: number, weigh: (value: Value) => number): Memo<Value> {
  return new LRUCache<string, Value>({
    maxSize: Math.max(1, Math.floor(bytes)),
    sizeCalculation: (value, key) => weigh(value) + 2 * key.length + OVERHEAD,
  });
}

/** @returns the result under the key, made and kept when there is none */
export function remember<Value extends object>(memo: Memo<Value>, key: string, make: () => Value): Value {
  const kept = memo.get(key);
  if (kept !== undefined) return kept;
  const made = make();
  memo.set(key, made);
  return made;
}
