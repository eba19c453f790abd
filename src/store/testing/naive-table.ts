import type { Field, OrderKey } from '../../contract/contract.ts';
import { type Criterion, createPredicate } from '../../contract/criterion.ts';
import { type Comparable, compareComparables, readField, toComparable } from '../../contract/field-values.ts';

import type { Row } from '../../dataset/row-source.ts';
import type { Key, Selection } from '../table.ts';

/** What a selection means, in the plainest words. */
export function selectNaively(rows: readonly Row[], { criteria, order }: Selection): readonly Row[] {
  return rows
    .filter((row) => criteria.every((criterion) => holds(criterion, row)))
    .sort((a, b) => compareNaively(readKeyNaively(a, order), readKeyNaively(b, order), order));
}

export function readKeyNaively(row: Row, order: readonly OrderKey[]): Key {
  return order.map(({ field }) => readComparable(row, field));
}

/** Compares as many columns as both keys have. */
export function compareNaively(a: Key, b: Key, order: readonly OrderKey[]): number {
  return order
    .slice(0, Math.min(a.length, b.length))
    .map(({ direction }, index) => direction * compareComparables(a[index] ?? null, b[index] ?? null))
    .reduce((first, next) => first || next, 0);
}

function holds(criterion: Criterion, row: Row): boolean {
  return criterion.fields.some((field) => readField(row, field.path).some(createPredicate(criterion, field)));
}

function readComparable(row: Row, field: Field): Comparable {
  return toComparable(readField(row, field.path)[0], field.kind);
}
