import type { MockRequest, MockResponse } from '../mock/message.ts';
import type { PrismInput, PrismWish } from './prism-library.ts';
import type { Operation } from './site/site.ts';

/** A request for Prism. */
export interface PrismRequest extends Omit<MockRequest, 'origin'> {
  /** The body's text, or its value if it has been parsed already. */
  readonly body?: unknown;
}

/** Answers a request with a documented response of the operation that it leads to. */
export type PrismResponder = (request: PrismRequest, operation: Operation) => Promise<MockResponse>;

/**
 * Brings a request to the form that Prism takes. What a client accepts counts only where the response is not forced.
 *
 * @throws {SyntaxError} when the body should be JSON and is not
 */
export function toPrismInput(request: PrismRequest, { method }: Operation, { isChecked }: PrismWish): PrismInput {
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
