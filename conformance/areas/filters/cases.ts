import type { Contract, Filter } from '../../../src/contract/contract.ts';
import { type Comparable, compareComparables, readField, toComparable } from '../../../src/contract/field-values.ts';

import type { Item } from '../../list/answer.ts';
import { isRange, listConditions, matches } from '../../list/conditions.ts';
import type { Condition, ListQuery } from '../../list/query.ts';
import { ABSENT_VALUE, respellInstant, shiftValue } from './values.ts';

/** Known rows, and the query that returns them. */
export interface Base {
  readonly query: ListQuery;
  /** As they were last read. */
  rows(): readonly Item[];
  /** Whether the query returns no other rows. */
  readonly closed: boolean;
}

/** One request with a filter whose result is known beforehand. */
export interface FilterCase {
  /** The last part of the id of the requirement that it tests. */
  readonly shows: string;
  /** The requirement that it tests, where that is not one of its first filter. */
  readonly requirement?: string;
  readonly conditions: readonly Condition[];
  /** Whether rows may be missing, since it is not documented what one of the filters compares. */
  readonly mayLose?: boolean;
  /** Whether a server may also reject the value. */
  readonly isDoubtful?: boolean;
  /** What is done to a value, where that is told apart from others that show the same. */
  readonly variant?: string;
  /** With how many filters the like is tried, where there are several; with a few by default. */
  readonly most?: number;
  /** Whether the order of the conditions matters, which is left to chance otherwise. */
  readonly isInOrder?: boolean;
  /** The page size to ask with; any that fits by default. */
  readonly limit?: number;
  /** Cases that it stands for: they tell what is wrong where it fails. */
  readonly parts?: readonly FilterCase[];
}

const MAX_VALUES = 3;

/** Bounds exactly at values of rows, just below and just above them, in every format. */
export function listRangeCases(contract: Contract, filter: Filter, items: readonly Item[]): readonly FilterCase[] {
  const [field] = filter.fields;
  if (field === undefined) return [];
  const { kind } = field;
  const one = (shows: string, value: string | undefined): readonly FilterCase[] => {
    return value === undefined ? [] : [{ shows, conditions: [{ filter, name: filter.parameter, value }] }];
  };
  const doubtful = (value: string): readonly FilterCase[] => {
    return one('all-matching', value).map((found) => ({ ...found, isDoubtful: true }));
  };
  const values = chooseValues(
    items.map((item) => readField(item, field.path)[0]),
    (raw) => toComparable(raw, kind),
  );
  const [middle] = values;
  // Just outside a value, so that only the format matters and not whether the bound is inclusive.
  const isUpper = filter.operator === 'lte' || filter.operator === 'lt';
  const beside = middle === undefined ? undefined : shiftValue(middle, kind, isUpper ? 1 : -1);
  const spellings = beside === undefined || kind !== 'instant' ? [] : respellInstant(beside);
  return [
    ...values.flatMap((value, index) => [
      ...one('inclusive', value),
      // Just inside and just outside, of the first value both.
      ...one('all-matching', index === 0 || isUpper ? shiftValue(value, kind, -1) : undefined),
      ...one('all-matching', index === 0 || !isUpper ? shiftValue(value, kind, 1) : undefined),
    ]),
    // The formats are shared out between both bounds.
    ...spellings
      .filter((spelling, index) => isOfUpper(spelling, index) === isUpper)
      .flatMap((spelling) => one('spellings', spelling)),
    ...one(
      'zoneless',
      middle !== undefined && kind === 'instant' ? shiftValue(middle, kind, 0)?.replace(/Z$/, '') : undefined,
    ),
    ...(middle !== undefined && kind === 'number'
      ? listFarNumbers(middle, isUpper, isPaired(contract, filter)).flatMap((value) => doubtful(value))
      : []),
  ];
}

/** A bound whose offset is ignored loses the row beside it: a lower one that is then later, an upper one that is then earlier. */
function isOfUpper(spelling: string, index: number): boolean {
  const [, sign] = /([+-])\d{2}:\d{2}$/.exec(spelling) ?? [];
  return sign === undefined ? index % 2 === 1 : sign === '-';
}

/** Whether a field has a lower and an upper bound, which share what is tried of either. */
function isPaired({ filters }: Contract, { fields }: Filter): boolean {
  const bounds = filters.filter((one) => isRange(one) && one.fields[0]?.name === fields[0]?.name);
  return new Set(bounds.map(({ operator }) => operator.slice(0, 1))).size > 1;
}

/** Greater as text with fewer digits, and far above; zero, and negative, which show most where they are upper bounds. */
function listFarNumbers(value: string, isUpper: boolean, isShared: boolean): readonly string[] {
  const digits = value.replace(/\D/g, '').length;
  const above = ['9'.repeat(Math.max(1, digits - 2)), '9'.repeat(digits + 1)];
  const below = ['0', '-1'];
  if (!isShared) return [...above, ...below];
  return isUpper ? below : above;
}

