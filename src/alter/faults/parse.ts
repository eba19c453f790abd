import type { ErrorObject, ValidateFunction } from 'ajv/dist/2020.js';
import { PagewrightError } from '../../contract/error.ts';
import { createAjv } from '../../contract/json-schema.ts';
import { didYouMean, nearNamesClause } from '../../contract/text.ts';
import { FAULT_KINDS, FAULT_SCHEMA, type Fault, isFaultKind, kindsWith, listParameters } from './kinds.ts';

let validate: ValidateFunction | undefined;

/**
 * Reads a fault.
 *
 * @param value - an object as `FAULT_SCHEMA` has it, or a text
 * @throws {PagewrightError} `unknown-fault` or `invalid-fault`; the message says what would be right
 *
 * @example
 * parseFault('latency:ms=300,jitterMs=50'); // { kind: 'latency', ms: 300, jitterMs: 50 }
 * parseFault('503'); // { kind: 'server-error', status: 503 }
 */
export function parseFault(value: unknown): Fault {
  // In YAML, a status is a number.
  const data = typeof value === 'string' || typeof value === 'number' ? parseFaultText(String(value)) : value;
  if (typeof data !== 'object' || data === null || Array.isArray(data)) {
    throw new PagewrightError('invalid-fault', `Invalid fault ${JSON.stringify(data)}: must be an object or a text`);
  }
  const fault = Object.fromEntries(Object.entries(data).filter(([, part]) => part !== undefined));
  const kind = requireKind(fault['kind']);
  validate ??= createAjv().compile(FAULT_SCHEMA);
  if (validate(fault)) return fault as unknown as Fault;
  const messages = (validate.errors ?? []).flatMap((error) => describe(error, kind) ?? []);
  throw new PagewrightError('invalid-fault', `Invalid fault ${kind}: ${[...new Set(messages)].join('; ')}`);
}

function requireKind(kind: unknown): Fault['kind'] {
  if (typeof kind === 'string' && isFaultKind(kind)) return kind;
  const known = FAULT_KINDS.join(', ');
  if (kind === undefined) throw new PagewrightError('invalid-fault', `Missing fault kind; known: ${known}`);
  const near = typeof kind === 'string' ? nearNamesClause(kind, FAULT_KINDS) : '';
  throw new PagewrightError('unknown-fault', `Unknown fault ${JSON.stringify(kind)}${near || `; known: ${known}`}`, {
    field: 'kind',
  });
}

/** What an error means; `undefined` for one that only repeats another. */
function describe(error: ErrorObject, kind: Fault['kind']): string | undefined {
  const [, keyword, name = ''] = error.schemaPath.split('/');
  if (keyword === 'dependentSchemas') return describeForeignParameter(name, kind);
  if (error.keyword === 'if') return undefined;
  if (error.keyword === 'additionalProperties') {
    const wrong = String(error.params['additionalProperty']);
    return `unknown parameter ${wrong}${didYouMean(wrong, listParameters(kind))}`;
  }
  const parameter = error.instancePath.slice(1);
  return `${parameter} ${describeRule(error)}, not ${JSON.stringify(error.data)}`;
}

function describeForeignParameter(parameter: string, kind: Fault['kind']): string {
  if (parameter === 'retryAfter' && kind === 'server-error') {
    return 'retryAfter requires status 503';
  }
  return `${parameter} applies to ${kindsWith(parameter).join(' and ')} only`;
}

function describeRule({ keyword, params, schemaPath }: ErrorObject): string {
  switch (keyword) {
    case 'minimum':
      return `must be at least ${params['limit']}${schemaPath.includes('/then/') ? ', since no page comes before the first' : ''}`;
    case 'maximum':
      return `must be at most ${params['limit']}`;
    case 'exclusiveMinimum':
      return `must be greater than ${params['limit']}`;
    case 'enum':
      return `must be one of ${(params['allowedValues'] as unknown[]).join(', ')}`;
    case 'minLength':
      return 'must not be empty';
    default:
      return `must be ${/^[aeiou]/.test(String(params['type'])) ? 'an' : 'a'} ${params['type']}`;
  }
}

/** Statuses that stand for a fault. */
const SHORTHANDS: Readonly<Record<string, Readonly<Record<string, unknown>>>> = {
  '429': { kind: 'rate-limit' },
  '500': { kind: 'server-error', status: 500 },
  '502': { kind: 'server-error', status: 502 },
  '503': { kind: 'server-error', status: 503 },
};

const FORM = 'must be kind or kind:name=value,name=value, such as latency:ms=300,jitterMs=50';

/**
 * Reads the text of a fault, without judging its kind and parameters.
 *
 * @param text - `kind`, `kind:name=value,name=value`, or a status in place of the kind
 * @returns the fault as it would be in JSON
 * @throws {PagewrightError} when it has another form
 */
export function parseFaultText(text: string): Readonly<Record<string, unknown>> {
  const [name = '', parameters] = splitOnce(text, ':');
  if (name === '' || text.includes(';')) throw wrongForm(text);
  const kind = (Object.hasOwn(SHORTHANDS, name) ? SHORTHANDS[name] : undefined) ?? { kind: name };
  if (parameters === undefined) return kind;
  const fault = new Map<string, unknown>(Object.entries(kind));
  for (const part of parameters.split(',')) {
    const [key = '', value] = splitOnce(part, '=');
    if (key === '' || value === undefined || value === '') throw wrongForm(text);
    if (fault.has(key))
      throw new PagewrightError('invalid-fault', `Invalid fault ${JSON.stringify(text)}: repeated parameter ${key}`);
    fault.set(key, readValue(key, value));
  }
  return Object.fromEntries(fault);
}

function splitOnce(text: string, separator: string): readonly [string, string?] {
  const index = text.indexOf(separator);
  return index === -1 ? [text.trim()] : [text.slice(0, index).trim(), text.slice(index + 1).trim()];
}

/** What is not a number stays a text, which validation then rejects. */
function readValue(key: string, text: string): unknown {
  const schemas = FAULT_SCHEMA['properties'] as Readonly<Record<string, { readonly type: string }>>;
  const isText = !Object.hasOwn(schemas, key) || schemas[key]?.type === 'string';
  return isText || !Number.isFinite(Number(text)) ? text : Number(text);
}

function wrongForm(text: string): PagewrightError {
  return new PagewrightError('invalid-fault', `Invalid fault ${JSON.stringify(text)}: ${FORM}`);
}
