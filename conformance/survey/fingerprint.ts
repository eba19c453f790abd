import type { Contract, Field } from '../../src/contract/contract.ts';
import { readField } from '../../src/contract/read-field.ts';
import type { Item } from '../list/answer.ts';
import { identify } from '../list/read-page.ts';

/**
 * A text that stays the same while rows are the same: whatever a filter or an order depends on. Other values may differ
 * from answer to answer without any harm, and so may the order.
 */
export function fingerprint(items: readonly Item[], contract: Contract): string {
  const fields = listFields(contract);
  const rows = items.map((item) => {
    return JSON.stringify([identify(item, contract), fields.map(({ path }) => readField(item, path))]);
  });
  return rows.sort().join('\n');
}

function listFields(contract: Contract): readonly Field[] {
  const { filters, order } = contract;
  const fields = [
    ...filters.flatMap((filter) => filter.fields),
    ...order.by.map(({ field }) => field),
    ...(order.parameter?.fields.values() ?? []),
  ];
  return [...new Map(fields.map((field) => [field.name, field])).values()];
}
