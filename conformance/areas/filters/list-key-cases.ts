import type { Contract, Filter } from '../../../src/contract/contract.ts';
import type { Item } from '../../list/answer.ts';
import type { Condition } from '../../list/list-query.ts';
import { listConditions } from '../../list/matching/list-conditions.ts';
import { matches } from '../../list/matching/matches.ts';
import type { FilterCase } from './filter-case.ts';

/** How many single keys are tried at most. */
const MOST_KEYS = 3;

/** Single keys, several keys of one row, and keys that no row has together. */
export function listKeyCases(contract: Contract, filter: Filter, items: readonly Item[]): readonly FilterCase[] {
  const keys = [...new Set(items.flatMap((item) => listConditions(item, filter)).map(({ value }) => value))];
  const withIndex = (value: string, index: number): Condition => {
    const name = filter.serialization === 'indexed' ? `${filter.parameter}[${index}]` : filter.parameter;
    return { filter, name, value };
  };
  const pairs = keys.flatMap((a, index) => keys.slice(index + 1).map((b) => [withIndex(a, 0), withIndex(b, 1)]));
  const count = (conditions: readonly Condition[]): number => {
    return items.filter((item) => conditions.every((one) => matches(item, one, contract) === true)).length;
  };
  // The most telling pair is one that few rows meet, though many meet either half.
  const telling = pairs
    .map((pair) => ({ pair, both: count(pair), either: Math.min(...pair.map((one) => count([one]))) }))
    .sort((a, b) => b.either - b.both - (a.either - a.both))
    .slice(0, 2);
  return [
    ...keys.slice(0, MOST_KEYS).map((key) => ({ shows: 'all-matching', conditions: [withIndex(key, 0)] })),
    ...(filter.serialization === 'indexed'
      ? telling.flatMap(({ pair }) => [
          { shows: 'every-key', conditions: pair },
          { shows: 'every-key', conditions: pair.map(({ value }, index) => withIndex(value, 1 - index)) },
        ])
      : []),
  ];
}
