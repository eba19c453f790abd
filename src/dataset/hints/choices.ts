import type { Json } from '../../contract/contract.ts';
import { foldCase } from '../../contract/criterion.ts';
import type { HintCall } from '../generate/compiler.ts';
import { keepValue } from '../generate/pool.ts';
import { type At, type Codes, fillThrough, type Producer } from '../generate/producer.ts';
import { missingValue } from '../generate/schema-node.ts';
import { hashPlace, scaleHash } from '../random.ts';
import { readOptions, referTo } from './options.ts';

/** Chances are told apart to one in this many. */
const TICKETS = 4096;
const MASK = TICKETS - 1;

/**
 * `row.pick { from, weights }`: one of a list of values.
 *
 * - `from`: the values, which may be objects
 * - `weights`: how often each comes, as one number for each value; all alike by default
 */
export function compileRowPick(call: HintCall): Producer {
  const options = readOptions(call, ['from', 'weights']);
  const from = options.list('from') ?? [];
  if (from.length === 0) call.fail('from must be a list of values');
  const weights = options.list('weights');
  if (weights !== undefined) checkWeights(call, weights, from.length);
  return pickProducer(
    from as readonly Json[],
    call.compiler.keyOf(call.node),
    weights as readonly number[] | undefined,
  );
}

/**
 * A choice from a list.
 *
 * @param values - at least one
 * @param key - stands for seed and field
 * @param weights - how often each comes
 */
export function pickProducer(values: readonly Json[], key: number, weights?: readonly number[]): Producer {
  const tickets = weights && drawTickets(weights);
  const kept = values.map(keepValue);
  const count = kept.length;
  const codeAt =
    tickets === undefined
      ? (variant: number, element: number) => scaleHash(hashPlace(key, variant, element), count)
      : (variant: number, element: number) => tickets[hashPlace(key, variant, element) & MASK] as number;
  return {
    valueAt: (variant, element) => kept[codeAt(variant, element)],
    usesRow: false,
    codes: () => ({
      values: kept,
      codeAt,
      fill: (target, first) =>
        tickets === undefined ? fillAlike(target, first, key, count) : fillWeighted(target, first, key, tickets),
    }),
  };
}

function fillAlike(target: Uint16Array, first: number, key: number, count: number): void {
  for (let index = 0; index < target.length; index++)
    target[index] = scaleHash(hashPlace(key, first + index, 0), count);
}

function fillWeighted(target: Uint16Array, first: number, key: number, tickets: Uint16Array): void {
  for (let index = 0; index < target.length; index++) {
    target[index] = tickets[hashPlace(key, first + index, 0) & MASK] as number;
  }
}

function checkWeights(call: HintCall, weights: readonly unknown[], count: number): void {
  const isWeight = (weight: unknown): boolean => typeof weight === 'number' && Number.isFinite(weight) && weight >= 0;
  if (weights.length !== count)
    call.fail(`weights must be ${count} numbers, one for each value, not ${weights.length}`);
  if (!weights.every(isWeight) || !weights.some((weight) => weight !== 0)) {
    call.fail('weights must be numbers from 0, not all of them 0');
  }
}

/** A table in which each value stands as often as its weight says. */
function drawTickets(weights: readonly number[]): Uint16Array {
  const total = weights.reduce((sum, weight) => sum + weight, 0);
  const tickets = new Uint16Array(TICKETS);
  let drawn = 0;
  let start = 0;
  for (const [code, weight] of weights.entries()) {
    drawn += weight;
    const end = Math.round((drawn / total) * TICKETS);
    tickets.fill(code, start, end);
    start = end;
  }
  return tickets;
}

/**
 * `row.number { prefix, width, from }`: counts the rows, as in `CUST-000017`.
 *
 * - `prefix`: the text before the number; none by default
 * - `width`: to which the number is filled up with zeros; 6 by default
 * - `from`: the number of the first row of the collection; 1 by default. The recipes of a collection count on, each from
 *   where the one before it ended
 *
 * In a field of type integer or number, the number alone. Elements of an array get a second number: `CUST-000017-1`.
 */
