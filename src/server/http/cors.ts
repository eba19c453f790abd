import type { IncomingMessage } from 'node:http';
import type { Headers, MockResponse } from '../../mock/message.ts';

/** Lets pages of other origins read the responses of the mock. */
export interface Cors {
  /** For every response. */
  readonly headers: Headers;
  /** The response to a preflight request; `undefined` for other requests. */
  preflight(request: IncomingMessage): MockResponse | undefined;
}

const HEADERS: Headers = [
  ['Access-Control-Allow-Origin', '*'],
  ['Access-Control-Expose-Headers', '*'],
];

/** Allows every origin, method and header. Credentials of the browser (cookies) are not allowed. */
export function createCors(): Cors {
  return { headers: HEADERS, preflight };
}

function preflight({ method, headers }: IncomingMessage): MockResponse | undefined {
  const wanted = headers['access-control-request-method'];
  if (method !== 'OPTIONS' || headers.origin === undefined || wanted === undefined) return undefined;
  const wantedHeaders = headers['access-control-request-headers'];
  const isPrivate = headers['access-control-request-private-network'] === 'true';
  return {
    status: 204,
    headers: [
      ['Access-Control-Allow-Methods', wanted],
      ...(wantedHeaders === undefined ? [] : [['Access-Control-Allow-Headers', wantedHeaders] as const]),
      ...(isPrivate ? [['Access-Control-Allow-Private-Network', 'true'] as const] : []),
      ['Access-Control-Max-Age', '600'],
      ['Vary', 'Access-Control-Request-Method, Access-Control-Request-Headers'],
    ],
    body: '',
  };
}
