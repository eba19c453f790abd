import type { Contract, Filter } from '../../src/contract/contract.ts';
import type { Item } from '../list/answer.ts';
import type { Condition } from '../list/list-query.ts';
import { isRange } from '../list/matching/is-range.ts';
import { listConditions } from '../list/matching/list-conditions.ts';
import { matches } from '../list/matching/matches.ts';
import { type Candidate, groupByValue, listRangePairs, toRange } from './range.ts';

/** Enough rows to know which values are common. */
const SAMPLE = 100;
/** Of the conditions, the most telling ones are combined. */
const MOST_COMBINED = 16;
/** The shortest part of a text that is likely to be in few rows. */
const PART = 3;

/** Conditions, and pairs of them, that some known rows meet. */
export function listValueCandidates(contract: Contract, items: readonly Item[]): readonly Candidate[] {
  const singles = listSingleCandidates(contract, items);
  const common = [...singles].sort((a, b) => b.items.length - a.items.length).slice(0, MOST_COMBINED);
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
function listSpellings({ operator }: Filter, value: string): readonly string[] {
  const hasParts = (operator === 'contains' || operator === 'startsWith') && value.length > PART;
  return hasParts ? [value, value.slice(0, PART), value.slice(0, 2)] : [value];
}
