import type { Json, JsonSchema } from '../../contract/contract.ts';
import { pickProducer } from '../hints/choices.ts';
import { compileFaker } from '../hints/faker.ts';
import { compileRowToken, compileRowUuid } from '../hints/identifiers.ts';
import { notationOf } from '../hints/options.ts';
import { hashPlace, scaleHash, WHOLE } from '../random.ts';
import type { Compiler, HintCall } from './compiler.ts';
import { instantProducer } from './instants.ts';
import { constantProducer, fillByRow, type Producer } from './producer.ts';
import { hintError, type SchemaNode } from './schema-node.ts';

/** The faker method, with its arguments, that gives texts of a format. */
const BY_FORMAT: Readonly<Record<string, readonly [name: string, ...parameters: readonly unknown[]]>> = {
  email: ['internet.email'],
  'idn-email': ['internet.email'],
  uri: ['internet.url'],
  url: ['internet.url'],
  iri: ['internet.url'],
  'uri-reference': ['internet.url'],
  hostname: ['internet.domainName'],
  ipv4: ['internet.ipv4'],
  ipv6: ['internet.ipv6'],
  time: ['helpers.fromRegExp', '1[0-9]:[0-5][0-9]:[0-5][0-9]Z'],
  duration: ['helpers.fromRegExp', 'P[1-9]D'],
  decimal: ['finance.amount'],
  byte: ['helpers.fromRegExp', '[A-Za-z0-9]{16}'],
};

const YEAR_SECONDS = 365 * 24 * 3600;

/** Texts that a schema allows, by its format, pattern, examples, default or length. */
export function compileString(node: SchemaNode, compiler: Compiler): Producer {
  const { keywords } = node.schema;
  const format = String(keywords['format']);
  const parameters = BY_FORMAT[format];
  if (format === 'uuid') return compileRowUuid(synthesizeCall(node, compiler, 'row.uuid'));
  if (node.isIdentity) return compileRowToken(synthesizeCall(node, compiler, 'row.token'));
  if (format === 'date-time' || format === 'date') return compileRecent(node, compiler);
  if (parameters !== undefined) return compileFaker(synthesizeCall(node, compiler, parameters[0], parameters.slice(1)));
  if (typeof keywords['pattern'] === 'string') return compilePattern(node, compiler, keywords['pattern']);
  const examples = examplesOf(node);
  if (examples.length > 0) return pickProducer(examples, compiler.keyOf(node));
  if (typeof keywords['default'] === 'string') return constantProducer(keywords['default']);
  return compileWords(node, compiler);
}

/** Instants within the last year. */
function compileRecent(node: SchemaNode, compiler: Compiler): Producer {
  const key = compiler.keyOf(node);
  const { now, live } = compiler.environment;
  const format = { notation: notationOf(node), precision: 'seconds' } as const;
  if (live !== undefined) return instantProducer(format, { at: () => Math.floor(live.now / 1000) }, { usesRow: true });
  const last = Math.floor(now / 1000);
  const at = (variant: number, element: number): number =>
    last - scaleHash(hashPlace(key, variant, element), YEAR_SECONDS);
  return instantProducer(format, { at, fill: (target, first) => fillByRow(at, target, first) }, { usesRow: false });
}

function compilePattern(node: SchemaNode, compiler: Compiler, pattern: string): Producer {
  return compileFaker(synthesizeCall(node, compiler, 'helpers.fromRegExp', [pattern.replace(/^\^|\$$/g, '')]));
}

function examplesOf({ schema }: SchemaNode): readonly Json[] {
  const { examples, example } = schema.keywords;
  const listed = Array.isArray(examples) ? (examples as unknown[]) : [example];
  return listed.filter((value) => typeof value === 'string');
}

/** A word, or letters of the minimum length. */
function compileWords(node: SchemaNode, compiler: Compiler): Producer {
  const { minLength } = node.schema.keywords;
  if (typeof minLength !== 'number' || minLength < 2) return compileFaker(synthesizeCall(node, compiler, 'lorem.word'));
  return compileFaker(synthesizeCall(node, compiler, 'string.alpha', [{ length: minLength, casing: 'lower' }]));
}

/** How far the values reach where the schema sets no bound. */
const DEFAULT_SPAN = 1000;

/** Numbers within the bounds of a schema, in steps of its `multipleOf`; without one, of 1 or of 0.01. */
export function compileNumber(node: SchemaNode, compiler: Compiler): Producer {
  const { keywords } = node.schema;
  const step = stepOf(node);
  const { first, last } = stepsWithin(keywords, step);
  const span: Span = {
    key: compiler.keyOf(node),
    lowKey: compiler.keyOf(node, 'low'),
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

function stepOf({ schema }: SchemaNode): number {
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
  const span = Math.round(DEFAULT_SPAN / step);
  const end = most.length > 0 ? Math.min(...most) : undefined;
  const first = least.length > 0 ? Math.max(...least) : end === undefined || end >= 0 ? 0 : end - span;
  return { first, last: end ?? first + span };
}

function decimalsOf(step: number): number {
  const [, fraction = '', exponent = '0'] = /^\d+(?:\.(\d+))?(?:e(-?\d+))?$/.exec(String(step)) ?? [];
  return Math.max(0, fraction.length - Number(exponent));
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
