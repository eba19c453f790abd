import type { Contract, Field, FieldPath, Filter, OperatorName } from '../../src/contract/contract.ts';
import { createPredicate, familyOf, type Operand } from '../../src/contract/criterion.ts';
import { readField } from '../../src/contract/field-values.ts';
import { captureFields, matchFilterName, writeFilterName } from '../../src/contract/filter-names.ts';
import { itemsOf, valuesOf } from '../../src/contract/openapi/schema-branches.ts';
import { parseInstant } from '../../src/contract/time.ts';
import type { Item } from './answer.ts';
import { compareUndisputed } from './collations.ts';
import type { Condition } from './query.ts';
import { foldAscii, isMatterOfSpelling, isPlain } from './spellings.ts';

type ItemTest = (item: Item) => boolean | undefined;

/** A condition is held against every row that is known, many times. */
const tests = new WeakMap<Condition, ItemTest>();

/**
 * Whether an item meets a condition.
 *
 * @returns `undefined` when that cannot be seen: the item does not show the field, or the value is none of the field's kind
 */
export function matches(item: Item, condition: Condition, contract: Contract): boolean | undefined {
  const test = tests.get(condition) ?? compileCondition(condition, contract);
  tests.set(condition, test);
  return test(item);
}

function compileCondition(condition: Condition, contract: Contract): ItemTest {
  const { filter, value } = condition;
  const { operator, ignoreCase } = filter;
  const operand = readOperand(value, filter, contract);
  const isHidden = filter.fields.some(({ path }) => Object.hasOwn(contract.hidden, path[0] ?? ''));
  if (isHidden || operand === undefined) return () => undefined;
  const bound = isRange(filter) && filter.fields.some(({ kind }) => kind === 'string') ? value : undefined;
  if (bound !== undefined) return testTextBound(condition, bound);
  const fields = fieldsOfCondition(condition).map((field) => ({
    read: shownReader(field.path),
    test: createPredicate({ operator, operand, ignoreCase }, field),
  }));
  // Whether a number in a free-form map is matched by its text is up to the server.
  const isFree = filter.serialization === 'captured';
  const compare = TEXT_COMPARISONS[operator];
  const wanted = compare !== undefined && typeof operand === 'string' ? operand : undefined;
  const isPlainWanted = wanted !== undefined && isPlain(wanted);
  // Many frameworks take the blanks at the ends away from what they are sent, so that a row with such blanks is not found.
  const isBlank = operator === 'equals' && wanted !== undefined && wanted !== wanted.trim();
  return (item) => {
    let met = false;
    let arePlain = isPlainWanted;
    for (const { read, test } of fields) {
      const shown = read(item);
      if (isFree && shown.hasOther) return undefined;
      met ||= shown.values.some(test);
      arePlain &&= shown.arePlain;
    }
    if (met && isBlank) return undefined;
    if (compare === undefined || wanted === undefined || arePlain) return met;
    const texts = fields.flatMap(({ read }) => read(item).texts);
    return isMatterOfSpelling(texts, wanted, ignoreCase, compare) ? undefined : met;
  };
}

/**
 * Whether an item that meets a condition does so only as the case of other letters than A to Z is ignored as well, which some databases do
 * not.
 */
export function needsAllLetters(item: Item, condition: Condition): boolean {
  const { filter, value } = condition;
  const compare = TEXT_COMPARISONS[filter.operator];
  if (!filter.ignoreCase || compare === undefined) return false;
  const wanted = foldAscii(value);
  const texts = fieldsOfCondition(condition).flatMap(({ path }) => shownReader(path)(item).texts);
  return !texts.every(isPlain) && !texts.some((text) => compare(foldAscii(text), wanted));
}

const TEXT_COMPARISONS: Readonly<Partial<Record<OperatorName, (value: string, wanted: string) => boolean>>> = {
  equals: (value, wanted) => value === wanted,
  contains: (value, wanted) => value.includes(wanted),
  startsWith: (value, wanted) => value.startsWith(wanted),
};

/** What an item shows in a field. */
interface Shown {
  readonly values: readonly unknown[];
  readonly texts: readonly string[];
  readonly arePlain: boolean;
  /** Whether it shows anything but texts and nulls. */
  readonly hasOther: boolean;
}

type ShownReader = (item: Item) => Shown;

const readers = new WeakMap<FieldPath, ShownReader>();

/** The survey holds hundreds of conditions of a field against the same items: each is read once. */
function shownReader(path: FieldPath): ShownReader {
  const known = readers.get(path);
  if (known !== undefined) return known;
  const byItem = new WeakMap<Item, Shown>();
  const read: ShownReader = (item) => {
    const before = byItem.get(item);
    if (before !== undefined) return before;
    const shown = describeShown(readField(item, path));
    byItem.set(item, shown);
    return shown;
  };
  readers.set(path, read);
  return read;
}

