import { compareComparables } from '../../../src/contract/comparable.ts';
import type { Contract } from '../../../src/contract/contract.ts';
import type { Ledger } from '../../ledger/ledger.ts';
import type { Item, PageAnswer } from '../../list/answer.ts';
import { identify } from '../../list/read-page.ts';
import { listTieKeys, readSortValues } from '../../survey/sort-values.ts';

/** Rows that came one after the other, on one page or on several. */
interface Rows {
  readonly items: readonly Item[];
  readonly pages: readonly PageAnswer[];
}

/** Writes to the ledger whether rows come in the usual order, as far as its first key tells. */
export function judgeOrder(contract: Contract, ledger: Ledger, { items, pages }: Rows): void {
  const [key] = listTieKeys(contract);
  if (key === undefined || items.length < 2) return;
  const values = items.map((item) => readSortValues(item, [key])[0] ?? null);
  const id = `order.default.${key.field.name}`;
  const wrong = values.findIndex((value, index) => {
    const before = values[index - 1] ?? null;
    // Where nulls stand is nobody's promise.
    return index > 0 && before !== null && value !== null && compareComparables(before, value) * key.direction > 0;
  });
  if (wrong === -1) {
    ledger.exercise(id, pages.length > 1 ? 'walks' : 'pages');
    return;
  }
  const [before, after] = [items[wrong - 1], items[wrong]].map((item) =>
    item === undefined ? '' : identify(item, contract),
  );
  ledger.violate(id, {
    summary: `the row ${after} comes after ${before}`,
    expected: `${key.field.name}, ${key.direction === 1 ? 'ascending' : 'descending'}`,
    received: [values[wrong - 1], values[wrong]],
    answers: pages,
  });
}
