import type { Contract, Field } from '../../../src/contract/contract.ts';
import { type Comparable, readField, toComparable } from '../../../src/contract/field-values.ts';

import type { Ledger } from '../../ledger.ts';
import { type Item, identify, type PageAnswer } from '../../list/answer.ts';
import { COLLATIONS, type Compare } from '../../list/collations.ts';
import { listTieKeys, readSortValues } from '../../survey/ties.ts';

/** Two values in the wrong order. */
type Disorder = readonly [Comparable, Comparable];

/**
 * Looks for values of a field that are out of order. Contracts do not say where nulls stand, only that they stand together.
 *
 * @param direction - 1 for ascending
 * @param within - rows are compared only with those that share its value
 * @returns the first such pair; `undefined` when the rows are in order
 */
export function findDisorder(
  items: readonly Item[],
  field: Field,
  direction: 1 | -1,
  within?: Field,
): Disorder | undefined {
  const runs = within === undefined ? [items] : splitRuns(items, within);
  const values = runs.map((run) => run.map((item) => read(item, field)));
  const torn = values.find(hasNullsInside);
  if (torn !== undefined) return [null, torn.findLast((value) => value !== null) ?? null];
  const faults = COLLATIONS.map((compare) => findFirst(values, direction, compare));
  return faults.includes(undefined) ? undefined : faults[0];
}

function read(item: Item, { path, kind }: Field): Comparable {
  return toComparable(readField(item, path)[0], kind);
}

function splitRuns(items: readonly Item[], within: Field): readonly (readonly Item[])[] {
  const runs: Item[][] = [];
  for (const [index, item] of items.entries()) {
    const before = items[index - 1];
    if (before !== undefined && read(before, within) === read(item, within)) runs.at(-1)?.push(item);
    else runs.push([item]);
  }
  return runs;
}

function hasNullsInside(values: readonly Comparable[]): boolean {
  return values.filter((value, index) => index > 0 && (value === null) !== (values[index - 1] === null)).length > 1;
}

function findFirst(
  runs: readonly (readonly Comparable[])[],
  direction: 1 | -1,
  compare: Compare,
): Disorder | undefined {
  for (const run of runs) {
    const values = run.filter((value) => value !== null);
    for (const [index, value] of values.entries()) {
      const before = values[index - 1];
      if (before !== undefined && before !== value && direction * rank(before, value, compare) > 0)
        return [before, value];
    }
  }
  return undefined;
}

function rank(one: string | number, other: string | number, compare: Compare): number {
  return typeof one === 'number' && typeof other === 'number' ? one - other : compare(String(one), String(other));
}

/** Consecutive rows of one page or several. */
interface Rows {
  readonly items: readonly Item[];
  readonly pages: readonly PageAnswer[];
}

/** Writes to the ledger whether rows are sorted by the first key of the default order. */
export function judgeOrder(contract: Contract, ledger: Ledger, { items, pages }: Rows): void {
  const [key] = listTieKeys(contract);
  if (key === undefined || items.length < 2) return;
  const values = items.map((item) => readSortValues(item, [key])[0] ?? null);
  const id = `order.default.${key.field.name}`;
  const faults = COLLATIONS.map((compare) => {
    return values.findIndex((value, index) => {
      const before = values[index - 1] ?? null;
      // Contracts do not say where nulls stand.
      if (index === 0 || before === null || value === null || before === value) return false;
      return rank(before, value, compare) * key.direction > 0;
    });
  });
  const wrong = faults.includes(-1) ? -1 : (faults[0] ?? -1);
  if (wrong === -1) {
    // Rows that do not show the key prove nothing.
    if (values.filter((value) => value !== null).length < 2) return;
    ledger.exercise(id, pages.length > 1 ? 'walks' : 'pages');
    return;
  }
  const [before, after] = [items[wrong - 1], items[wrong]].map((item) =>
    item === undefined ? '' : identify(item, contract),
  );
  ledger.violate(id, {
    summary: `row ${after} comes after row ${before}`,
    expected: `${key.field.name} ${key.direction === 1 ? 'ascending' : 'descending'}`,
    received: [values[wrong - 1], values[wrong]],
    answers: pages,
  });
}
