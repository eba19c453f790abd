import { fromDecimal, scaleTo, toDecimal } from '../../contract/decimal.ts';
import { hashPlace, WHOLE } from '../random.ts';
import { spanForName } from '../texts/field-names.ts';
import type { Compiler, HintCall } from './compiler.ts';
import { hintError, impossibleValue } from './field-errors.ts';
import type { FlatSchema } from './flat-schema.ts';
import type { Producer } from './producer.ts';
import type { SchemaNode } from './schema-node.ts';

/** How far the values reach where the schema sets no bound. */
const DEFAULT_SPAN = 1000;

/** Numbers within the bounds of a schema, in steps of its `multipleOf`; without one, of 1 or of 0.01, or finer where they have to be. */
export function compileNumber(node: SchemaNode, compiler: Compiler): Producer {
  const steps = planSteps(node) ?? impossible(node, compiler);
  const span: Span = { key: compiler.keyOf(node), lowKey: compiler.keyOf(node, 'low'), ...steps };
  const at = (variant: number, element: number): number => chooseNumber(span, variant, element);
  return {
    valueAt: at,
    numbers: { kind: 'number', at, fill: (target, row) => fillSpan(target, row, span) },
    usesRow: false,
  };
}

function impossible(node: SchemaNode, { environment: { contract } }: Compiler): never {
  const { keywords } = node.schema;
  const bounds = ['minimum', 'exclusiveMinimum', 'maximum', 'exclusiveMaximum', 'multipleOf']
    .filter((keyword) => keyword in keywords)
    .map((keyword) => `${keyword} ${String(keywords[keyword])}`);
  throw impossibleValue(
    contract,
    node,
    `no ${keywords['type'] === 'integer' ? 'integer' : 'number'} has ${bounds.join(' and ')}`,
  );
}

/** Multiples of a step: the unit of its last decimal place, so many of them at a time. */
export interface Steps {
  /** The first multiple, counted in steps. */
  readonly first: number;
  /** How many multiples there are. */
  readonly count: number;
  /** A step is so many units; there are `scale` units in 1. */
  readonly units: number;
  readonly scale: number;
}

interface Span extends Steps {
  readonly key: number;
  readonly lowKey: number;
}

/** The multiple with a number, as JSON writes it: the division of whole numbers leaves no trace of its own. */
export function multipleAt({ units, scale }: Pick<Steps, 'units' | 'scale'>, number: number): number {
  const whole = number * units;
  if (Number.isSafeInteger(whole)) return whole / scale;
  return fromDecimal({ units: BigInt(number) * BigInt(units), places: Math.round(Math.log10(scale)) });
}

function chooseNumber(span: Span, variant: number, element: number): number {
  const high = hashPlace(span.key, variant, element);
  // One hash is too coarse for spans that come near to 32 bits.
  const fine = span.count > 2 ** 24 ? high + hashPlace(span.lowKey, variant, element) / WHOLE : high;
  return multipleAt(span, span.first + Math.floor((fine / WHOLE) * span.count));
}

function fillSpan(target: Float64Array, row: number, span: Span): void {
  for (let index = 0; index < target.length; index++) target[index] = chooseNumber(span, row + index, 0);
}

/** The finest that numbers without a `multipleOf` are told apart. */
const MAX_PLACES = 12;

/** @returns `undefined` where no number is within the bounds */
export function planSteps({ schema, path }: SchemaNode): Steps | undefined {
  const isInteger = schema.types[0] === 'integer';
  const keywords = withinFormat(schema.keywords);
  const written = keywords['multipleOf'];
  if (typeof written === 'number' && written > 0) {
    return stepsWithin(keywords, isInteger ? integerStep(written) : written);
  }
  const { step = 0.01, ...usual } = (isBounded(keywords) ? undefined : usualSpan(schema, path)) ?? {};
  const bounds = { ...usual, ...keywords };
  if (isInteger) return stepsWithin(bounds, 1);
  for (let places = 2; places <= MAX_PLACES; places++) {
    const steps = stepsWithin(bounds, places === 2 ? step : Number(`1e-${places}`));
    if (steps !== undefined) return steps;
  }
  return undefined;
}

const INT32 = 2 ** 31;

/** An `int32` has bounds that need not be written. */
function withinFormat(keywords: FlatSchema['keywords']): FlatSchema['keywords'] {
  if (keywords['format'] !== 'int32' || !isBounded(keywords)) return keywords;
  const { minimum = -INT32, maximum = INT32 - 1 } = keywords as {
    readonly minimum?: number;
    readonly maximum?: number;
  };
  return {
    ...keywords,
    ...('minimum' in keywords && { minimum: Math.max(minimum, -INT32) }),
    ...('maximum' in keywords && { maximum: Math.min(maximum, INT32 - 1) }),
  };
}

