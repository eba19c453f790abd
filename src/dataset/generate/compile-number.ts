import type { JsonSchema } from '../../contract/contract.ts';
import type { Compiler } from './compiler.ts';
import { hashPlace, WHOLE } from './hash.ts';
import type { Producer } from './producer.ts';
import type { Site } from './site.ts';

/** How far the values reach where the schema sets no bound. */
const USUAL_SPAN = 1000;

/** Numbers within the bounds of a schema, in steps of its `multipleOf`; without one, of 1 or of 0.01. */
export function compileNumber(site: Site, compiler: Compiler): Producer {
  const { keywords } = site.schema;
  const step = stepOf(site);
  const { first, last } = stepsWithin(keywords, step);
  const span: Span = {
    key: compiler.keyOf(site),
    lowKey: compiler.keyOf(site, 'low'),
    first,
    count: Math.max(last - first + 1, 1),
    step,
    decimals: decimalsOf(step),
  };
  const at = (variant: number, element: number): number => chooseNumber(span, variant, element);
  return {
    valueAt: at,
    numbers: { kind: 'number', at, fill: (target, row) => fillSpan(target, row, span) },
    usesRow: false,
  };
}

/** Multiples of a step, to choose from. */
interface Span {
  readonly key: number;
  readonly lowKey: number;
  readonly first: number;
  readonly count: number;
  readonly step: number;
  readonly decimals: number;
}

function chooseNumber({ key, lowKey, first, count, step, decimals }: Span, variant: number, element: number): number {
  const high = hashPlace(key, variant, element);
  // One hash is too coarse for spans that come near to 32 bits.
  const fine = count > 2 ** 24 ? high + hashPlace(lowKey, variant, element) / WHOLE : high;
  const value = (first + Math.floor((fine / WHOLE) * count)) * step;
  return decimals === 0 ? value : Number(value.toFixed(decimals));
}

function fillSpan(target: Float64Array, row: number, span: Span): void {
  for (let index = 0; index < target.length; index++) target[index] = chooseNumber(span, row + index, 0);
}

function stepOf({ schema }: Site): number {
  const step = schema.keywords['multipleOf'];
  return typeof step === 'number' && step > 0 ? step : schema.types[0] === 'integer' ? 1 : 0.01;
}

/** The first and last multiple of a step that the bounds allow. */
function stepsWithin(keywords: JsonSchema, step: number): { readonly first: number; readonly last: number } {
  const stepsOf = (name: string, round: (value: number) => number): readonly number[] => {
    const bound = keywords[name];
    // Division leaves traces of its own, which must not look like a fraction of a step.
    return typeof bound === 'number' ? [round(Number((bound / step).toPrecision(15)))] : [];
  };
  const least = [...stepsOf('minimum', Math.ceil), ...stepsOf('exclusiveMinimum', (value) => Math.floor(value) + 1)];
  const most = [...stepsOf('maximum', Math.floor), ...stepsOf('exclusiveMaximum', (value) => Math.ceil(value) - 1)];
  const span = Math.round(USUAL_SPAN / step);
  const end = most.length > 0 ? Math.min(...most) : undefined;
  const first = least.length > 0 ? Math.max(...least) : end === undefined || end >= 0 ? 0 : end - span;
  return { first, last: end ?? first + span };
}

function decimalsOf(step: number): number {
  const [, fraction = '', exponent = '0'] = /^\d+(?:\.(\d+))?(?:e(-?\d+))?$/.exec(String(step)) ?? [];
  return Math.max(0, fraction.length - Number(exponent));
}
