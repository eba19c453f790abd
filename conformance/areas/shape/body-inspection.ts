import type { ValidateFunction } from 'ajv';
import type { Ajv2020 } from 'ajv/dist/2020.js';
import type { Contract, Json, Pointer } from '../../../src/contract/contract.ts';
import { readPointer } from '../../../src/contract/json-pointer.ts';
import { createAjv } from '../../../src/contract/json-schema.ts';
import { escapePattern } from '../../../src/contract/text.ts';
import { parseInstant } from '../../../src/contract/time.ts';
import type { Inspector } from '../../check.ts';
import type { Ledger } from '../../ledger.ts';
import { type Answer, hasPage, type Item, type PageAnswer } from '../../list/answer.ts';
import { ERROR_LEVELS, findByStatus, listErrorSchemas } from './binding-schemas.ts';
import { listEnvelopeRules, listItemRules, type ShapeRule } from './shape-rules.ts';

interface CompiledRule {
  readonly id: string;
  readonly demand: string;
  readonly concerns: ValidateFunction;
  readonly meets: ValidateFunction;
}

export const inspectShape: Inspector = {
  id: 'shape.pages',
  title: 'Validates the items and the envelope of every page',
  verifies: ['item.*', 'body.*'],
  prepare(contract) {
    const { itemRules, envelopeRules } = compileOnce(contract);
    const sift = createSieve(itemRules);
    return (answer, ledger) => {
      if (!hasPage(answer)) return;
      judgeItems(ledger, answer, sift);
      for (const { at, rules } of envelopeRules) {
        const value = readPointer(answer.response.json ?? null, at) ?? null;
        for (const rule of rules.filter(({ concerns }) => concerns(value))) {
          if (rule.meets(value)) ledger.exercise(rule.id, 'pages');
          else report(ledger, rule, value, { answer, where: 'the body' });
        }
      }
    };
  },
};

function judgeItems(ledger: Ledger, answer: PageAnswer, sift: (item: Item) => Sifted): void {
  const { items, ids } = answer.page;
  const counts = new Map<CompiledRule, number>();
  for (const [index, item] of items.entries()) {
    const { met, broken } = sift(item);
    for (const rule of met) counts.set(rule, (counts.get(rule) ?? 0) + 1);
    for (const rule of broken) report(ledger, rule, item, { answer, where: `item ${ids[index]}` });
  }
  for (const [{ id }, count] of counts) ledger.exercise(id, 'items', count);
}

/** The rules that a row meets, and those that it breaks. */
interface Sifted {
  readonly met: readonly CompiledRule[];
  readonly broken: readonly CompiledRule[];
}

/** How many rows are known again, and how long they may be, so that no target fills the memory. */
const MAX_KNOWN = 2000;
const MAX_TEXT = 10_000;

/** A run sees the same rows again and again: what they meet is found out once. */
function createSieve(rules: readonly CompiledRule[]): (item: Item) => Sifted {
  const known = new Map<string, Sifted>();
  return (item) => {
    const text = JSON.stringify(item);
    const before = known.get(text);
    if (before !== undefined) return before;
    const concerned = rules.filter(({ concerns }) => concerns(item));
    const met = concerned.filter(({ meets }) => meets(item));
    const sifted = { met, broken: concerned.filter((rule) => !met.includes(rule)) };
    if (known.size < MAX_KNOWN && text.length < MAX_TEXT) known.set(text, sifted);
    return sifted;
  };
}

interface CompiledRules {
  readonly itemRules: readonly CompiledRule[];
  readonly envelopeRules: readonly { readonly at: Pointer; readonly rules: readonly CompiledRule[] }[];
}

const compiled = new WeakMap<Contract, CompiledRules>();

/** Rules do not change with the run. */
function compileOnce(contract: Contract): CompiledRules {
  const rules = compiled.get(contract) ?? {
    itemRules: compile(listItemRules(contract)),
    envelopeRules: listEnvelopeRules(contract).map(({ at, rules }) => ({ at, rules: compile(rules) })),
  };
  compiled.set(contract, rules);
  return rules;
}

