import type { IncomingMessage } from 'node:http';
import type { MockRequest } from '../../mock/message.ts';
import type { OriginReader } from './create-origin-reader.ts';
import { readTarget } from './read-target.ts';

/** Brings a request that Node received to the form that the mock takes. */
export function toMockRequest(request: IncomingMessage, readOrigin: OriginReader): MockRequest {
  const { path, query } = readTarget(request.url ?? '/');
  return { method: request.method ?? 'GET', path, query, headers: request.headers, origin: readOrigin(request) };
}
