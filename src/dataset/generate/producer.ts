import type { FieldPath, Json } from '../../contract/contract.ts';
import { hashPlace, WHOLE } from '../random.ts';

/**
 * A function of the place of a value. `row` is the index of its row. `variant` is what values are chosen by that do not
 * follow from their row: the row's index too, but within an array the number of the array's variant. `element` tells the
 * elements of an array apart; it is 0 outside arrays.
 */
export type At<Value> = (variant: number, element: number, row: number) => Value;

/**
 * Fills an array with what `at` gives for the rows from `first` on, outside arrays. A loop of its own takes a fifth of the
 * time of as many calls.
 */
export type Fill<Target> = (target: Target, first: number) => void;

/** Values that come from a list known in advance. `undefined` in the list: the field is absent. */
export interface Codes {
  readonly values: readonly (Json | undefined)[];
  readonly codeAt: At<number>;
  readonly fill?: Fill<Uint16Array> | undefined;
}

/** Values that compare as numbers; instants as milliseconds, NaN for absent and null. */
export interface Numbers {
  /** `any`: there never is one, so that it goes with both. */
  readonly kind: 'number' | 'instant' | 'any';
  readonly at: At<number>;
  readonly fill?: Fill<Float64Array> | undefined;
}

/** Makes the values of one place in an item. */
export interface Producer {
  /** `undefined` where the field is absent. */
  readonly valueAt: At<Json | undefined>;
  /** Whether a value depends on the row beyond its variant. */
  readonly usesRow: boolean;
  /** Present where the values are few; it may still find that they are too many. */
  readonly codes?: (() => Codes | undefined) | undefined;
  readonly numbers?: Numbers | undefined;
  /** Rows that may hold a text in any mix of upper and lower case, in no order; may name rows that do not exist. */
  readonly rowsHolding?: ((text: string) => readonly number[]) | undefined;
  /** Whether no two rows have the same value. */
  readonly isUnique?: boolean | undefined;
  /** How many rows may have different values, as far as that matters for so many rows; absent: any number. */
  readonly capacity?: ((wanted: number) => number) | undefined;
  /** Whether every row has a text, and a later row's comes later. */
  readonly ascends?: boolean | undefined;
}

/** A yes or no that depends on the place. */
export interface RowTest {
  readonly at: At<boolean>;
  readonly usesRow: boolean;
  /** With 1 for yes and 0 for no. */
  readonly fill?: Fill<Uint8Array> | undefined;
}

/** The most values that still count as few. */
export const FEW = 4096;

/** Fills an array with codes, by a loop of their own if they have one. */
export function fillCodes({ fill, codeAt }: Codes, target: Uint16Array, first: number): void {
  if (fill !== undefined) fill(target, first);
  else fillByRow(codeAt, target, first);
}

export function fillNumbers({ fill, at }: Numbers, target: Float64Array, first: number): void {
  if (fill !== undefined) fill(target, first);
  else fillByRow(at, target, first);
}

export function fillTest({ fill, at }: RowTest, target: Uint8Array, first: number): void {
  if (fill !== undefined) fill(target, first);
  else for (let index = 0; index < target.length; index++) target[index] = Number(at(first + index, 0, first + index));
}

/** Fills an array by one call for each row. */
export function fillByRow(at: At<number>, target: Uint16Array | Float64Array, first: number): void {
  for (let index = 0; index < target.length; index++) target[index] = at(first + index, 0, first + index);
}

/** Fills an array with codes that follow from those of another field. */
export function fillThrough(base: Codes, translate: (codes: Uint16Array, first: number) => void): Fill<Uint16Array> {
  return (target, first) => {
    fillCodes(base, target, first);
    translate(target, first);
  };
}

/** Fills an array from one source where a test holds, from another where it does not. */
function fillSelected<Target extends Uint16Array | Float64Array>(
  test: RowTest,
  fillYes: Fill<Target>,
  fillNo: Fill<Target>,
): Fill<Target> {
  return (target, first) => {
    const holds = new Uint8Array(target.length);
    const others = target.slice() as Target;
    fillTest(test, holds, first);
    fillYes(target, first);
    fillNo(others, first);
    for (let index = 0; index < target.length; index++) {
      if (holds[index] === 0) target[index] = others[index] as number;
    }
  };
}

/** The same value everywhere; `undefined`: always absent. */
export function constantProducer(value: Json | undefined): Producer {
  const isNothing = value === undefined || value === null;
  const number = typeof value === 'number' ? value : Number.NaN;
  return {
    valueAt: () => value,
    usesRow: false,
    codes: () => ({ values: [value], codeAt: () => 0, fill: (target) => target.fill(0) }),
    ...((isNothing || typeof value === 'number') && {
      numbers: { kind: isNothing ? 'any' : 'number', at: () => number, fill: (target) => target.fill(number) },
    }),
    ...(isNothing && { rowsHolding: () => [] }),
  };
}

/** One producer where a test holds, another where it does not. */
export function selectProducer(test: RowTest, yes: Producer, no: Producer): Producer {
  const { at } = test;
  return {
    valueAt: (variant, element, row) => (at(variant, element, row) ? yes : no).valueAt(variant, element, row),
    usesRow: test.usesRow || yes.usesRow || no.usesRow,
    codes: yes.codes && no.codes && (() => selectCodes(test, yes.codes?.(), no.codes?.())),
    numbers: selectNumbers(test, yes.numbers, no.numbers),
    rowsHolding:
      yes.rowsHolding &&
      no.rowsHolding &&
      ((text) => [...(yes.rowsHolding?.(text) ?? []), ...(no.rowsHolding?.(text) ?? [])]),
  };
}

