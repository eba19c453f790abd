import { type Comparable, toComparable } from '../../../../src/contract/comparable.ts';
import type { OrderKey } from '../../../../src/contract/contract.ts';
import { readField } from '../../../../src/contract/read-field.ts';
import type { Item } from '../../../list/answer.ts';

/** What was found of the values of one key. */
export interface Ordering {
  /** Whether two rows that the keys before it do not tell apart have different values, so that the order showed. */
  readonly telling: boolean;
  /** Two values that stand the wrong way round, or a null in the midst. */
  readonly wrong?: readonly Comparable[];
}

type Compare = (one: string, other: string) => number;

/** Texts may be ordered in any of the usual ways, as long as it is one of them throughout. */
const COLLATIONS: readonly Compare[] = [
  (one, other) => (one < other ? -1 : 1),
  (one, other) => (one.toLowerCase() <= other.toLowerCase() ? -1 : 1),
  (one, other) => (Buffer.compare(Buffer.from(one), Buffer.from(other)) < 0 ? -1 : 1),
  new Intl.Collator('en').compare,
  new Intl.Collator('en', { ignorePunctuation: true }).compare,
];

/**
 * Looks at rows in the order in which they came.
 *
 * @param key - the key to look at
 * @param before - the keys that come before it: only rows that they do not tell apart are compared
 */
export function findDisorder(items: readonly Item[], key: OrderKey, before: readonly OrderKey[]): Ordering {
  const runs = splitRuns(items, before).map((run) => run.map((item) => readValue(item, key)));
  const telling = runs.some((run) => new Set(run).size > 1);
  const misplaced = runs.find(hasNullsInside);
  if (misplaced !== undefined) return { telling, wrong: misplaced };
  const faults = COLLATIONS.map((compare) => findFirst(runs, key.direction, compare));
  const [wrong] = faults;
  return wrong === undefined || faults.includes(undefined) ? { telling } : { telling, wrong };
}

function readValue(item: Item, { field }: OrderKey): Comparable {
  return toComparable(readField(item, field.path)[0], field.kind);
}

function splitRuns(items: readonly Item[], before: readonly OrderKey[]): readonly (readonly Item[])[] {
  const runs: Item[][] = [];
  let last: string | undefined;
  for (const item of items) {
    const tie = JSON.stringify(before.map((key) => readValue(item, key)));
    if (tie === last) runs.at(-1)?.push(item);
    else runs.push([item]);
    last = tie;
  }
  return runs;
}

/** Nulls stand together, at either end. */
function hasNullsInside(values: readonly Comparable[]): boolean {
  const changes = values.filter((value, index) => index > 0 && (value === null) !== (values[index - 1] === null));
  return changes.length > 1;
}

function findFirst(
  runs: readonly (readonly Comparable[])[],
  direction: 1 | -1,
  compare: Compare,
): readonly Comparable[] | undefined {
  for (const run of runs) {
    const values = run.filter((value) => value !== null);
    const at = values.findIndex((value, index) => {
      const previous = values[index - 1];
      return previous !== undefined && previous !== value && direction * rank(previous, value, compare) > 0;
    });
    if (at !== -1) return values.slice(at - 1, at + 1);
  }
  return undefined;
}

function rank(one: string | number, other: string | number, compare: Compare): number {
  return typeof one === 'number' && typeof other === 'number' ? one - other : compare(String(one), String(other));
}
