import type { Json } from '../../contract/contract.ts';
import type { HintCall } from '../generate/compiler.ts';
import { fillThrough } from '../generate/fill.ts';
import { hashPlace, scaleHash } from '../generate/hash.ts';
import { missingValue } from '../generate/missing-value.ts';
import { keepValue } from '../generate/pool.ts';
import type { At, Codes, Producer } from '../generate/producer.ts';
import { readOptions } from './options.ts';
import { referTo } from './refer-to.ts';

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
    call.fail('cases: expected an object from value to list of values');
  }
  const values: (Json | undefined)[] = [];
  const addCase = (name: string, list: unknown): Case => {
    const entries = [list].flat() as Json[];
    if (entries.length === 0) call.fail(`cases: ${name} has no values`);
    return { first: values.push(...entries.map(keepValue)) - entries.length, count: entries.length };
  };
  const byValue = new Map(Object.entries(cases).map(([value, list]) => [value, addCase(value, list)]));
  const rest = options.has('otherwise')
    ? addCase('otherwise', options.value('otherwise'))
    : { first: values.push(missingValue(call.site)) - 1, count: 1 };
  const caseOf = (value: Json | undefined): Case => byValue.get(String(value)) ?? rest;
  const key = call.compiler.keyOf(call.site);
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