function selectCodes(test: RowTest, yes: Codes | undefined, no: Codes | undefined): Codes | undefined {
  if (yes === undefined || no === undefined || yes.values.length + no.values.length > FEW) return undefined;
  const { at } = test;
  const offset = yes.values.length;
  const yesAt = yes.codeAt;
  const noAt = no.codeAt;
  const fillNo = fillThrough(no, (codes) => {
    for (let index = 0; index < codes.length; index++) codes[index] = offset + (codes[index] as number);
  });
  return {
    values: [...yes.values, ...no.values],
    fill: fillSelected(test, (target: Uint16Array, first) => fillCodes(yes, target, first), fillNo),
    codeAt: (variant, element, row) =>
      at(variant, element, row) ? yesAt(variant, element, row) : offset + noAt(variant, element, row),
  };
}

function selectNumbers(test: RowTest, yes: Numbers | undefined, no: Numbers | undefined): Numbers | undefined {
  if (yes === undefined || no === undefined) return undefined;
  if (yes.kind !== no.kind && yes.kind !== 'any' && no.kind !== 'any') return undefined;
  const { at } = test;
  const yesAt = yes.at;
  const noAt = no.at;
  return {
    kind: yes.kind === 'any' ? no.kind : yes.kind,
    fill: fillSelected(
      test,
      (target: Float64Array, first) => fillNumbers(yes, target, first),
      (target, first) => fillNumbers(no, target, first),
    ),
    at: (variant, element, row) => (at(variant, element, row) ? yesAt : noAt)(variant, element, row),
  };
}

/** The same producer with null where it leaves the field out. */
export function nullForAbsent(producer: Producer): Producer {
  const fill = (value: Json | undefined): Json => (value === undefined ? null : value);
  const { codes } = producer;
  const refill = (found: Codes | undefined): Codes | undefined => found && { ...found, values: found.values.map(fill) };
  return {
    ...producer,
    valueAt: (variant, element, row) => fill(producer.valueAt(variant, element, row)),
    codes: codes && (() => refill(codes())),
  };
}

/** What stands at a path within the values of a producer; the path has no `*`. */
export function digProducer(producer: Producer, path: FieldPath): Producer {
  if (path.length === 0) return producer;
  return {
    valueAt: (variant, element, row) => dig(producer.valueAt(variant, element, row), path),
    usesRow: producer.usesRow,
    codes: producer.codes && (() => digCodes(producer.codes?.(), path)),
  };
}

function digCodes(codes: Codes | undefined, path: FieldPath): Codes | undefined {
  return codes && { ...codes, values: codes.values.map((value) => dig(value, path)) };
}

/** The value at a path of keys and array positions; `undefined` when nothing is there. */
export function dig(value: Json | undefined, path: FieldPath): Json | undefined {
  let found: unknown = value;
  for (const key of path) {
    if (typeof found !== 'object' || found === null || !Object.hasOwn(found, key)) return undefined;
    found = (found as Record<string, unknown>)[key];
  }
  return found as Json | undefined;
}

/** The elements of an array are told apart up to this number, exclusive. */
export const ELEMENTS = 1024;

/** The number of the element with this index, in the array that stands in the given element. */
export function elementWithin(element: number, index: number): number {
  return element * ELEMENTS + index + 1;
}

/** A producer of a place outside the arrays, seen from an element of them. */
export function seenFromElement(producer: Producer): Producer {
  const { numbers, codes } = producer;
  return {
    ...producer,
    valueAt: (_variant, _element, row) => producer.valueAt(row, 0, row),
    usesRow: true,
    numbers: numbers && { kind: numbers.kind, at: (_variant, _element, row) => numbers.at(row, 0, row) },
    codes: codes && (() => recode(codes(), (at) => (_variant, _element, row) => at(row, 0, row))),
    isUnique: false,
  };
}

/** A producer of a place in an outer array, seen from an inner one that lies `levels` deeper. */
export function seenFromInnerElement(producer: Producer, levels: number): Producer {
  const divisor = ELEMENTS ** levels;
  const outer = (element: number): number => Math.floor(element / divisor);
  const { numbers, codes } = producer;
  return {
    ...producer,
    valueAt: (variant, element, row) => producer.valueAt(variant, outer(element), row),
    numbers: numbers && { kind: numbers.kind, at: (variant, element, row) => numbers.at(variant, outer(element), row) },
    codes: codes && (() => recode(codes(), (at) => (variant, element, row) => at(variant, outer(element), row))),
    isUnique: false,
  };
}

function recode(codes: Codes | undefined, change: (at: Codes['codeAt']) => Codes['codeAt']): Codes | undefined {
  return codes && { values: codes.values, codeAt: change(codes.codeAt) };
}

/** A test that holds by chance. */
export function chanceTest(key: number, chance: number): RowTest {
  const limit = chance * WHOLE;
  return {
    at: (variant, element) => hashPlace(key, variant, element) < limit,
    usesRow: false,
    fill: (target, first) => fillChance(target, first, key, limit),
  };
}

function fillChance(target: Uint8Array, first: number, key: number, limit: number): void {
  for (let index = 0; index < target.length; index++) target[index] = hashPlace(key, first + index, 0) < limit ? 1 : 0;
}