function describeShown(values: readonly unknown[]): Shown {
  const texts = values.filter((value) => typeof value === 'string');
  return { values, texts, arePlain: texts.every(isPlain), hasOther: values.some(isNoText) };
}

/** By which collation a server compares texts is up to the server: only what all of them agree on can be seen. */
function testTextBound(condition: Condition, bound: string): ItemTest {
  const { operator } = condition.filter;
  const holds: Readonly<Record<string, (sign: number) => boolean>> = {
    gt: (sign) => sign > 0,
    gte: (sign) => sign >= 0,
    lt: (sign) => sign < 0,
    lte: (sign) => sign <= 0,
  };
  const fields = fieldsOfCondition(condition);
  return (item) => {
    const values = fields.flatMap(({ path }) => readField(item, path)).filter((value) => typeof value === 'string');
    const signs = values.map((value) => compareUndisputed(value, bound));
    if (signs.some((sign) => sign !== undefined && holds[operator]?.(sign))) return true;
    return signs.includes(undefined) ? undefined : false;
  };
}

function isNoText(value: unknown): boolean {
  return typeof value !== 'string' && value !== null;
}

/**
 * The conditions of a filter that an item meets by the values that it shows, each value as it stands: `status=active` for
 * an active item, a whole name for a filter that matches parts of names.
 *
 * @returns none when the item shows no value, or none that the parameter is declared to take
 */
export function listConditions(item: Item, filter: Filter): readonly Condition[] {
  if (filter.operator === 'hasKey') {
    return filter.fields
      .flatMap(({ path }) => readField(item, path).flatMap(listKeys))
      .map((key) => givenKey(filter, key));
  }
  if (filter.serialization === 'captured') return listCaptured(item, filter);
  // A server may reject values of an open set that its document does not list.
  const allowed = listAllowed(filter);
  const isListed = (value: string): boolean => {
    return value !== filter.all && (allowed === undefined || allowed.includes(value));
  };
  const values = filter.fields.flatMap(({ path }) => readField(item, path).flatMap(toText)).filter(isListed);
  return [...new Set(values)].map((value) => ({ filter, name: filter.parameter, value }));
}

/** The only values that a document lets a filter's parameter have, or each element of a list; `undefined` for any. */
export function listAllowed({ declared }: Pick<Filter, 'declared'>): readonly string[] | undefined {
  const schema = declared?.schema;
  const values = valuesOf(schema) ?? valuesOf(itemsOf(schema));
  return values?.filter((value) => value !== null).map(String);
}

/** A key that must be there: `metadata[0]=key`. */
function givenKey(filter: Filter, value: string, index = 0): Condition {
  return { filter, name: writeFilterName(filter, String(index)), value };
}

function listCaptured(item: Item, filter: Filter): readonly Condition[] {
  return filter.fields.flatMap(({ path }) => {
    const maps = readField(item, path.slice(0, path.lastIndexOf('*')));
    return maps.flatMap((map) =>
      listKeys(map).flatMap((key) => {
        const value = (map as Record<string, unknown>)[key];
        // Whether a number is matched by its text is up to the server.
        return typeof value !== 'string' || value === '' ? [] : [{ filter, name: writeFilterName(filter, key), value }];
      }),
    );
  });
}

function listKeys(map: unknown): readonly string[] {
  return typeof map === 'object' && map !== null && !Array.isArray(map) ? Object.keys(map) : [];
}

function toText(value: unknown): readonly string[] {
  // Servers may treat an empty value as absent.
  return (typeof value === 'string' && value !== '') || typeof value === 'number' || typeof value === 'boolean'
    ? [String(value)]
    : [];
}

/**
 * The fields that a condition is about: those of its filter, and where the parameter's name captures a key, that key in
 * place of the asterisk.
 */
export function fieldsOfCondition({ filter, name }: Pick<Condition, 'filter' | 'name'>): readonly Field[] {
  return captureFields(filter, matchFilterName(filter, name) ?? '');
}

/**
 * What the text of a parameter means to its filter.
 *
 * @returns `undefined` for a text that is no value of the field's kind
 */
export function readOperand(value: string, filter: Filter, contract: Pick<Contract, 'query'>): Operand | undefined {
  if (filter.operator === 'in') return value.split(',');
  const family = familyOf(filter);
  if (family === 'key' || family === 'part') return value;
  switch (filter.fields[0]?.kind) {
    case 'number':
      return /^[+-]?\d+(\.\d+)?$/.test(value) ? Number(value) : undefined;
    case 'boolean':
      return { true: true, false: false }[value];
    case 'instant':
      return parseInstant(value, contract.query.instants);
    default:
      return value;
  }
}

/** Whether a filter is a lower or an upper bound. */
export function isRange(filter: Pick<Filter, 'operator'>): boolean {
  return familyOf(filter) === 'range';
}
