import type { Field, OrderKey } from '../../contract/contract.ts';
import { type Criterion, createPredicate } from '../../contract/criterion.ts';
import { readField } from '../../contract/read-field.ts';
import type { Row } from '../../dataset/row-source.ts';
import { firstComparable } from '../columns/order-column.ts';
import type { Key } from '../table.ts';

/** @returns a test of a whole row: all criteria hold */
export function createRowTest(criteria: readonly Criterion[]): (row: Row) => boolean {
  const tests = criteria.map((criterion) =>
    criterion.fields.map((field) => ({ path: field.path, test: createPredicate(criterion, field) })),
  );
  return (row) => tests.every((any) => any.some(({ path, test }) => readField(row, path).some(test)));
}

/** @returns the values of a row under an order */
export function readRowKey(row: Row, order: readonly OrderKey[]): Key {
  return order.map(({ field }) => firstComparable(readField(row, field.path), field));
}

/** @returns the identity of a row as text; `undefined` when it has none */
export function readIdentity(row: Row, identity: Field): string | undefined {
  const values = readField(row, identity.path);
  return firstComparable(values, identity) === null ? undefined : String(values[0]);
}
