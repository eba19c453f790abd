import type { Contract, Field } from '../../contract/contract.ts';
import { readField } from '../../contract/field-values.ts';
import type { Row } from '../../dataset/row-source.ts';
import type { Slot, Table } from '../../store/table.ts';

/** The identity of a row, as text. */
export function identityOfRow({ identity }: Pick<Contract, 'identity'>, row: Row): string {
  return String(readField(row, identity.path)[0]);
}

/**
 * Finds the row that a request names.
 *
 * @param field - whose value it names; absent: the identity
 */
export function findSlot(contract: Contract, table: Table, field: Field | undefined, value: string): Slot | undefined {
  if (field === undefined) return table.find(value);
  const operand = field.kind === 'number' ? Number(value) : value;
  if (Number.isNaN(operand)) return undefined;
  const criteria = [{ fields: [field], operator: 'equals' as const, operand, ignoreCase: false }];
  const view = table.select({ criteria, order: contract.order.by });
  return view.count === 0 ? undefined : view.slotAt(0);
}

/**
 * What another row has already of all by which operations find rows.
 *
 * @param before - the row in whose place it comes, or what of it nobody chose: what is the same there is not looked at
 * @param own - the slot of the row itself, if it has one
 */
export function findTaken(contract: Contract, table: Table, row: Row, before: Row, own?: Slot): string | undefined {
  const identity = identityOfRow(contract, row);
  const slot = table.find(identity);
  if (slot !== undefined && slot !== own) return identity;
  for (const { identity: named } of contract.operations) {
    if (named?.field === undefined) continue;
    const [value] = readField(row, named.field.path).map(String);
    if (value === undefined || value === String(readField(before, named.field.path)[0])) continue;
    const other = findSlot(contract, table, named.field, value);
    if (other !== undefined && other !== own) return value;
  }
  return undefined;
}
