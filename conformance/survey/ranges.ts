import type { Contract, Field, Filter } from '../../src/contract/contract.ts';
import { type Comparable, compareComparables, readField, toComparable } from '../../src/contract/field-values.ts';

import { hasPage, type Item, identify } from '../list/answer.ts';
import type { ListClient } from '../list/client.ts';
import { matches } from '../list/conditions.ts';
import type { Condition, ListQuery } from '../list/query.ts';

/** Conditions that may select a small set of rows, and the known rows that meet them. */
export interface Candidate {
  readonly conditions: readonly Condition[];
  readonly items: readonly Item[];
}

/** A value and the rows that have it; `text` is the value as it is written. */
export interface KnownValue {
  readonly value: Comparable & (string | number);
  readonly text: string;
  readonly items: Item[];
}

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
export function groupByValue(field: Field, items: readonly Item[]): readonly KnownValue[] {
  const groups = new Map<Comparable, KnownValue>();
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
  from: KnownValue | undefined,
  to: KnownValue | undefined,
): readonly Condition[] {
  return [
    { filter: lower, name: lower.parameter, value: from?.text ?? '' },
    { filter: upper, name: upper.parameter, value: to?.text ?? '' },
  ];
}

/** Rows that were read, and with which page size to ask. */
interface KnownRows {
  /** The start of the list. */
  readonly items: readonly Item[];
  /** Rows that the target's own filters selected. */
  readonly window: { readonly query: ListQuery; readonly items: readonly Item[] };
  readonly limit: number;
}

/**
 * Finds the times that a target stores with a higher precision than it returns: a row is then after a bound that is slightly later
 * than its own value. From outside it cannot be said which rows a bound of such a field must return.
 *
 * @returns the names of the fields
 */
export async function findCoarseFields(
  list: ListClient,
  { items, window, limit }: KnownRows,
): Promise<ReadonlySet<string>> {
  const coarse = new Set<string>();
  for (const pair of listRangePairs(list.contract).filter(({ field }) => field.kind === 'instant')) {
    if (isExact(list.contract, pair, { items, window })) continue;
    if (await isCoarse(list, pair, { items, limit })) coarse.add(pair.field.name);
  }
  return coarse;
}

/** Whether the window has just the rows that bounds at the values of two of them ask for, those two among them. */
function isExact(
  contract: Contract,
  { field, upper }: RangePair,
  { items, window }: Pick<KnownRows, 'items' | 'window'>,
): boolean {
  const { conditions } = window.query;
  const to = conditions.find(({ filter }) => filter === upper);
  if (to === undefined) return false;
  const known = items.filter((item) => conditions.every((one) => matches(item, one, contract) === true));
  const [ids, due] = [window.items, known].map((rows) => rows.map((item) => identify(item, contract)).sort());
  // A row at the upper bound is beyond it where its value has more digits than it shows.
  return String(ids) === String(due) && window.items.some((item) => readText(item, field) === to.value);
}

async function isCoarse(
  list: ListClient,
  { field, lower, upper }: RangePair,
  { items, limit }: { readonly items: readonly Item[]; readonly limit: number },
): Promise<boolean> {
  const item = items[Math.floor(items.length / 2)];
  const text = item === undefined ? undefined : readText(item, field);
  const later = text === undefined ? undefined : addMicrosecond(text);
  if (item === undefined || text === undefined || later === undefined) return false;
  const shows = async (from: string, to: string): Promise<boolean> => {
    const bounds = [
      { filter: lower, name: lower.parameter, value: from },
      { filter: upper, name: upper.parameter, value: to },
    ];
    const answer = await list.ask({ conditions: bounds, limit }, { purpose: 'probe' });
    return hasPage(answer) && answer.page.ids.includes(identify(item, list.contract));
  };
  return (await shows(later, addMinute(text))) && !(await shows(text, text));
}

function readText(item: Item, { path }: Field): string | undefined {
  const [value] = readField(item, path);
  return typeof value === 'string' ? value : undefined;
}

/** A microsecond later, unless the text already has that precision. */
function addMicrosecond(text: string): string | undefined {
  const match = /^(.*T\d{2}:\d{2}:\d{2})(?:\.(\d*))?(Z|[+-].*)$/i.exec(text);
  if (match === null) return undefined;
  const [, whole = '', fraction = '', zone = ''] = match;
  return fraction.length >= 6 ? undefined : `${whole}.${fraction.padEnd(5, '0')}1${zone}`;
}

function addMinute(text: string): string {
  const time = Date.parse(text);
  return Number.isNaN(time) ? text : new Date(time + 60_000).toISOString();
}
