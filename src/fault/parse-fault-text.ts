import { FaultError } from './fault-error.ts';
import { FAULT_SCHEMA } from './fault-schema.ts';

/** Statuses that stand for a fault. */
const SHORTHANDS: Readonly<Record<string, Readonly<Record<string, unknown>>>> = {
  '429': { kind: 'rate-limit' },
  '500': { kind: 'server-error', status: 500 },
  '502': { kind: 'server-error', status: 502 },
  '503': { kind: 'server-error', status: 503 },
};

const FORM = 'write kind or kind:name=value,name=value, such as latency:ms=300,jitterMs=50';

/**
 * Reads the text of a fault, without judging its kind and parameters.
 *
 * @param text - `kind`, `kind:name=value,name=value`, or a status in place of the kind
 * @returns the fault as it would be in JSON
 * @throws {FaultError} when it has another form
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
    if (fault.has(key)) throw new FaultError('invalid-fault', `${key} is given twice in ${JSON.stringify(text)}`);
    fault.set(key, readValue(key, value));
  }
  return Object.fromEntries(fault);
}

function splitOnce(text: string, separator: string): readonly [string, string?] {
  const index = text.indexOf(separator);
  return index === -1 ? [text.trim()] : [text.slice(0, index).trim(), text.slice(index + 1).trim()];
}

/** What is no number stays a text, of which the check then says what it should be. */
function readValue(key: string, text: string): unknown {
  const schemas = FAULT_SCHEMA['properties'] as Readonly<Record<string, { readonly type: string }>>;
  const isText = !Object.hasOwn(schemas, key) || schemas[key]?.type === 'string';
  return isText || !Number.isFinite(Number(text)) ? text : Number(text);
}

function wrongForm(text: string): FaultError {
  return new FaultError('invalid-fault', `${JSON.stringify(text)} is not the text of a fault; ${FORM}`);
}
