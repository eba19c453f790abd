import { type Comparable, compareComparables, toComparable } from '../../../src/contract/comparable.ts';
import type { Contract, Filter } from '../../../src/contract/contract.ts';
import { readField } from '../../../src/contract/read-field.ts';
import type { Item } from '../../list/answer.ts';
import type { FilterCase } from './filter-case.ts';
import { respellInstant, shiftValue } from './shift-value.ts';

/** How many values are tried at most. */
const MOST_VALUES = 3;

/** Bounds exactly at values of rows, just below and just above them, in every spelling. */
export function listRangeCases(_contract: Contract, filter: Filter, items: readonly Item[]): readonly FilterCase[] {
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
  // Just outside a value, which a bound that is misread excludes: whether it is inclusive is another matter than how it is spelled.
  const isUpper = filter.operator === 'lte' || filter.operator === 'lt';
  const beside = middle === undefined ? undefined : shiftValue(middle, kind, isUpper ? 1 : -1);
  const spellings = beside === undefined || kind !== 'instant' ? [] : respellInstant(beside);
  return [
    ...values.flatMap((value) => [
      ...one('inclusive', value),
      ...one('all-matching', shiftValue(value, kind, -1)),
      ...one('all-matching', shiftValue(value, kind, 1)),
    ]),
    ...spellings.flatMap((spelling) => one('spellings', spelling)),
    ...one(
      'zoneless',
      middle !== undefined && kind === 'instant' ? shiftValue(middle, kind, 0)?.replace(/Z$/, '') : undefined,
    ),
    ...(middle !== undefined && kind === 'number' ? listFarNumbers(middle).flatMap((value) => doubtful(value)) : []),
  ];
}

/** Far from a value: as text greater with fewer digits, out of reach, nothing, and less than that. */
function listFarNumbers(value: string): readonly string[] {
  const digits = value.replace(/\D/g, '').length;
  return ['9'.repeat(Math.max(1, digits - 2)), '9'.repeat(digits + 1), '0', '-1'];
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
  // Of times, one amid a second: where bounds are cut to whole seconds, no other shows it.
  const uneven = inner.find(({ raw }) =>
    /\.\d*[1-9]|(?!000$)\d{3}$/.test(String(raw).replace(/(?:Z|[+-]\d{2}:\d{2})$/i, '')),
  );
  const chosen = [common, uneven, inner[Math.floor(inner.length / 2)], sorted[0], sorted.at(-1)];
  const texts = chosen.flatMap((entry) => (entry === undefined ? [] : [String(entry.raw)]));
  return [...new Set(texts)].slice(0, MOST_VALUES);
}
