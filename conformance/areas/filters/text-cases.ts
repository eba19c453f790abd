import type { Contract, Filter } from '../../../src/contract/contract.ts';
import { readField } from '../../../src/contract/field-values.ts';
import type { Item } from '../../list/answer.ts';
import { listConditions, matches } from '../../list/conditions.ts';
import type { Condition } from '../../list/query.ts';
import { groupByValue } from '../../survey/ranges.ts';

import type { FilterCase } from './cases.ts';
import { declaredValues } from './requirements.ts';
import { shiftValue, shiftWithinSecond, stripAccents, swapCase } from './values.ts';

const MAX_VALUES = 3;
/** Characters of a text from which parts are taken. */
const MIN_PART_LENGTH = 4;

/** Whole values, truncated ones, and the same in another case. */
export function listEqualityCases(contract: Contract, filter: Filter, items: readonly Item[]): readonly FilterCase[] {
  const conditions = chooseConditions(contract, filter, items).slice(0, 1);
  const [first] = conditions;
  const isText = filter.fields.some(({ kind }) => kind === 'string');
  if (first === undefined) return [];
  const behind = items.map((item) => listConditions(item, filter)).find(({ length }) => length > 1);
  // Of several values of a row, some servers compare only the first; a value that a row holds twice shows a JOIN.
  const others = [...listHeldTwice(filter, items), ...(behind?.slice(-1) ?? [])];
  const chosen = new Map([...conditions, ...others].map((one) => [`${one.name}=${one.value}`, one]));
  const matching = [...chosen.values()].map((condition) => ({ shows: 'all-matching', conditions: [condition] }));
  if (!isText) return [...matching, ...listBeside(filter, items)];
  const other = swapCase(first.value);
  const isWhole = contract.provenanceOf(['filters', filter.parameter, 'operator']).mark === 'documented';
  const nearly = listNearlyWhole(findDotted(filter, items) ?? first.value, listOther(first, items));
  // What an enumeration does not list is rejected before it is compared.
  const tried = declaredValues(filter).length > 0 ? nearly.slice(0, 1) : nearly;
  return [
    ...matching,
    ...listOtherKeys(contract, filter, items).map((condition) => ({
      shows: 'exact',
      conditions: [condition],
      isDoubtful: true,
    })),
    ...tried.map(({ value, variant }) => ({
      shows: 'exact',
      variant,
      conditions: [{ ...first, value }],
      isDoubtful: true,
      // Whether compared by its beginning or by any part: every filter shows it. Of the others, one where that is no documented matter.
      ...(variant === BEGINNING ? { most: Number.POSITIVE_INFINITY } : isWhole ? {} : { most: 1 }),
    })),
    // Where the whole value is no documented matter, the start of the list is enough.
    ...(isWhole ? stripAccents(filter, items) : []).map((value) => ({
      shows: 'case',
      conditions: [{ ...first, value }],
      isDoubtful: true,
    })),
    ...(other === first.value
      ? []
      : [{ shows: 'case', conditions: [{ ...first, value: other }], isDoubtful: !filter.ignoreCase }]),
  ];
}

/** Just beside a value: a time at another part of the same second, a number next to it; of rows with other values, one in the middle. */
function listBeside(filter: Filter, items: readonly Item[]): readonly FilterCase[] {
  const values = filter.fields.slice(0, 1).flatMap((field) => groupByValue(field, items));
  const { text } = values[Math.floor(values.length / 2)] ?? {};
  const kind = filter.fields[0]?.kind ?? 'string';
  const beside =
    text === undefined ? undefined : kind === 'instant' ? shiftWithinSecond(text) : shiftValue(text, kind, 1);
  if (beside === undefined) return [];
  return [{ shows: 'all-matching', conditions: [{ filter, name: filter.parameter, value: beside }], isDoubtful: true }];
}

/** An address with a full stop before the @. */
function findDotted(filter: Filter, items: readonly Item[]): string | undefined {
  return items.flatMap((item) => listConditions(item, filter)).find(({ value }) => /\.[^@]*@/.test(value))?.value;
}

/** A value that one row holds several times, at the most in each list of it. */
function listHeldTwice(filter: Filter, items: readonly Item[]): readonly Condition[] {
  for (const item of items) {
    const held = filter.fields
      .flatMap(({ path }) => readField(item, path))
      .filter((value) => typeof value === 'string');
    const twice = listConditions(item, filter).find(({ value }) => held.indexOf(value) !== held.lastIndexOf(value));
    if (twice !== undefined) return [twice];
  }
  return [];
}

/** Where a name captures a key, the value of one key under another that some rows have, but never with this value. */
function listOtherKeys(contract: Contract, filter: Filter, items: readonly Item[]): readonly Condition[] {
  if (filter.serialization !== 'captured') return [];
  const known = items.flatMap((item) => listConditions(item, filter));
  const names = [...new Set(known.map(({ name }) => name))];
  const moved = known.flatMap((one) => names.filter((name) => name !== one.name).map((name) => ({ ...one, name })));
  return moved.filter((one) => !items.some((item) => matches(item, one, contract) === true)).slice(0, 1);
}

