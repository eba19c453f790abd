import type { Contract, Filter } from '../../../src/contract/contract.ts';
import { readField } from '../../../src/contract/read-field.ts';
import type { Item } from '../../list/answer.ts';
import type { Condition } from '../../list/list-query.ts';
import { listConditions } from '../../list/matching/list-conditions.ts';
import { matches } from '../../list/matching/matches.ts';
import type { FilterCase } from './filter-case.ts';

/** How many single keys are tried at most, and how many sets of several. */
const MOST_KEYS = 3;
const MOST_SETS = 2;
/** Sets are many more than keys. */
const KNOWN_KEYS = 7;
/** Every object of many a language has this, and no row. */
const INHERITED = 'constructor';

/** Single keys, several keys of one row, keys that no row has together, and what only looks like a key. */
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
    .slice(0, MOST_KEYS)
    .map((key): FilterCase => ({ shows: 'all-matching', conditions: [withIndex(key)] }));
  if (filter.serialization !== 'indexed') return [...single, ...doubtful];
  const several = [2, 3].flatMap((size) =>
    listTellingSets(
      contract,
      items,
      listSets(keys, size).map((set) => set.map(withIndex)),
    ),
  );
  return [...single, ...doubtful, ...several.map((conditions) => ({ shows: 'every-key', conditions }))];
}

/** All sets of a size, in the order of the keys. */
function listSets(keys: readonly string[], size: number): readonly (readonly string[])[] {
  if (size === 0) return [[]];
  return keys.flatMap((key, index) => listSets(keys.slice(index + 1), size - 1).map((rest) => [key, ...rest]));
}

/** The most telling set is one whose last key most of the rows lack that have all the others; each also the other way round. */
function listTellingSets(
  contract: Contract,
  items: readonly Item[],
  sets: readonly (readonly Condition[])[],
): readonly (readonly Condition[])[] {
  const count = (conditions: readonly Condition[]): number => {
    return items.filter((item) => conditions.every((one) => matches(item, one, contract) === true)).length;
  };
  const turned = sets.flatMap((set) => [set, reverseKeys(set)]);
  return turned
    .map((set) => ({ set, lacking: count(set.slice(0, -1)) - count(set) }))
    .sort((a, b) => b.lacking - a.lacking)
    .slice(0, MOST_SETS)
    .map(({ set }) => set);
}

/** The same keys, under each other's indexes. */
function reverseKeys(set: readonly Condition[]): readonly Condition[] {
  const values = set.map(({ value }) => value).reverse();
  return set.map((condition, index) => ({ ...condition, value: values[index] ?? condition.value }));
}

/** A key in other letters, a value in place of a key, and what every object has. */
function listLookalikes(filter: Filter, items: readonly Item[], keys: readonly string[]): readonly string[] {
  const maps = filter.fields.flatMap(({ path }) => items.flatMap((item) => readField(item, path)));
  const values = maps.flatMap((map) => (typeof map === 'object' && map !== null ? Object.values(map) : []));
  const value = values.find((one): one is string => typeof one === 'string' && one.length > 1 && !keys.includes(one));
  const [first] = keys;
  const recased =
    first === undefined ? [] : [first === first.toUpperCase() ? first.toLowerCase() : first.toUpperCase()];
  return [...recased.filter((one) => !keys.includes(one)), ...(value === undefined ? [] : [value]), INHERITED];
}
