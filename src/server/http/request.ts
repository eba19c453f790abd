import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Socket } from 'node:net';
import type { Request, Response } from 'express';
import { SENDER_HEADER } from '../../journal/exchange.ts';
import type { MockRequest } from '../../mock/message.ts';
import { loadExpress } from './load-express.ts';
import type { OriginReader } from './origin.ts';

/** Brings a request that Node received to the form that the mock takes. */
export type RequestReader = (request: IncomingMessage) => MockRequest;

export function toMockRequest(request: IncomingMessage, readOrigin: OriginReader): MockRequest {
  const { method = 'GET', url = '/' } = request;
  const headers = request.headers[COOKIE_HEADER] === undefined ? request.headers : putCookie(request.headers);
  const { path, query } = readTarget(url);
  return { method, path, query, headers, origin: readOrigin(request), body: undefined };
}

/** No page may send a `Cookie` of its own choice: the console, which sends requests for people, sends it by this name. */
const COOKIE_HEADER = 'x-pagewright-cookie';

function putCookie({ [COOKIE_HEADER]: cookie, ...headers }: IncomingMessage['headers']): IncomingMessage['headers'] {
  const isOwn = headers[SENDER_HEADER] === 'console' && typeof cookie === 'string';
  return isOwn ? { ...headers, cookie } : headers;
}

/** What a request asks for. */
interface Target {
  /** As it was sent, without the query. */
  readonly path: string;
  /** What stands after the first `?`; empty without one. */
  readonly query: string;
}

/**
 * Splits the target of a request. The form for a proxy (`http://host/path`) counts as its path, and the
 * `*` of `OPTIONS *` as a path.
 *
 * @param url - as it stands in the request line
 */
export function readTarget(url: string): Target {
  const local = url.charCodeAt(0) === 47 /* / */ ? url : toLocal(url);
  const mark = local.indexOf('?');
  return mark === -1 ? { path: local, query: '' } : { path: local.slice(0, mark), query: local.slice(mark + 1) };
}

function toLocal(url: string): string {
  const start = /^https?:\/\/[^/?#]*/i.exec(url)?.[0];
  if (start === undefined) return url;
  const rest = url.slice(start.length);
  return rest.startsWith('/') ? rest : `/${rest}`;
}

/**
 * Reads the body of a request. In a larger application, another handler may have read it before.
 *
 * @param maxBytes - how large it may be
 * @returns its text, or the value that it was parsed to before
 * @throws an error with a status when it is too large or cannot be read
 */
export async function readRequestBody(
  request: IncomingMessage,
  response: ServerResponse,
  maxBytes: number,
): Promise<unknown> {
  // Few requests need their body: Express is loaded with the first of them.
  const { default: express } = await loadExpress();
  const read = express.raw({ type: () => true, limit: maxBytes });
  const asked = request as Request;
  await new Promise<void>((resolve, reject) => {
    read(asked, response as Response, (error?: unknown) => (error === undefined ? resolve() : reject(error)));
  });
  return Buffer.isBuffer(asked.body) ? asked.body.toString('utf8') : asked.body;
}

/**
 * Brings the body of a request of several parts to the form of one in a query: a file is known by its name.
 *
 * @param type - the request's `Content-Type`, with the boundary of its parts
 * @returns the text itself where it is in no parts
 * @throws an error with a status when its parts cannot be told apart
 */
export async function toForm(text: string, type: string | undefined): Promise<string> {
  if (type === undefined || !/^multipart\/form-data\b/i.test(type) || text === '') return text;
  try {
    const parts = await new globalThis.Response(text, { headers: { 'Content-Type': type } }).formData();
    const fields = [...parts].map(([name, value]) => [name, typeof value === 'string' ? value : value.name]);
    return new URLSearchParams(fields as [string, string][]).toString();
  } catch {
    throw Object.assign(new Error('Invalid body: must be multipart/form-data'), { status: 400 });
  }
}

const numbers = new WeakMap<Socket, number>();
let last = 0;

/** The number of a connection: the same as long as it lasts, and no other's. */
export function connectionOf(socket: Socket): number {
  const known = numbers.get(socket);
  if (known !== undefined) return known;
  last += 1;
  numbers.set(socket, last);
  return last;
}

/** The number of the latest connection: greater ones were opened later. */
export function latestConnection(): number {
  return last;
}
