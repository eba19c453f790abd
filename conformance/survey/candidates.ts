import type { Contract, Filter } from '../../src/contract/contract.ts';
import { familyOf } from '../../src/contract/criterion.ts';
import { readField } from '../../src/contract/field-values.ts';
import type { Item } from '../list/answer.ts';
import { isRange, listConditions, matches } from '../list/conditions.ts';
import type { Condition } from '../list/query.ts';
import { type Candidate, groupByValue, type KnownValue, listRangePairs, toRange } from './ranges.ts';
import { describeTie, groupTies, listTieKeys } from './ties.ts';

/** Estimated sizes of a useful window. */
const MIN_ESTIMATED_ROWS = 6;
const MAX_ESTIMATED_ROWS = 60;

const MAX_OF_EACH_KIND = 4;

/**
 * Conditions that are likely to select a small set of rows, the most promising first.
 *
 * @param items - the start of the list
 * @param total - how many rows there are; absent when that is not known
 */
export function listCandidates(
  contract: Contract,
  items: readonly Item[],
  total: number = items.length,
): readonly Candidate[] {
  const scale = items.length === 0 ? 1 : Math.max(1, total / items.length);
  const ranges = rank(contract, listRangeCandidates(contract, items));
  const values = rank(
    contract,
    listValueCandidates(contract, items).filter(({ items: { length } }) => {
      return length * scale >= MIN_ESTIMATED_ROWS && length * scale <= MAX_ESTIMATED_ROWS;
    }),
  );
  const chosen = [...ranges.slice(0, MAX_OF_EACH_KIND), ...values.slice(0, MAX_OF_EACH_KIND)];
  // Where all rows are known, so is what a value selects. Where not, ranges come first: they certainly contain the rows that were read,
  // while the frequency of a value is an estimate.
  return total <= items.length ? rank(contract, chosen) : chosen;
}

function rank(contract: Contract, candidates: readonly Candidate[]): readonly Candidate[] {
  const scored = candidates.map((candidate) => ({ candidate, score: scoreRows(candidate.items, contract) }));
  return scored.sort((a, b) => b.score - a.score).map(({ candidate }) => candidate);
}

/** Rows that are enough to know which values are common. */
const SAMPLE = 100;
/** Conditions that are combined in pairs. */
const MAX_COMBINED = 16;
/** Characters of a part of a text that is likely to be in few rows. */
const PART = 3;

/** Conditions, and pairs of them, that some known rows meet. */
export function listValueCandidates(contract: Contract, items: readonly Item[]): readonly Candidate[] {
  const singles = listSingleCandidates(contract, items);
  const common = [...singles].sort((a, b) => b.items.length - a.items.length).slice(0, MAX_COMBINED);
  const pairs = common.flatMap((a, index) => {
    return common.slice(index + 1).flatMap((b) => {
      const conditions = [...a.conditions, ...b.conditions];
      if (new Set(conditions.map(({ filter }) => filter)).size < conditions.length) return [];
      const both = a.items.filter((item) => b.items.includes(item));
      return both.length === 0 ? [] : [{ conditions, items: both }];
    });
  });
  return [...singles, ...pairs];
}

/** Single conditions that some known rows meet, and of a field with both bounds each value as both of them. */
export function listSingleCandidates(contract: Contract, items: readonly Item[]): readonly Candidate[] {
  const sample = items.slice(0, SAMPLE);
  const points = listRangePairs(contract).flatMap((pair) => {
    return groupByValue(pair.field, sample).map((known) => ({
      conditions: toRange(pair, known, known),
      items: known.items,
    }));
  });
  return [...points, ...listSingles(contract, sample)];
}