/** A value in the middle that several rows share if there is one, and those at the ends. */
function chooseValues(values: readonly unknown[], compare: (raw: unknown) => Comparable): readonly string[] {
  const counts = new Map<Comparable, { readonly raw: unknown; count: number }>();
  for (const raw of values) {
    const value = compare(raw);
    if (value === null) continue;
    const entry = counts.get(value) ?? { raw, count: 0 };
    entry.count += 1;
    counts.set(value, entry);
  }
  const sorted = [...counts].sort(([a], [b]) => compareComparables(a, b)).map(([, entry]) => entry);
  const inner = sorted.length > 2 ? sorted.slice(1, -1) : sorted;
  const common = [...inner].sort((a, b) => b.count - a.count)[0];
  // Of times, one with a fraction of a second, to notice bounds that are truncated to whole seconds.
  const uneven = inner.find(({ raw }) => isUneven(String(raw)));
  const chosen = [common, uneven, inner[Math.floor(inner.length / 2)], sorted[0], sorted.at(-1)];
  const texts = chosen.flatMap((entry) => (entry === undefined ? [] : [String(entry.raw)]));
  return [...new Set(texts)].slice(0, MAX_VALUES);
}

/** Whether a time, or a number of milliseconds, has a fraction of a second. */
export function isUneven(text: string): boolean {
  return /\.\d*[1-9]|(?!000$)\d{3}$/.test(text.replace(/(?:Z|[+-]\d{2}:\d{2})$/i, ''));
}

const MAX_KEYS = 2;
const MAX_PAIRS = 2;
const MAX_TRIPLES = 1;
/** Keys that sets are made of. */
const KNOWN_KEYS = 7;
/** A property of every object in some languages, and a key of no row. */
const INHERITED = 'constructor';

/** Single keys, sets of keys with and without a row that has them all, and texts that only look like keys. */
export function listKeyCases(contract: Contract, filter: Filter, items: readonly Item[]): readonly FilterCase[] {
  const all = [...new Set(items.flatMap((item) => listConditions(item, filter)).map(({ value }) => value))];
  const keys = all.slice(0, KNOWN_KEYS);
  const withIndex = (value: string, index: number = 0): Condition => {
    const name = filter.serialization === 'indexed' ? `${filter.parameter}[${index}]` : filter.parameter;
    return { filter, name, value };
  };
  const doubtful = listLookalikes(filter, items, keys).map((value): FilterCase => {
    return { shows: 'all-matching', conditions: [withIndex(value)], isDoubtful: true };
  });
  const single = keys
    .slice(0, MAX_KEYS)
    .map((key): FilterCase => ({ shows: 'all-matching', conditions: [withIndex(key)] }));
  if (filter.serialization !== 'indexed') return [...single, ...doubtful];
  const several = [2, 3].flatMap((size) =>
    listTellingSets(
      contract,
      items,
      listSets(keys, size).map((set) => set.map(withIndex)),
      size === 2 ? MAX_PAIRS : MAX_TRIPLES,
    ),
  );
  // Where keys go together in all rows, only one that no row has tells any from all.
  const [common] = keys;
  const absent =
    common === undefined
      ? []
      : [
          [common, ABSENT_VALUE],
          [ABSENT_VALUE, common],
        ].map((set) => set.map(withIndex));
  return [
    ...single,
    ...doubtful,
    ...several.map((conditions) => ({ shows: 'every-key', conditions })),
    ...absent.map((conditions) => ({ shows: 'every-key', conditions, isDoubtful: true })),
  ];
}

/** All sets of a size, in the order of the keys. */
function listSets(keys: readonly string[], size: number): readonly (readonly string[])[] {
  if (size === 0) return [[]];
  return keys.flatMap((key, index) => listSets(keys.slice(index + 1), size - 1).map((rest) => [key, ...rest]));
}

/** Prefers sets whose last key is missing from most rows that have the others; each set also in reverse. */
function listTellingSets(
  contract: Contract,
  items: readonly Item[],
  sets: readonly (readonly Condition[])[],
  most: number,
): readonly (readonly Condition[])[] {
  const count = (conditions: readonly Condition[]): number => {
    return items.filter((item) => conditions.every((one) => matches(item, one, contract) === true)).length;
  };
  const turned = sets.flatMap((set) => [set, reverseKeys(set)]);
  return turned
    .map((set) => ({ set, lacking: count(set.slice(0, -1)) - count(set) }))
    .sort((a, b) => b.lacking - a.lacking)
    .slice(0, most)
    .map(({ set }) => set);
}

/** The same keys, under each other's indexes. */
function reverseKeys(set: readonly Condition[]): readonly Condition[] {
  const values = set.map(({ value }) => value).reverse();
  return set.map((condition, index) => ({ ...condition, value: values[index] ?? condition.value }));
}

/** A key in another case, a value in place of a key, and an inherited property. */
function listLookalikes(filter: Filter, items: readonly Item[], keys: readonly string[]): readonly string[] {
  const maps = filter.fields.flatMap(({ path }) => items.flatMap((item) => readField(item, path)));
  const values = maps.flatMap((map) => (typeof map === 'object' && map !== null ? Object.values(map) : []));
  const value = values.find((one): one is string => typeof one === 'string' && one.length > 1 && !keys.includes(one));
  const [first] = keys;
  const recased =
    first === undefined ? [] : [first === first.toUpperCase() ? first.toLowerCase() : first.toUpperCase()];
  return [...recased.filter((one) => !keys.includes(one)), ...(value === undefined ? [] : [value]), INHERITED];
}