function isBounded(keywords: FlatSchema['keywords']): boolean {
  return ['minimum', 'maximum', 'exclusiveMinimum', 'exclusiveMaximum'].some((keyword) => keyword in keywords);
}

/** The least integer that is a multiple of a decimal. */
function integerStep(step: number): number {
  const { units, places } = toDecimal(step);
  const scale = 10n ** BigInt(places);
  let [a, b] = [units, scale];
  while (b !== 0n) [a, b] = [b, a % b];
  return Number(units / a);
}

interface UsualSpan {
  readonly minimum: number;
  readonly maximum: number;
  readonly step?: number;
}

/** What numbers of the field are usually like, by its name or its example. */
function usualSpan({ keywords, types }: FlatSchema, path: readonly string[]): UsualSpan | undefined {
  const named = spanForName(path.filter((segment) => segment !== '*').at(-1) ?? '');
  if (named !== undefined) return named;
  const [example] = [
    keywords['example'],
    ...(Array.isArray(keywords['examples']) ? (keywords['examples'] as unknown[]) : []),
  ];
  if (typeof example !== 'number' || !(example > 3 && example < 1e12)) return undefined;
  const span = { minimum: Math.floor(example / 3), maximum: Math.ceil(example * 3) };
  return types[0] === 'number' && Number.isInteger(example) ? { ...span, step: 1 } : span;
}

/** The multiples of a step that the bounds allow, by the arithmetic of decimals. */
function stepsWithin(keywords: FlatSchema['keywords'], step: number): Steps | undefined {
  const { units, places } = toDecimal(step);
  const countsOf = (
    name: string,
    change: (quotient: bigint, isExact: boolean, isNegative: boolean) => bigint,
  ): readonly bigint[] => {
    const bound = keywords[name];
    if (typeof bound !== 'number' || !Number.isFinite(bound)) return [];
    const decimal = toDecimal(bound);
    const common = Math.max(places, decimal.places);
    const [dividend, divisor] = [scaleTo(decimal, common), scaleTo({ units, places }, common)];
    return [change(dividend / divisor, dividend % divisor === 0n, dividend < 0n)];
  };
  const ceil = (quotient: bigint, isExact: boolean, isNegative: boolean): bigint =>
    isExact || isNegative ? quotient : quotient + 1n;
  const floor = (quotient: bigint, isExact: boolean, isNegative: boolean): bigint =>
    isExact || !isNegative ? quotient : quotient - 1n;
  const least = [...countsOf('minimum', ceil), ...countsOf('exclusiveMinimum', (...about) => floor(...about) + 1n)];
  const most = [...countsOf('maximum', floor), ...countsOf('exclusiveMaximum', (...about) => ceil(...about) - 1n)];
  return spanOf(largest(least), smallest(most), { units, places }, step);
}

function spanOf(
  least: bigint | undefined,
  most: bigint | undefined,
  { units, places }: { readonly units: bigint; readonly places: number },
  step: number,
): Steps | undefined {
  const span = BigInt(Math.max(1, Math.round(DEFAULT_SPAN / step)));
  const first = least ?? (most === undefined || most >= 0n ? 0n : most - span);
  const last = most ?? first + span;
  if (last < first) return undefined;
  // Numbers are told apart as far as they can be written.
  const limit = BigInt(Number.MAX_SAFE_INTEGER);
  return {
    first: Number(first),
    count: Number(last - first + 1n > limit ? limit : last - first + 1n),
    units: Number(units),
    scale: 10 ** places,
  };
}

function largest(values: readonly bigint[]): bigint | undefined {
  return values.reduce<bigint | undefined>((a, b) => (a === undefined || b > a ? b : a), undefined);
}

function smallest(values: readonly bigint[]): bigint | undefined {
  return values.reduce<bigint | undefined>((a, b) => (a === undefined || b < a ? b : a), undefined);
}

/** The call of a generator that follows from the schema instead of a hint. */
export function synthesizeCall(
  node: SchemaNode,
  compiler: Compiler,
  name: string,
  parameters: readonly unknown[] = [],
): HintCall {
  return {
    hint: { name, arguments: parameters, text: name },
    node,
    compiler,
    fail: (problem) => {
      throw hintError(compiler.environment.contract, node.name, name, problem);
    },
  };
}
