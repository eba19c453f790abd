import type { PageContent } from './page-memo.ts';

/** A request as the mock sees it, whatever server received it. */
export interface MockRequest {
  /** Upper case. */
  readonly method: string;
  /** Path as it was sent, without the query: `/customers/`. */
  readonly path: string;
  /** What stands after the `?`, as it was sent; empty without one. */
  readonly query: string;
  /** By name in lower case, as `http.IncomingMessage` has them. */
  readonly headers: Readonly<Record<string, string | readonly string[] | undefined>>;
  /** Scheme, host and prefix under which the client reaches the mock: `http://127.0.0.1:4010`. */
  readonly origin: string;
}

export type Headers = readonly (readonly [name: string, value: string])[];

/** An answer, ready to be sent. */
export interface MockResponse {
  readonly status: number;
  readonly headers: Headers;
  /** The body's bytes, one character each (`latin1`), so that parts are joined without being copied. */
  readonly body: string;
  /** The stored page that it is, so that the page need not be copied to be sent; see `contentOf`. */
  readonly content?: PageContent | undefined;
}

/** The value of a header; of one that was sent several times, all of them, as HTTP joins them. */
export function readHeader(request: MockRequest, name: string): string | undefined {
  const value = request.headers[name];
  return typeof value === 'string' || value === undefined ? value : value.join(', ');
}
