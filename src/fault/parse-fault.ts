import type { ErrorObject, ValidateFunction } from 'ajv/dist/2020.js';
import { createAjv } from '../contract/create-ajv.ts';
import { didYouMean, nearNamesClause } from '../dataset/hints/suggest-names.ts';
import type { Fault } from './fault.ts';
import { FaultError } from './fault-error.ts';
import { FAULT_SCHEMA } from './fault-schema.ts';
import { FAULT_KINDS, isFaultKind } from './kinds/fault-kinds.ts';
import { listParameters } from './kinds/list-parameters.ts';
import { parseFaultText } from './parse-fault-text.ts';

let validate: ValidateFunction | undefined;

/**
 * Reads a fault.
 *
 * @param value - an object as `FAULT_SCHEMA` has it, or a text: `latency`, `latency:ms=300,jitterMs=50`, `503`
 * @throws {FaultError} `unknown-fault` or `invalid-fault`; the message says what would be right
 */
export function parseFault(value: unknown): Fault {
  // In YAML, a status is a number.
  const data = typeof value === 'string' || typeof value === 'number' ? parseFaultText(String(value)) : value;
  if (typeof data !== 'object' || data === null || Array.isArray(data)) {
    throw new FaultError('invalid-fault', `a fault is an object or a text, not ${JSON.stringify(data)}`);
  }
  const fault = Object.fromEntries(Object.entries(data).filter(([, part]) => part !== undefined));
  const kind = requireKind(fault['kind']);
  validate ??= createAjv().compile(FAULT_SCHEMA);
  if (validate(fault)) return fault as unknown as Fault;
  const messages = (validate.errors ?? []).flatMap((error) => describe(error, kind) ?? []);
  throw new FaultError('invalid-fault', `${kind}: ${[...new Set(messages)].join('; ')}`);
}

function requireKind(kind: unknown): Fault['kind'] {
  if (typeof kind === 'string' && isFaultKind(kind)) return kind;
  const names = Object.keys(FAULT_KINDS);
  const known = `faults are ${names.join(', ')}`;
  if (kind === undefined) throw new FaultError('invalid-fault', `a fault has a kind; ${known}`);
  const near = typeof kind === 'string' ? nearNamesClause(kind, names) : '';
  throw new FaultError('unknown-fault', `there is no fault ${JSON.stringify(kind)}${near || `; ${known}`}`);
}

/** What an error means; `undefined` for one that only repeats another. */
function describe(error: ErrorObject, kind: Fault['kind']): string | undefined {
  const [, keyword, name = ''] = error.schemaPath.split('/');
  if (keyword === 'dependentSchemas') return describeStranger(name, kind);
  if (error.keyword === 'if') return undefined;
  if (error.keyword === 'additionalProperties') {
    const wrong = String(error.params['additionalProperty']);
    return `there is no parameter ${wrong}${didYouMean(wrong, listParameters(kind))}`;
  }
  const parameter = error.instancePath.slice(1);
  return `${parameter} ${describeRule(error)}, not ${JSON.stringify(error.data)}`;
}

function describeStranger(parameter: string, kind: Fault['kind']): string {
  if (parameter === 'retryAfter' && kind === 'server-error') {
    return 'retryAfter goes with status 503 only';
  }
  const owners = Object.entries(FAULT_KINDS).filter(([, { parameters }]) => parameters.includes(parameter));
  return `${parameter} is a parameter of ${owners.map(([owner]) => owner).join(' and ')} only`;
}

function describeRule({ keyword, params, schemaPath }: ErrorObject): string {
  switch (keyword) {
    case 'minimum':
      return `must be at least ${params['limit']}${schemaPath.includes('/then/') ? ', as no page comes before the first' : ''}`;
    case 'maximum':
      return `must be at most ${params['limit']}`;
    case 'exclusiveMinimum':
      return `must be above ${params['limit']}`;
    case 'enum':
      return `must be one of ${(params['allowedValues'] as unknown[]).join(', ')}`;
    case 'minLength':
      return 'must not be empty';
    default:
      return `must be ${/^[aeiou]/.test(String(params['type'])) ? 'an' : 'a'} ${params['type']}`;
  }
}
