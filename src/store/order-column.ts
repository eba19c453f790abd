import type { Field, OrderKey } from '../contract/contract.ts';
import { type Criterion, createPredicate } from '../contract/criterion.ts';
import { type Comparable, compareComparables, readField, toComparable } from '../contract/field-values.ts';
import type { Row } from '../dataset/row-source.ts';
import { type Codes, type Column, createCodes, findPlace, type Segment } from './column.ts';
import type { Key, Slot } from './table.ts';
import { eachRange, STEP_VALUES, type Work } from './work.ts';

/** The value of a field by which each slot is ordered: the first, where there are several. */
export type OrderColumn =
  /** NaN where there is none. */
  (
    | { readonly kind: 'numbers'; readonly values: Float64Array }
    /** Few distinct values, in ascending order, and the place of each slot's among them. */
    | { readonly kind: 'ranks'; readonly values: readonly Comparable[]; readonly ranks: Codes }
    /** Texts made at each call. */
    | {
        readonly kind: 'texts';
        readonly size: number;
        readonly at: (slot: Slot) => Comparable;
        /** Whether a later slot has a later text. */
        readonly ascends: boolean;
      }
  ) & {
    /** What it weighs beside the values that it was made from. */
    readonly bytes: number;
  };

type DictionarySegment = Extract<Segment, { kind: 'dictionary' }>;

/** Derives what the slots are ordered by from the values of a field. */
export function* createOrderColumn(column: Column): Work<OrderColumn> {
  const { field, segments } = column;
  if (segments.every((segment) => segment.kind === 'dictionary')) {
    return createRanks(column, segments);
  }
  return field.kind === 'string' ? createTexts(column) : yield* createNumbers(column);
}

/** @returns the value by which a slot is ordered */
export function readComparable(column: OrderColumn, slot: Slot): Comparable {
  switch (column.kind) {
    case 'numbers': {
      const value = column.values[slot] as number;
      return Number.isNaN(value) ? null : value;
    }
    case 'ranks':
      return column.values[column.ranks[slot] as number] as Comparable;
    case 'texts':
      return column.at(slot);
  }
}

function createRanks({ field, size }: Column, segments: readonly DictionarySegment[]): OrderColumn {
  const firsts = segments.map(({ values }) => values.map((row) => firstComparable(row, field)));
  const values = [...new Set(firsts.flat())].sort(compareComparables);
  const rankOf = new Map(values.map((value, rank) => [value, rank]));
  const ranks = createCodes(size, values.length);
  for (const [place, { start, codes }] of segments.entries()) {
    const rankOfCode = (firsts[place] as Comparable[]).map((first) => rankOf.get(first) as number);
    for (let index = 0; index < codes.length; index += 1) {
      ranks[start + index] = rankOfCode[codes[index] as number] as number;
    }
  }
  return { kind: 'ranks', values, ranks, bytes: ranks.byteLength + values.length * 8 };
}

function* createNumbers({ field, size, segments }: Column): Work<OrderColumn> {
  const [only] = segments;
  if (segments.length === 1 && only?.kind === 'numbers') return { kind: 'numbers', values: only.values, bytes: 0 };
  const values = new Float64Array(size);
  for (const segment of segments) {
    const read = createReader(segment, field);
    yield* eachRange(
      segment.size,
      (from, to) => {
        for (let index = from; index < to; index += 1) {
          values[segment.start + index] = (read(index) as number | null) ?? Number.NaN;
        }
      },
      STEP_VALUES,
    );
  }
  return { kind: 'numbers', values, bytes: values.byteLength };
}

function createTexts({ field, size, segments }: Column): OrderColumn {
  const placed = segments.map((segment) => ({ ...segment, read: createReader(segment, field) }));
  const at = (slot: Slot): Comparable => {
    const { start, read } = findPlace(placed, slot);
    return read(slot - start);
  };
  // Its ranks may be asked for: one word for each slot.
  return { kind: 'texts', size, at, ascends: ascends(segments, at), bytes: 4 * size };
}

/** Within each segment its source says so; where two of them meet, a look is enough. */
function ascends(segments: readonly Segment[], at: (slot: Slot) => Comparable): boolean {
  return segments.every((segment, index) => {
    if (segment.size === 0) return true;
    if (segment.kind !== 'values' || segment.ascends !== true) return false;
    return index === 0 || segment.start === 0 || compareComparables(at(segment.start - 1), at(segment.start)) < 0;
  });
}

function createReader(segment: Segment, field: Field): (index: number) => Comparable {
  switch (segment.kind) {
    case 'numbers':
      return (index) => segment.values[index] as number;
    case 'dictionary': {
      const firsts = segment.values.map((row) => firstComparable(row, field));
      return (index) => firsts[segment.codes[index] as number] as Comparable;
    }
    case 'values':
      return (index) => firstComparable(segment.at(index), field);
  }
}

/** The value that orders a row among all those of a field in it. */
function firstComparable(values: readonly unknown[], field: Field): Comparable {
  const first = toComparable(values[0], field.kind);
  return Number.isNaN(first) ? null : first;
}

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