function listSingles(contract: Contract, sample: readonly Item[]): readonly Candidate[] {
  const filters = contract.filters.filter((filter) => !isRange(filter));
  return filters.flatMap((filter) => {
    const conditions = new Map<string, Condition>();
    for (const item of sample) {
      for (const condition of listConditions(item, filter)) {
        for (const value of listSpellings(filter, condition.value)) {
          conditions.set(`${condition.name}=${value}`, { ...condition, value });
        }
      }
    }
    return [...conditions.values()].map((condition) => {
      return {
        conditions: [condition],
        items: sample.filter((item) => matches(item, condition, contract) === true),
      };
    });
  });
}

/** A part of a text is in more rows than the whole. */
function listSpellings(filter: Filter, value: string): readonly string[] {
  const hasParts = familyOf(filter) === 'part' && value.length > PART;
  return hasParts ? [value, value.slice(0, PART), value.slice(0, 2)] : [value];
}

const MAX_RANGE_ROWS = 40;
const MIN_RANGE_ROWS = 6;

/**
 * Ranges of neighbouring values, for each field with a lower and an upper bound among the filters. Values at either end of
 * what is known are left out: more rows with the same value may follow, and new rows arrive at the newest end.
 */
export function listRangeCandidates(contract: Contract, items: readonly Item[]): readonly Candidate[] {
  return listRangePairs(contract).flatMap((pair) => {
    const values = groupByValue(pair.field, items).slice(1, -1);
    return values.flatMap((_, start) => {
      return takeRuns(values.slice(start)).map((run) => ({
        conditions: toRange(pair, run.at(-1), run[0]),
        items: run.flatMap((known) => known.items),
      }));
    });
  });
}

/** The shortest run from here that is more than a few rows, and a longer one. */
function takeRuns(values: readonly KnownValue[]): readonly (readonly KnownValue[])[] {
  const runs: (readonly KnownValue[])[] = [];
  let rows = 0;
  for (const [index, known] of values.entries()) {
    rows += known.items.length;
    if (rows > MAX_RANGE_ROWS) break;
    if (rows < MIN_RANGE_ROWS) continue;
    if (runs.length === 0 || rows >= 2 * MIN_RANGE_ROWS) runs.push(values.slice(0, index + 1));
    if (rows >= 2 * MIN_RANGE_ROWS) break;
  }
  return runs;
}

const GOOD_SIZE = { least: 10, most: 30 };

/** How much a window can reveal: a size that pages well, ties and rows without ties, nulls, and values that filters distinguish. */
export function scoreRows(items: readonly Item[], contract: Contract): number {
  const { length } = items;
  const size = length >= GOOD_SIZE.least && length <= GOOD_SIZE.most ? 6 : 0;
  const keys = listTieKeys(contract);
  const ties = groupTies(items, keys);
  const largest = ties[0]?.length ?? 0;
  const tied = largest === 0 ? 0 : 3 + Math.min(3, ties.length) + (largest > 2 ? 1 : 0);
  const variety = new Set(items.map((item) => describeTie(item, keys))).size > 2 ? 2 : 0;
  return size + tied + variety + countNullable(items, contract) + countTelling(items, contract);
}

/** Fields of orders and filters that some rows have and others lack. */
function countNullable(items: readonly Item[], { filters, order }: Contract): number {
  const fields = [...filters.flatMap((filter) => filter.fields), ...(order.parameter?.fields.values() ?? [])];
  const mixed = fields.filter(({ path }) => {
    const isNull = items.map((item) => (readField(item, path)[0] ?? null) === null);
    return isNull.includes(true) && isNull.includes(false);
  });
  return Math.min(2, mixed.length);
}

/** Filters of a field that has several values, each of them in few rows but not in one only. */
function countTelling(items: readonly Item[], { filters }: Contract): number {
  const telling = filters.filter(({ fields, operator }) => {
    if (operator !== 'equals') return false;
    const values = items.map((item) => JSON.stringify(fields.map(({ path }) => readField(item, path))));
    const distinct = new Set(values).size;
    return distinct > 1 && distinct < items.length;
  });
  return Math.min(3, telling.length);
}