export function compileRowNumber(call: HintCall): Producer {
  const options = readOptions(call, ['prefix', 'width', 'from']);
  const prefix = options.text('prefix') ?? '';
  const width = options.integer('width') ?? 6;
  const from = options.integer('from') ?? 1;
  if (width < 1 || width > 50) call.fail(`width must be 1 to 50, not ${width}`);
  const rowsHolding = (text: string): number[] =>
    findNumber(foldCase(text), foldCase(prefix)).map((found) => found - from);
  if (!call.node.schema.types.includes('string') && call.node.schema.types.length > 0) {
    const at = (_variant: number, _element: number, row: number): number => from + row;
    return { valueAt: at, numbers: { kind: 'number', at }, usesRow: true, rowsHolding, isUnique: true };
  }
  return {
    valueAt: (_variant, element, row) => {
      const text = prefix + String(from + row).padStart(width, '0');
      return element === 0 ? text : `${text}-${element}`;
    },
    usesRow: true,
    rowsHolding,
    isUnique: true,
    // With more digits than there is room for, 1000000 comes before 999999.
    ascends: from >= 0 && String(from + call.compiler.environment.lastIndex).length <= width,
  };
}

function findNumber(text: string, prefix: string): readonly number[] {
  const digits = text.startsWith(prefix) ? /^(-?\d{1,15})(?:-\d+)?$/.exec(text.slice(prefix.length))?.[1] : undefined;
  return digits === undefined ? [] : [Number(digits)];
}

/** The values for one case, as a part of the list of all values. */
interface Case {
  readonly first: number;
  readonly count: number;
}

/**
 * `row.match { field, cases, otherwise }`: one of a list of values, chosen by the value of another field.
 *
 * - `field`: the other field, as a path from the item
 * - `cases`: for each of its values, as a key, the list of values to choose from
 * - `otherwise`: the list for any other value; without it the field is then null or absent
 */
export function compileRowMatch(call: HintCall): Producer {
  const options = readOptions(call, ['field', 'cases', 'otherwise']);
  const base = referTo(call, options.value('field'));
  const cases = options.value('cases');
  if (typeof cases !== 'object' || cases === null || Array.isArray(cases)) {
    call.fail('cases must be an object from value to list of values');
  }
  const values: (Json | undefined)[] = [];
  const addCase = (name: string, list: unknown): Case => {
    const entries = [list].flat() as Json[];
    if (entries.length === 0) call.fail(`cases.${name} must not be empty`);
    return { first: values.push(...entries.map(keepValue)) - entries.length, count: entries.length };
  };
  const byValue = new Map(Object.entries(cases).map(([value, list]) => [value, addCase(value, list)]));
  const rest = options.has('otherwise')
    ? addCase('otherwise', options.value('otherwise'))
    : { first: values.push(missingValue(call.node)) - 1, count: 1 };
  const caseOf = (value: Json | undefined): Case => byValue.get(String(value)) ?? rest;
  const key = call.compiler.keyOf(call.node);
  const codeAt: At<number> = (variant, element, row) =>
    choose(caseOf(base.valueAt(variant, element, row)), key, variant, element);
  return {
    valueAt: (variant, element, row) => values[codeAt(variant, element, row)],
    usesRow: base.usesRow,
    codes: () => codesByCode(values, base.codes?.(), caseOf, key) ?? { values, codeAt },
  };
}

function choose({ first, count }: Case, key: number, variant: number, element: number): number {
  return count === 1 ? first : first + scaleHash(hashPlace(key, variant, element), count);
}

/** The same choice by the other field's code, which spares making its value. */
function codesByCode(
  values: Codes['values'],
  base: Codes | undefined,
  caseOf: (value: Json | undefined) => Case,
  key: number,
): Codes | undefined {
  if (base === undefined) return undefined;
  const cases = base.values.map(caseOf);
  const { codeAt } = base;
  const firsts = Uint16Array.from(cases, ({ first }) => first);
  const counts = Uint16Array.from(cases, ({ count }) => count);
  return {
    values,
    codeAt: (variant, element, row) => choose(cases[codeAt(variant, element, row)] as Case, key, variant, element),
    fill: fillThrough(base, (codes, first) => translate(codes, first, { key, firsts, counts })),
  };
}

function translate(
  codes: Uint16Array,
  first: number,
  { key, firsts, counts }: { readonly key: number; readonly firsts: Uint16Array; readonly counts: Uint16Array },
): void {
  for (let index = 0; index < codes.length; index++) {
    const code = codes[index] as number;
    codes[index] = (firsts[code] as number) + scaleHash(hashPlace(key, first + index, 0), counts[code] as number);
  }
}
