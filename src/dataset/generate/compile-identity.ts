import type { Json } from '../../contract/contract.ts';
import { foldCase } from '../../contract/criterion.ts';
import { compileRowToken, compileRowUuid } from '../hints/identifiers.ts';
import { hashPlace } from '../random.ts';
import { validatorOf } from '../row-check.ts';
import { multipleAt, planSteps, type Steps, synthesizeCall } from './compile-scalars.ts';
import { createTextMaker } from './compile-texts.ts';
import type { Compiler } from './compiler.ts';
import { impossibleValue } from './field-errors.ts';
import { constantProducer, type Producer } from './producer.ts';
import type { SchemaNode } from './schema-node.ts';
import { compileWhole } from './whole-values.ts';

/** Lengths of the opaque ids that need no search. */
const TOKEN_LENGTHS = { least: 8, usual: 13, most: 26 };

/**
 * Values of an identity that has no hint: of the type and form that its schema asks for, no two rows with the same.
 *
 * @param choices - the values that the schema lists, if it does
 */
export function compileIdentity(node: SchemaNode, compiler: Compiler, choices: readonly Json[] | undefined): Producer {
  if (choices !== undefined) return compileListed(choices);
  if (node.schema.choices.length > 0) return compileMembers(node, compiler);
  const [type] = node.schema.types;
  if (type === 'integer' || type === 'number') return compileCount(node, compiler);
  if (type === 'boolean') return compileListed([false, true]);
  if (type === 'object' || type === 'array') {
    const { contract } = compiler.environment;
    throw impossibleValue(contract, node, `the identity is an ${type}; it must be a string, a number or a boolean`);
  }
  const { keywords, patterns } = node.schema;
  const isBound = patterns.length > 0 || node.isClosed;
  if (!isBound && keywords['format'] === 'uuid') return compileRowUuid(synthesizeCall(node, compiler, 'row.uuid'));
  const length = isBound || 'format' in keywords ? undefined : tokenLength(keywords);
  return length === undefined
    ? compileSequence(node, compiler)
    : compileRowToken(synthesizeCall(node, compiler, 'row.token', length === TOKEN_LENGTHS.usual ? [] : [{ length }]));
}

function tokenLength({ minLength, maxLength }: SchemaNode['schema']['keywords']): number | undefined {
  const least = Math.max(typeof minLength === 'number' ? minLength : 0, TOKEN_LENGTHS.least);
  const most = Math.min(typeof maxLength === 'number' ? maxLength : Number.POSITIVE_INFINITY, TOKEN_LENGTHS.most);
  return least <= most ? Math.min(Math.max(TOKEN_LENGTHS.usual, least), most) : undefined;
}

/** Values of any of the members of `oneOf` or `anyOf`. */
function compileMembers(node: SchemaNode, compiler: Compiler): Producer {
  const whole = compileWhole(node, compiler, () => constantProducer(undefined));
  const key = compiler.keyOf(node, 'member');
  return sequenceProducer(compiler, (index, tries) => {
    const value = whole.valueAt(tries === 0 ? index : hashPlace(key, index, tries), 0, index);
    return typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean' ? value : undefined;
  });
}

/** The values of a list, one after the other. */
function compileListed(values: readonly Json[]): Producer {
  return {
    valueAt: (_variant, _element, row) => values[row % values.length],
    usesRow: true,
    isUnique: true,
    capacity: () => values.length,
    rowsHolding: (text) => values.flatMap((value, row) => (foldCase(String(value)) === foldCase(text) ? [row] : [])),
  };
}

