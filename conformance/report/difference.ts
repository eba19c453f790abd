import { formatCount } from '../../src/contract/text.ts';
import { type PlainJson, toPlainJson } from './plain-json.ts';

const MAX_LISTED = 8;
/** Shorter lists are compared faster with the eye. */
const MIN_LENGTH = 8;

/**
 * Says where two long lists differ.
 *
 * @returns such as `missing "b", "c"; unexpected "x"`; nothing where both are short, one is no list, or both are the same
 */
export function describeDifference(expected: unknown, received: unknown): string | undefined {
  const [left, right] = [toPlainJson(expected), toPlainJson(received)];
  if (!Array.isArray(left) || !Array.isArray(right) || Math.max(left.length, right.length) < MIN_LENGTH)
    return undefined;
  const [wanted, found] = [left.map(write), right.map(write)];
  const parts = [describeItems('missing', wanted, found), describeItems('unexpected', found, wanted)];
  const difference = parts.filter((part) => part !== '').join('; ');
  return difference === '' ? describeOrder(wanted, found) : difference;
}

function describeItems(label: string, items: readonly string[], others: readonly string[]): string {
  const missing = findMissing(items, others);
  if (missing.size === 0) return '';
  const listed = items.filter((_, index) => missing.has(index)).slice(0, MAX_LISTED);
  const left = missing.size - listed.length;
  return `${label} ${listed.join(', ')}${left > 0 ? ` and ${formatCount(left)} more` : ''}`;
}

function describeOrder(wanted: readonly string[], found: readonly string[]): string | undefined {
  const place = wanted.findIndex((item, index) => item !== found[index]);
  return place === -1
    ? undefined
    : `the same items in another order, from position ${formatCount(place + 1)}: ${found[place]}`;
}

/** A piece of a value; `differs` where the other value has something else, or nothing. */
export interface ComparedPiece {
  readonly text: string;
  readonly differs: boolean;
}

/** Two values side by side. */
interface Comparison {
  readonly expected: readonly ComparedPiece[];
  readonly received: readonly ComparedPiece[];
}

const MAX_PIECES = 200;

/**
 * Finds where two values differ: lists by what the other lacks, or where they have the same by their order; maps by their members.
 *
 * @returns both values in pieces, or `undefined` where they cannot be compared so: one is no list and no map, holds lists or maps itself, or
 *   is long
 */
export function compareValues(expected: unknown, received: unknown): Comparison | undefined {
  const [left, right] = [toPlainJson(expected), toPlainJson(received)];
  if (isFlatList(left) && isFlatList(right)) return compareLists(left.map(write), right.map(write));
  if (isFlatMap(left) && isFlatMap(right)) return compareMaps(left, right);
  return undefined;
}

function compareLists(left: readonly string[], right: readonly string[]): Comparison {
  const onlyLeft = findMissing(left, right);
  const onlyRight = findMissing(right, left);
  if (onlyLeft.size + onlyRight.size > 0) return { expected: wrap(left, onlyLeft), received: wrap(right, onlyRight) };
  const moved = new Set(left.flatMap((item, index) => (item === right[index] ? [] : [index])));
  return { expected: wrap(left, moved), received: wrap(right, moved) };
}

/** The places in `items` of what `others` has not, or has less often. */
function findMissing(items: readonly string[], others: readonly string[]): ReadonlySet<number> {
  const left = new Map<string, number>();
  for (const other of others) left.set(other, (left.get(other) ?? 0) + 1);
  const missing = new Set<number>();
  for (const [index, item] of items.entries()) {
    const count = left.get(item) ?? 0;
    if (count === 0) missing.add(index);
    else left.set(item, count - 1);
  }
  return missing;
}

function wrap(items: readonly string[], marked: ReadonlySet<number>): ComparedPiece[] {
  const pieces = items.flatMap((text, index) => [
    ...(index === 0 ? [] : [{ text: ', ', differs: false }]),
    { text, differs: marked.has(index) },
  ]);
  return [{ text: '[', differs: false }, ...pieces, { text: ']', differs: false }];
}

function compareMaps(left: FlatMap, right: FlatMap): Comparison {
  return { expected: writeMap(left, right), received: writeMap(right, left) };
}

function writeMap(map: FlatMap, other: FlatMap): ComparedPiece[] {
  const pieces = Object.entries(map).flatMap(([key, value], index) => {
    const differs = !Object.hasOwn(other, key) || write(other[key] ?? null) !== write(value);
    return [
      { text: `${index === 0 ? '' : ', '}${write(key)}: `, differs: false },
      { text: write(value), differs },
    ];
  });
  return [{ text: '{', differs: false }, ...pieces, { text: '}', differs: false }];
}

type Scalar = string | number | boolean | null;
type FlatMap = Readonly<Record<string, Scalar>>;

function isFlatList(value: PlainJson): value is readonly Scalar[] {
  return Array.isArray(value) && value.length <= MAX_PIECES && value.every(isScalar);
}

function isFlatMap(value: PlainJson): value is FlatMap {
  if (isScalar(value) || Array.isArray(value)) return false;
  const values = Object.values(value as Readonly<Record<string, PlainJson>>);
  return values.length <= MAX_PIECES && values.every(isScalar);
}

function isScalar(value: PlainJson): value is Scalar {
  return typeof value !== 'object' || value === null;
}

function write(value: PlainJson): string {
  return JSON.stringify(value);
}
