import { LRUCache } from 'lru-cache';
import type { Field, OrderKey } from '../contract/contract.ts';
import type { Criterion } from '../contract/criterion.ts';
import type { Selection } from './table.ts';
import type { Work } from './work.ts';

/** Texts that are the same for selections of the same rows in the same order, and for no others. */
interface SelectionKey {
  /** Each criterion by its own key; none twice. */
  readonly criteria: ReadonlyMap<string, Criterion>;
  readonly order: string;
  readonly whole: string;
}

const fields = new WeakMap<Field, string>();
const orders = new WeakMap<readonly OrderKey[], string>();
const selections = new WeakMap<Selection, SelectionKey>();

/**
 * The key of a selection: the order of its criteria does not matter. Every part is JSON, which escapes its own marks and
 * line breaks, so that no operand can pass for another.
 */
export function keyOfSelection(selection: Selection): SelectionKey {
  return rememberWeakly(selections, selection, () => {
    const criteria = new Map(selection.criteria.map((criterion) => [keyOfCriterion(criterion), criterion]));
    const order = keyOfOrder(selection.order);
    return { criteria, order, whole: [order, ...[...criteria.keys()].sort()].join('\n') };
  });
}

/** The key of a field: by its place in an item and its kind, as a name may hold anything. */
export function keyOfField(field: Field): string {
  return rememberWeakly(fields, field, () => JSON.stringify([field.kind, ...field.path]));
}

function keyOfOrder(order: readonly OrderKey[]): string {
  return rememberWeakly(orders, order, () =>
    JSON.stringify(order.map(({ field, direction }) => [direction, keyOfField(field)])),
  );
}

function keyOfCriterion({ fields: any, operator, operand, ignoreCase }: Criterion): string {
  // Numbers as text: JSON has no words for NaN and the infinities.
  const text = typeof operand === 'object' ? operand : String(operand);
  return JSON.stringify([operator, ignoreCase, typeof operand, text, any.map(keyOfField)]);
}

function rememberWeakly<Key extends object, Value>(memo: WeakMap<Key, Value>, key: Key, make: () => Value): Value {
  const kept = memo.get(key);
  if (kept !== undefined) return kept;
  const made = make();
  memo.set(key, made);
  return made;
}

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
export function* remember<Value extends object>(memo: Memo<Value>, key: string, make: () => Work<Value>): Work<Value> {
  const kept = memo.get(key);
  if (kept !== undefined) return kept;
  const made = yield* make();
  memo.set(key, made);
  return made;
}