/** Counts from 1, or from the least that the bounds allow, in steps of `multipleOf`. */
function compileCount(node: SchemaNode, compiler: Compiler): Producer {
  const countBy = (multipleOf?: number): Steps | undefined =>
    planSteps({ ...node, schema: { ...node.schema, keywords: countingKeywords(node, multipleOf) } });
  const whole = countBy();
  // Between 0 and 1 there are many numbers, though few integers.
  const isNarrow = (whole?.count ?? 0) < SURVEYED && node.schema.types[0] === 'number';
  const steps = isNarrow ? (countBy(1e-6) ?? whole) : whole;
  if (steps === undefined) throw impossibleValue(compiler.environment.contract, node, 'its bounds leave no number');
  const { maximum, exclusiveMaximum } = node.schema.keywords;
  const isBound = typeof maximum === 'number' || typeof exclusiveMaximum === 'number';
  const at = (_variant: number, _element: number, row: number): number => multipleAt(steps, steps.first + row);
  return {
    valueAt: at,
    numbers: { kind: 'number', at },
    usesRow: true,
    isUnique: true,
    capacity: () => (isBound ? steps.count : Number.POSITIVE_INFINITY),
    rowsHolding: (text) => {
      const row = Math.round((Number(text) * steps.scale) / steps.units) - steps.first;
      return Number.isSafeInteger(row) && row >= 0 ? [row] : [];
    },
  };
}

/** Numbers of rows are integers, from 1 unless the schema begins elsewhere. */
function countingKeywords({ schema: { keywords } }: SchemaNode, step: number = 1): SchemaNode['schema']['keywords'] {
  const { multipleOf, minimum, exclusiveMinimum, maximum } = keywords;
  const isOpen = minimum === undefined && exclusiveMinimum === undefined;
  const startsAtOne =
    step === 1 && typeof minimum === 'number' && minimum <= 0 && !(typeof maximum === 'number' && maximum < 1);
  return {
    ...keywords,
    ...(multipleOf === undefined && { multipleOf: step }),
    ...((isOpen || startsAtOne) && !(typeof maximum === 'number' && maximum < 1) && { minimum: 1 }),
  };
}

/** Rows beyond this are taken to have identities too where the first ones all did at once. */
const SURVEYED = 20_000;
/** How many texts in a row may be known already before there are taken to be no more. */
const MAX_REPEATS = 200;

/** Texts of the schema's own form. */
function compileSequence(node: SchemaNode, compiler: Compiler): Producer {
  const make = createTextMaker(node, compiler);
  const validate = validatorOf(compiler.environment.contract, node.source);
  const key = compiler.keyOf(node);
  const producer = sequenceProducer(compiler, (index, tries) => {
    const text = make(hashPlace(key, index, tries), false);
    return text !== undefined && validate(text) ? text : undefined;
  });
  // Where there is none, this says why.
  if (producer.capacity?.(1) === 0) make(key);
  return producer;
}

/**
 * Values made one after the other, those that were there before left out.
 *
 * @param make - a value, or none, for a row; another one at each try
 */
function sequenceProducer(
  compiler: Compiler,
  make: (index: number, tries: number) => string | number | boolean | undefined,
): Producer {
  const values: Json[] = [];
  const known = new Set<string>();
  const rows = new Map<string, number[]>();
  let isExhausted = false;
  let repeats = 0;
  const add = (value: string | number | boolean): void => {
    const folded = foldCase(String(value));
    known.add(String(value));
    rows.set(folded, [...(rows.get(folded) ?? []), values.length]);
    values.push(value);
  };
  const extend = (count: number): void => {
    for (let tries = 0; values.length < count && !isExhausted; ) {
      const value = make(values.length, tries);
      const isNew = value !== undefined && !known.has(String(value));
      if (isNew) add(value);
      else repeats += 1;
      tries = isNew ? 0 : tries + 1;
      isExhausted = tries > MAX_REPEATS;
    }
  };
  return {
    valueAt: (_variant, _element, row) => {
      extend(row + 1);
      return values[row % Math.max(values.length, 1)];
    },
    usesRow: true,
    isUnique: true,
    capacity: (wanted) => {
      extend(Math.min(wanted, SURVEYED));
      if (!isExhausted && repeats * 10 > values.length) extend(wanted);
      return isExhausted ? values.length : Number.POSITIVE_INFINITY;
    },
    rowsHolding: (text) => {
      extend(compiler.environment.lastIndex + 1);
      return rows.get(foldCase(text)) ?? [];
    },
  };
}
