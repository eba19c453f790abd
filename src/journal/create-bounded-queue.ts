/** Holds the newest values, as many as there is room for. */
export interface BoundedQueue<Value> {
  readonly length: number;
  /** Adds a value of some size; the oldest go until all have room. One that has no room by itself is not kept. */
  push(value: Value, size: number): void;
  /** The value at a place, counted from the oldest; `undefined` outside. */
  at(index: number): Value | undefined;
  /** All of them, the oldest first. */
  toArray(): readonly Value[];
  clear(): void;
}

/** Places of values that have gone are given back when there are more of them than this, and than values kept. */
const SLACK = 64;

/**
 * Makes a queue that takes no memory before it is used.
 *
 * @param room - how many values, and the sum of their sizes
 */
export function createBoundedQueue<Value>(room: {
  readonly length: number;
  readonly size: number;
}): BoundedQueue<Value> {
  let values: (Value | undefined)[] = [];
  let sizes: number[] = [];
  let start = 0;
  let total = 0;

  function dropOldest(): void {
    total -= sizes[start] ?? 0;
    values[start] = undefined;
    start += 1;
    if (start <= SLACK || start * 2 <= values.length) return;
    values = values.slice(start);
    sizes = sizes.slice(start);
    start = 0;
  }

  return {
    get length() {
      return values.length - start;
    },
    push(value, size) {
      values.push(value);
      sizes.push(size);
      total += size;
      while (values.length > start && (values.length - start > room.length || total > room.size)) dropOldest();
    },
    at: (index) => values[start + index],
    toArray: () => values.slice(start) as Value[],
    clear() {
      values = [];
      sizes = [];
      start = 0;
      total = 0;
    },
  };
}
