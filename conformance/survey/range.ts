import { type Comparable, compareComparables, toComparable } from '../../src/contract/comparable.ts';
import type { Contract, Field, Filter } from '../../src/contract/contract.ts';
import { readField } from '../../src/contract/read-field.ts';
import type { Item } from '../list/answer.ts';
import type { Condition } from '../list/list-query.ts';

/** Conditions that may carve a small set, and those of the known rows that meet them. */
export interface Candidate {
  readonly conditions: readonly Condition[];
  readonly items: readonly Item[];
}

/** A value, as it is written, and the rows that have it. */
export interface Known {
  readonly value: Comparable & (string | number);
  readonly text: string;
  readonly items: Item[];
}

/** A field with the filters that bound it. */
export interface RangePair {
  readonly field: Field;
  readonly lower: Filter;
  readonly upper: Filter;
}

/** The fields that have both a lower and an upper bound among the filters. */
export function listRangePairs({ filters }: Contract): readonly RangePair[] {
  const plain = filters.filter(({ fields, serialization }) => fields.length === 1 && serialization === 'plain');
  return plain
    .filter(({ operator }) => operator === 'gte')
    .flatMap((lower) => {
      const [field] = lower.fields;
      const upper = plain.find(({ operator, fields }) => operator === 'lte' && fields[0]?.name === field?.name);
      return field === undefined || upper === undefined ? [] : [{ field, lower, upper }];
    });
}

/** The rows by their value of a field, the greatest value first; rows without one are left out. */
export function groupByValue(field: Field, items: readonly Item[]): readonly Known[] {
  const groups = new Map<Comparable, Known>();
  for (const item of items) {
    const [raw] = readField(item, field.path);
    const value = toComparable(raw, field.kind);
    if (value === null) continue;
    const group = groups.get(value);
    if (group === undefined) groups.set(value, { value, text: String(raw), items: [item] });
    else group.items.push(item);
  }
  return [...groups.values()].sort((a, b) => compareComparables(b.value, a.value));
}

/** Both bounds, inclusive. */
export function toRange(
  { lower, upper }: RangePair,
  from: Known | undefined,
  to: Known | undefined,
): readonly Condition[] {
  return [
    { filter: lower, name: lower.parameter, value: from?.text ?? '' },
    { filter: upper, name: upper.parameter, value: to?.text ?? '' },
  ];
}