function compile(rules: readonly ShapeRule[]): readonly CompiledRule[] {
  const ajv = createShapeAjv();
  return rules.map(({ draft, concerns, demands }) => {
    return { id: draft.id, demand: draft.demand, concerns: ajv.compile(concerns), meets: ajv.compile(demands) };
  });
}

interface Place {
  readonly answer: Answer;
  readonly where: string;
}

/** Reports a value that does not meet a rule. */
function report(ledger: Ledger, rule: CompiledRule, value: Json, { answer, where }: Place): void {
  rule.meets(value);
  const [error] = rule.meets.errors ?? [];
  ledger.violate(rule.id, {
    summary: `${where}${error?.instancePath ? ` at ${error.instancePath}` : ''} ${error?.message ?? 'is invalid'}`,
    expected: rule.demand,
    received: error === undefined || error.instancePath === '' ? value : error.data,
    answers: [answer],
  });
}

export const inspectMediaType: Inspector = {
  id: 'shape.media-type',
  title: 'Checks the media type of every page',
  verifies: ['media-type'],
  prepare({ mediaRange }) {
    return (answer, ledger) => {
      if (!hasPage(answer)) return;
      const received = answer.response.headers['content-type'];
      const fault = findMediaTypeFault(received, mediaRange);
      if (fault === undefined) ledger.exercise('media-type', 'pages');
      else ledger.violate('media-type', { summary: fault, expected: mediaRange, received, answers: [answer] });
    };
  },
};

/** Validates the body of every error whose status is documented. */
export const inspectErrors: Inspector = {
  id: 'shape.errors',
  title: 'Validates the body of every error',
  verifies: ['errors.*', 'media-type.errors'],
  prepare(contract) {
    const ajv = createShapeAjv();
    const levels = ERROR_LEVELS.map(({ id }, level) => {
      const schemas = [...listErrorSchemas(contract, level)];
      return { id, validators: new Map(schemas.map(([status, schema]) => [status, ajv.compile(schema)])) };
    });
    return (answer, ledger) => {
      const { status, text } = answer.response;
      judgeMediaType(contract, ledger, answer);
      for (const { id, validators } of levels) {
        const isJudged = status >= 400 && !isBodiless(answer) && !isOfFirewall(answer);
        const validate = isJudged ? findByStatus(validators, status) : undefined;
        if (validate === undefined) continue;
        const fault = findFault(answer, validate);
        if (fault === undefined) ledger.exercise(id, 'errors');
        else ledger.violate(id, { summary: fault, received: text.slice(0, 300), answers: [answer] });
      }
    };
  },
};

function isBodiless({ response: { exchange } }: Answer): boolean {
  return exchange.method === 'HEAD';
}

/** What looks like an attack, many a firewall answers in the place of the API, which the media type still shows. */
function isOfFirewall({ plain, purpose, response: { status, json } }: Answer): boolean {
  return status === 403 && json === undefined && purpose === 'either' && !plain;
}

/** Errors of a documented shape have the media type of the contract's examples. */
function judgeMediaType({ errors, responseSchemas }: Contract, ledger: Ledger, answer: Answer): void {
  const { status, headers } = answer.response;
  const expected = [...errors.values()].find((error) => error.status === status)?.mediaType;
  if (status < 400 || !responseSchemas.has(status) || expected === undefined || isBodiless(answer)) return;
  const received = headers['content-type'];
  const fault = findMediaTypeFault(received, expected);
  if (fault === undefined) ledger.exercise('media-type.errors', 'errors');
  else ledger.violate('media-type.errors', { summary: fault, expected, received, answers: [answer] });
}

