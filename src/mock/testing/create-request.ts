import type { MockRequest } from '../message.ts';

const ORIGIN = 'http://mock.test';

/** What a test says of a request; the rest is filled in. */
export interface RequestParts {
  readonly method?: string;
  readonly headers?: Readonly<Record<string, string | readonly string[] | undefined>>;
  readonly origin?: string;
}

/** Makes a request from a path with its query, or from a whole URL, whose origin then is the request's own. */
export function createRequest(target: string, parts: RequestParts = {}): MockRequest {
  const { origin: found, rest } = splitOrigin(target);
  const mark = rest.indexOf('?');
  return {
    method: parts.method ?? 'GET',
    path: mark === -1 ? rest : rest.slice(0, mark),
    query: mark === -1 ? '' : rest.slice(mark + 1),
    headers: lowerNames(parts.headers ?? {}),
    origin: parts.origin ?? found ?? ORIGIN,
  };
}

function splitOrigin(target: string): { readonly origin?: string; readonly rest: string } {
  const match = /^(https?:\/\/[^/]+)(\/.*)$/.exec(target);
  return match === null ? { rest: target } : { origin: match[1] ?? '', rest: match[2] ?? '' };
}

function lowerNames(headers: NonNullable<RequestParts['headers']>): MockRequest['headers'] {
  return Object.fromEntries(Object.entries(headers).map(([name, value]) => [name.toLowerCase(), value]));
}