const BEGINNING = 'beginning';

/** A value that is not quite another one, and what was done to that. */
interface NearlyWhole {
  readonly variant: string;
  readonly value: string;
}

/** Another value, whose rows a server would add that takes a list. */
function listOther({ filter, value }: Condition, items: readonly Item[]): string | undefined {
  if (filter.serialization !== 'plain') return undefined;
  const others = items.flatMap((item) => listConditions(item, filter)).map((one) => one.value);
  return others.find((one) => one !== value && !/[,;|]/.test(one + value));
}

/**
 * Without the end, without the beginning, and with wildcards; an address also with a tag that some providers of mail ignore.
 *
 * @param other - a value of other rows, for a list of both
 */
function listNearlyWhole(value: string, other: string | undefined): readonly NearlyWhole[] {
  if (value.length < 2) return [];
  const isLong = value.length >= MIN_PART_LENGTH;
  const middle = Math.floor(value.length / 2);
  // To some providers, full stops before the @ mean nothing either.
  const undotted = value.replace(/\.(?=[^@]*@)/g, '');
  const respelled = undotted === value ? value.replace(/^(\w)(?=\w+@)/, '$1.') : undotted;
  const variants: readonly NearlyWhole[] = [
    ...(value.includes('@') ? [{ variant: 'tag', value: value.replace('@', '+pw4f1c@') }] : []),
    { variant: 'stops', value: respelled },
    { variant: BEGINNING, value: value.slice(0, -1) },
    ...(isLong
      ? [
          { variant: 'wildcards', value: `${value.slice(0, middle - 1)}_${value.slice(middle, -1)}%` },
          { variant: 'end', value: value.slice(1) },
        ]
      : []),
    ...(other === undefined ? [] : [{ variant: 'list', value: `${value},${other}` }]),
  ];
  return variants.filter((one) => one.value.trim() === one.value && one.value !== value);
}

/** Beginnings, middles and ends of values, in any case, and wildcards. */
export function listContainsCases(contract: Contract, filter: Filter, items: readonly Item[]): readonly FilterCase[] {
  const conditions = chooseConditions(contract, filter, items);
  const long = conditions.filter(({ value }) => value.length >= MIN_PART_LENGTH);
  const [first = conditions[0]] = long;
  if (first === undefined) return [];
  const part = (shows: string, value: string): FilterCase => ({ shows, conditions: [{ ...first, value }] });
  const doubtful = (shows: string, value: string): FilterCase => ({ ...part(shows, value), isDoubtful: true });
  const characters = [...first.value];
  const parts = filter.operator === 'contains' ? [characters.slice(1, -1), characters.slice(-3)] : [];
  return [
    ...conditions.map((condition) => ({ shows: 'all-matching', conditions: [condition] })),
    ...[characters.slice(0, 3), ...parts, ...chooseLetter(items, filter)].map((some) => part('partial', some.join(''))),
    // Longer than any value.
    part('partial', `${first.value}pwZ`),
    ...listRecased(items, filter, first).map((value) => ({ ...part('case', value), isDoubtful: !filter.ignoreCase })),
    ...['%', '_', '*', '\\'].map((value) => doubtful('literal', value)),
    ...listJoined(items, filter).map((value) => doubtful('within-field', value)),
  ];
}

/** A letter that about half of the rows have. */
function chooseLetter(items: readonly Item[], filter: Filter): readonly string[][] {
  const counts = new Map<string, number>();
  for (const item of items) {
    const letters = listConditions(item, filter).flatMap(({ value }) => value.toLowerCase().match(/[a-z]/g) ?? []);
    for (const letter of new Set(letters)) counts.set(letter, (counts.get(letter) ?? 0) + 1);
  }
  const half = items.length / 2;
  const [best] = [...counts].sort(([, a], [, b]) => Math.abs(a - half) - Math.abs(b - half));
  return best === undefined ? [] : [[best[0]]];
}

/** In upper case and swapped case; a value of every field, and one with non-ASCII letters. */
function listRecased(items: readonly Item[], filter: Filter, first: Condition): readonly string[] {
  const values = items.map((item) => listConditions(item, filter).map(({ value }) => value));
  const last = values.find((one) => one.length > 1)?.at(-1);
  const beyond = values.flat().find((value) => /[à-öø-þÀ-ÖØ-Þ]/.test(value));
  const recased = [
    first.value.toUpperCase(),
    ...[first.value, last, beyond].flatMap((value) => (value === undefined ? [] : [swapCase(value)])),
  ];
  return [...new Set(recased)].filter((value) => value !== first.value);
}

/** The end of one field and the beginning of the next, as a name reads. */
function listJoined(items: readonly Item[], filter: Filter): readonly string[] {
  const joined = items.flatMap((item) => {
    const [a, b] = listConditions(item, filter);
    return a === undefined || b === undefined ? [] : [[a.value.slice(-3), b.value.slice(0, 3)] as const];
  });
  return joined.slice(0, 1).flatMap(([end, start]) => [`${end} ${start}`, `${end}${start}`]);
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
  return [...new Set(conditions)].slice(0, MAX_VALUES);
}
