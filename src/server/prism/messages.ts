import type { Pointer } from '../../contract/contract.ts';
import type { ListMock } from '../../mock/list.ts';
import type { Headers, MockRequest, MockResponse } from '../../mock/message.ts';
import { escapeUnit, toByteString } from '../../store/body.ts';

import type { Operation } from '../routing/operations.ts';
import type { PrismInput, PrismMode, PrismOutput } from './library.ts';

/** A request for Prism. */
export interface PrismRequest extends Omit<MockRequest, 'body' | 'origin'> {
  /** The body's text, or its value if it has been parsed already. */
  readonly body?: unknown;
}

/** Responds to a request with a documented response of its operation. */
export type PrismResponder = (request: PrismRequest, operation: Operation) => Promise<MockResponse>;

/**
 * Brings a request to the form that Prism takes. What a client accepts counts only where the response is not forced.
 *
 * @throws {SyntaxError} when the body should be JSON and is not
 */
export function toPrismInput(request: PrismRequest, { method }: Operation, { isChecked }: PrismMode): PrismInput {
  const headers: Record<string, string> = {};
  for (const [name, value] of Object.entries(request.headers)) if (value !== undefined) headers[name] = String(value);
  const accept = isChecked ? readAccept(headers['accept']) : undefined;
  if (accept === undefined) delete headers['accept'];
  else headers['accept'] = accept;
  return {
    method: method as PrismInput['method'],
    url: { path: request.path, query: readQuery(request.query) },
    headers,
    body: readBody(request.body, headers['content-type']),
  };
}

/** Without the parts that no parser of media types takes. */
function readAccept(header: string | undefined): string | undefined {
  const parts = header
    ?.split(',')
    .filter((part) => /^\s*[\w!#$&^.+*-]+\/[\w!#$&^.+*-]+\s*(;\s*[\w-]+\s*=\s*("[^"]*"|[\w.+-]+)\s*)*$/.test(part));
  return parts === undefined || parts.length === 0 ? undefined : parts.join(',');
}

function readQuery(text: string): Record<string, string | string[]> {
  const parameters = new URLSearchParams(text);
  return Object.fromEntries(
    [...new Set(parameters.keys())].map((name) => {
      const [first = '', ...more] = parameters.getAll(name);
      return [name, more.length === 0 ? first : [first, ...more]];
    }),
  );
}

/** JSON as the value that it is, anything else as text. */
function readBody(body: unknown, type = ''): unknown {
  if (body === undefined || body === '') return null;
  return typeof body === 'string' && /[/+]json\s*(?:;|$)/i.test(type) ? (JSON.parse(body) as unknown) : body;
}

/**
 * Brings a response of Prism to the form of the mock: the media type exactly as the document has it, and new values where
 * every response of the contract has its own.
 */
export function toMockResponse({ output, validations }: PrismOutput, list: ListMock): MockResponse {
  const pointers = list.contract.envelope.fresh.map(({ pointer }) => pointer);
  const { type, headers } = readHeaders(output.headers ?? {});
  const body = writeBody(refresh(output.body, pointers, list.nextFreshValue), type);
  const typed: Headers = type === undefined || body === '' ? [] : [['Content-Type', type]];
  const violations: Headers =
    validations.input.length === 0 ? [] : [['sl-violations', writeViolations(validations.input)]];
  return { status: output.statusCode, headers: [...typed, ...headers, ...violations], body };
}

function readHeaders(given: Readonly<Record<string, unknown>>): { type: string | undefined; headers: Headers } {
  const entries = Object.entries(given).filter(([, value]) => value !== null && value !== undefined);
  const isType = (name: string): boolean => name.toLowerCase() === 'content-type';
  const type = entries.find(([name]) => isType(name))?.[1];
  return {
    type: type === undefined ? undefined : String(type),
    headers: entries.filter(([name]) => !isType(name)).map(([name, value]) => [name, String(value)] as const),
  };
}

function writeBody(body: unknown, type = 'application/json'): string {
  if (body === undefined) return '';
  return toByteString(typeof body === 'string' && !/[/+]json\b/i.test(type) ? body : JSON.stringify(body));
}

function writeViolations(violations: readonly object[]): string {
  const text = JSON.stringify(violations.map((violation) => ({ ...violation, severity: 'Error' })));
  return text.replace(/[^\x20-\x7e]/g, escapeUnit).slice(0, 8000);
}

/** A copy of a body with new values where every response has its own. */
function refresh(body: unknown, pointers: readonly Pointer[], next: () => string): unknown {
  if (pointers.length === 0 || typeof body !== 'object' || body === null) return body;
  const copy: unknown = structuredClone(body);
  for (const pointer of pointers) {
    const holder = pointer
      .slice(0, -1)
      .reduce<unknown>((value, key) => (value as Record<string, unknown> | undefined)?.[key], copy);
    const key = pointer.at(-1);
    if (key !== undefined && typeof holder === 'object' && holder !== null && Object.hasOwn(holder, key)) {
      (holder as Record<string, unknown>)[key] = next();
    }
  }
  return copy;
}
