import type { Contract, Filter } from '../../../src/contract/contract.ts';
import type { Item } from '../../list/answer.ts';
import type { Condition } from '../../list/list-query.ts';
import { listConditions } from '../../list/matching/list-conditions.ts';
import { matches } from '../../list/matching/matches.ts';
import type { FilterCase } from './filter-case.ts';

/** How many values are tried at most. */
const MOST_VALUES = 3;
/** Of a text that parts are taken of, in characters. */
const LONG_ENOUGH = 4;

/** Whole values, nearly whole ones, and the same in other letters. */
export function listEqualityCases(contract: Contract, filter: Filter, items: readonly Item[]): readonly FilterCase[] {
  const conditions = chooseConditions(contract, filter, items);
  const [first] = conditions;
  const isText = filter.fields.some(({ kind }) => kind === 'string');
  if (first === undefined) return [];
  const cut = first.value.slice(0, -1);
  const other = swapCase(first.value);
  return [
    ...conditions.map((condition) => ({ shows: 'all-matching', conditions: [condition] })),
    ...(isText && first.value.length > 1
      ? [{ shows: 'exact', conditions: [{ ...first, value: cut }], isDoubtful: true }]
      : []),
    ...(isText && other !== first.value
      ? [{ shows: 'case', conditions: [{ ...first, value: other }], isDoubtful: !filter.ignoreCase }]
      : []),
  ];
}

/** Beginnings, middles and ends of values, in any letters, and the characters that patterns are made of. */
export function listContainsCases(contract: Contract, filter: Filter, items: readonly Item[]): readonly FilterCase[] {
  const conditions = chooseConditions(contract, filter, items);
  const whole = filter.operator === 'contains';
  const long = conditions.filter(({ value }) => value.length >= LONG_ENOUGH);
  const [first = conditions[0]] = long;
  if (first === undefined) return [];
  const part = (shows: string, value: string): FilterCase => ({ shows, conditions: [{ ...first, value }] });
  const doubtful = (value: string): FilterCase => ({ ...part('literal', value), isDoubtful: true });
  const characters = [...first.value];
  const joined = items.flatMap((item) => {
    const [a, b] = listConditions(item, filter);
    return a === undefined || b === undefined ? [] : [`${a.value.slice(-3)} ${b.value.slice(0, 3)}`];
  });
  return [
    ...conditions.map((condition) => ({ shows: 'all-matching', conditions: [condition] })),
    part('partial', characters.slice(0, 3).join('')),
    ...(whole
      ? [part('partial', characters.slice(1, -1).join('')), part('partial', characters.slice(-3).join(''))]
      : []),
    ...[first.value.toUpperCase(), first.value.toLowerCase(), swapCase(first.value)]
      .filter((value) => value !== first.value)
      .map((value) => ({ ...part('case', value), isDoubtful: !filter.ignoreCase })),
    ...['%', '_', '*', '\\'].map(doubtful),
    doubtful(`${characters.slice(0, 2).join('')}_${characters.slice(3).join('')}`),
    ...joined.slice(0, 1).map((value) => ({ ...part('within-field', value), isDoubtful: true })),
  ];
}

/** A value that some rows have and others lack, the rarest, and one of another field if there are several. */
function chooseConditions(contract: Contract, filter: Filter, items: readonly Item[]): readonly Condition[] {
  const all = new Map(
    items.flatMap((item) => listConditions(item, filter)).map((one) => [`${one.name}=${one.value}`, one]),
  );
  const counted = [...all.values()].map((condition) => {
    return { condition, count: items.filter((item) => matches(item, condition, contract) === true).length };
  });
  const telling = counted.filter(({ count }) => count < items.length).sort((a, b) => b.count - a.count);
  const chosen = [telling[0], telling.at(-1), telling[Math.floor(telling.length / 2)], counted[0]];
  const conditions = chosen.flatMap((one) => (one === undefined ? [] : [one.condition]));
  return [...new Set(conditions)].slice(0, MOST_VALUES);
}

function swapCase(text: string): string {
  return [...text]
    .map((character) => {
      const upper = character.toUpperCase();
      // Letters without a single counterpart, such as the German ß, are nobody's test.
      if (upper.length !== character.length || upper.toLowerCase() !== character.toLowerCase()) return character;
      return character === upper ? character.toLowerCase() : upper;
    })
    .join('');
}