function findFault({ response: { status, json } }: Answer, validate: ValidateFunction): string | undefined {
  if (json === undefined) return `the body of a ${status} response is not JSON`;
  if (validate(json)) return undefined;
  const [error] = validate.errors ?? [];
  return `the body of a ${status} response ${error?.message ?? 'is invalid'}${error?.instancePath ? ` at ${error.instancePath}` : ''}`;
}

/** Requires the T of RFC 3339 between date and time, not the space that it also allows for readability. */
function isDateTime(text: string): boolean {
  return /^\d{4}-\d{2}-\d{2}T/i.test(text) && /(?:Z|[+-]\d{2}:\d{2})$/i.test(text) && parseInstant(text) !== undefined;
}

/** An ajv for responses: of disputed formats it demands only the undisputed part. */
export function createShapeAjv(): Ajv2020 {
  const ajv = createAjv();
  ajv.addFormat('email', /^[^\s@]+@[^\s@]+$/);
  ajv.addFormat('uri', /^[a-z][a-z0-9+.-]*:\S+$/i);
  ajv.addFormat('date-time', { validate: isDateTime });
  // 0.07 is a multiple of 0.01, although their binary quotient is no integer.
  ajv.removeKeyword('multipleOf');
  ajv.addKeyword({ keyword: 'multipleOf', type: 'number', validate: isMultipleOf, errors: false });
  return ajv;
}

/** Both numbers are decimal fractions as they are written, so what counts is the quotient of their digits. */
function isMultipleOf(divisor: number, value: number): boolean {
  const digits = Math.max(countDecimals(divisor), countDecimals(value));
  const [whole, part] = [value, divisor].map((number) => toScaledInteger(number, digits));
  return whole !== undefined && part !== undefined && part !== 0n && whole % part === 0n;
}

function countDecimals(value: number): number {
  const [mantissa = '', exponent = '0'] = String(value).split('e');
  return Math.max(0, (mantissa.split('.')[1]?.length ?? 0) - Number(exponent));
}

function toScaledInteger(value: number, digits: number): bigint | undefined {
  const [mantissa = '', exponent = '0'] = String(value).split('e');
  const [whole = '', fraction = ''] = mantissa.split('.');
  const zeros = digits - fraction.length + Number(exponent);
  return zeros < 0 ? undefined : BigInt(whole + fraction + '0'.repeat(zeros));
}

/**
 * Compares media types: names in any case, spaces around parameters mean nothing. Parameters that are expected have to be
 * there; a charset that is not is fine as long as it is UTF-8.
 *
 * @returns what is wrong; `undefined` when nothing is
 */
export function findMediaTypeFault(received: string | undefined, expected: string): string | undefined {
  if (received === undefined) return 'the response has no Content-Type';
  const [wanted, given] = [parse(expected), parse(received)];
  if (!coversType(wanted.type, given.type)) return `the media type is ${given.type || 'empty'}`;
  for (const [name, value] of wanted.parameters) {
    if (given.parameters.get(name) !== value)
      return `the media type has ${name}=${given.parameters.get(name) ?? '(none)'} in place of ${name}=${value}`;
  }
  const charset = given.parameters.get('charset');
  return charset === undefined || charset === 'utf-8' ? undefined : `the charset is ${charset}`;
}

/** A document may name a range, such as `application/*` or all of them. */
function coversType(range: string, type: string): boolean {
  if (!range.includes('*')) return range === type;
  return new RegExp(`^${range.split('*').map(escapePattern).join('[^/]*')}$`).test(type);
}

function parse(mediaType: string): { readonly type: string; readonly parameters: ReadonlyMap<string, string> } {
  const [type = '', ...rest] = mediaType
    .toLowerCase()
    .split(';')
    .map((part) => part.trim());
  const parameters = rest.map((parameter) => {
    const [name = '', value = ''] = parameter.split('=').map((part) => part.trim());
    return [name, value.replace(/^"(.*)"$/, '$1').replace(/^utf8$/, 'utf-8')] as const;
  });
  return { type, parameters: new Map(parameters) };
}
