import { ClientRequest, type Agent as HttpAgent } from 'node:http';
import type { Agent as HttpsAgent } from 'node:https';
import { createRequire } from 'node:module';
import type { Stream } from 'node:stream';
import type supertest from 'supertest';
import { formatCount } from '../../src/contract/text.ts';
import type { Clock } from './clock.ts';
import { toWireText } from './url.ts';

/**
 * Why there is no response: the code of the `PagewrightError` that a target throws.
 *
 * - `unreachable`: no connection, or it was reset before a response
 * - `timeout`: no complete response within the time
 * - `too-large`: the response exceeds the size limit
 * - `malformed-http`: what came is not HTTP, or ended before its end
 * - `aborted`: the run was cancelled, or the target closed
 */
type FailureCode = 'unreachable' | 'timeout' | 'too-large' | 'malformed-http' | 'aborted';

/** What goes over the wire. */
export interface AttemptRequest {
  readonly method: 'GET' | 'HEAD' | 'POST';
  readonly origin: string;
  /** As sent, with a leading slash. */
  readonly pathAndQuery: string;
  /** By name in lower case. */
  readonly headers: Readonly<Record<string, string>>;
  /** Of a POST, as text. */
  readonly body?: string;
  readonly freshConnection: boolean;
  /** Whether a page is expected, so that a 403 with Retry-After is a limit on the rate, as some servers send it. */
  readonly expectsPage?: boolean;
}

/** A response of any status. */
export interface AttemptAnswer {
  readonly kind: 'answered';
  readonly status: number;
  /** By name in lower case. */
  readonly headers: Readonly<Record<string, string>>;
  readonly text: string;
  /** Whether its bytes are not text in the declared charset, or in UTF-8 where they are JSON. */
  readonly isGarbled?: boolean;
  readonly durationMs: number;
}

/** No response, or an unreadable one. */
export interface AttemptFailure {
  readonly kind: 'failed';
  readonly error: FailureCode;
  /** Why; may hold secrets. */
  readonly reason: string;
  /** Whether a repeat may succeed. */
  readonly transient: boolean;
  readonly durationMs: number;
}

export type AttemptOutcome = AttemptAnswer | AttemptFailure;

export interface Transport {
  /** Of the same protocol as the origin; keeps connections open. */
  readonly agent: HttpAgent | HttpsAgent;
  /** Whether to accept self-signed certificates on loopback. */
  readonly trustLoopback: boolean;
  readonly timeoutMs: number;
  readonly maxBodyBytes: number;
  readonly clock: Clock;
}

type Failure = Omit<AttemptFailure, 'kind' | 'durationMs'>;

type Test = ReturnType<ReturnType<typeof supertest>['get']>;

/**
 * Sends one request. Redirects are not followed; every status and media type counts as a response.
 *
 * @returns the response, or why there is none; never rejects
 */
export function sendOnce(request: AttemptRequest, transport: Transport, signal: AbortSignal): Promise<AttemptOutcome> {
  const { clock, timeoutMs } = transport;
  // Before the time is taken.
  loadSupertest();
  const startedAt = clock.now();
  const fail = (failure: Failure): AttemptFailure => ({
    kind: 'failed',
    ...failure,
    durationMs: clock.now() - startedAt,
  });
  if (signal.aborted) return Promise.resolve(fail(ABORTED));
  return new Promise((resolve) => {
    const test = prepare(request, transport);
    const settle = (outcome: AttemptOutcome): void => {
      clearTimeout(timer);
      signal.removeEventListener('abort', abort);
      resolve(outcome);
    };
    // Settle first: errors after the end are ignored.
    const cut = (failure: Failure): void => {
      settle(fail(failure));
      test.abort();
    };
    const abort = (): void => cut(ABORTED);
    const timer = setTimeout(() => cut(describeTimeout(timeoutMs)), timeoutMs);
    signal.addEventListener('abort', abort);
    test.once('request', () => test.req.once('upgrade', () => cut(UPGRADED)));
    // The error that `end` gets has lost its code.
    let failure: unknown;
    test.once('error', (error) => {
      failure = error;
    });
    test.end((error: unknown, response) => {
      if (response !== undefined && response !== null) {
        return settle(readAnswer(response, clock.now() - startedAt));
      }
      cut(explainFailure(failure ?? error, hasBegun(test)));
    });
  });
}

const ABORTED: Failure = { error: 'aborted', reason: 'the run was cancelled', transient: false };

const UPGRADED: Failure = {
  error: 'malformed-http',
  reason: 'unexpected upgrade to another protocol',
  transient: false,
};

function describeTimeout(timeoutMs: number): Failure {
  return { error: 'timeout', reason: `no complete response within ${formatCount(timeoutMs)} ms`, transient: true };
}

let loaded: typeof supertest | undefined;

/** It takes longer to load than all of a command that sends nothing. */
function loadSupertest(): typeof supertest {
  loaded ??= createRequire(import.meta.url)('supertest') as typeof supertest;
  return loaded;
}

function prepare(request: AttemptRequest, { agent, trustLoopback, maxBodyBytes }: Transport): Test {
  const client = loadSupertest()(request.origin);
  const test = { GET: () => client.get('/'), HEAD: () => client.head('/'), POST: () => client.post('/') }[
    request.method
  ]();
  test
    .ok(() => true)
    .redirects(0)
    .maxResponseSize(maxBodyBytes)
    .buffer(true)
    .parse(collectBytes);
  test.trustLocalhost(trustLoopback);
  // Without an agent, each request has its own connection.
  if (!request.freshConnection) test.agent(agent);
  for (const [name, value] of Object.entries(request.headers)) test.set(name, toWireText(value));
  // Superagent takes a text that has a media type as it is.
  if (request.body !== undefined) test.send(request.body);
  // Superagent would normalize the URL and add Accept-Encoding.
  test.once('request', () => {
    const { req } = test;
    if (!(req instanceof ClientRequest)) return;
    if (request.headers['accept-encoding'] === undefined) req.removeHeader('accept-encoding');
    req.path = toWireText(request.pathAndQuery);
  });
  return test;
}

function collectBytes(response: Stream, done: (error: Error | null, body: Buffer) => void): void {
  const chunks: Buffer[] = [];
  response.on('data', (chunk: Buffer) => chunks.push(chunk));
  response.on('end', () => done(null, Buffer.concat(chunks)));
  // Superagent reports it; without a listener, a late error would end the process.
  response.on('error', () => {});
}

function hasBegun(test: Test): boolean {
  return test.res !== undefined;
}

function readAnswer(
  response: { readonly status: number; readonly headers: object; readonly body: unknown },
  durationMs: number,
): AttemptOutcome {
  const headers = Object.fromEntries(Object.entries(response.headers).map(([name, value]) => [name, String(value)]));
  // Superagent's stand-in for a missing body is an object.
  const bytes = Buffer.isBuffer(response.body) ? response.body : Buffer.alloc(0);
  return {
    kind: 'answered',
    status: response.status,
    headers,
    text: decodeBody(bytes, headers['content-type']),
    isGarbled: isGarbled(bytes, headers['content-type']),
    durationMs,
  };
}

/**
 * Reads a body as text. JSON is UTF-8 whatever is declared (RFC 8259, section 8.1), as long as the bytes are; anything else is
 * in the declared charset. What cannot be decoded becomes U+FFFD, so that every body is a text. A byte order mark is dropped.
 *
 * @param bytes - decompressed
 * @param contentType - the header, if there is one
 */
export function decodeBody(bytes: Uint8Array, contentType = ''): string {
  const declared = createDecoder(readCharset(contentType));
  const isJson = /^[^;]*[/+]json\b/i.test(contentType);
  if (declared !== undefined && !isJson) return declared.decode(bytes);
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch {
    return (declared ?? new TextDecoder()).decode(bytes);
  }
}

/** Whether a body cannot be what its media type says: JSON is UTF-8, and text is in its declared charset. */
function isGarbled(bytes: Uint8Array, contentType = ''): boolean {
  const isJson = /^[^;]*[/+]json\b/i.test(contentType);
  const charset = isJson ? 'utf-8' : readCharset(contentType);
  if (charset === undefined) return false;
  try {
    new TextDecoder(charset, { fatal: true }).decode(bytes);
    return false;
  } catch (error) {
    // A charset that nobody knows says nothing.
    return error instanceof TypeError;
  }
}

function readCharset(contentType: string): string | undefined {
  return /;\s*charset\s*=\s*"?([^\s";]+)/i.exec(contentType)?.[1];
}

function createDecoder(charset: string | undefined): InstanceType<typeof TextDecoder> | undefined {
  if (charset === undefined) return undefined;
  try {
    return new TextDecoder(charset);
  } catch {
    return undefined;
  }
}

interface Explanation {
  readonly error: FailureCode;
  readonly reason: string;
  /** Whether a repeat may succeed. */
  readonly transient: boolean;
}

const UNREACHABLE: Readonly<Record<string, string>> = {
  ECONNREFUSED: 'connection refused',
  ECONNRESET: 'connection closed before a response',
  EPIPE: 'connection closed while the request was sent',
  ETIMEDOUT: 'connection timed out',
  ENETUNREACH: 'network unreachable',
  EHOSTUNREACH: 'host unreachable',
  ENOTFOUND: 'unknown host',
  EAI_AGAIN: 'DNS lookup failed',
  EPROTO: 'not a TLS server (http:// instead of https://?)',
};

const TRANSIENT: ReadonlySet<string> = new Set(['ECONNREFUSED', 'ECONNRESET', 'EPIPE', 'ETIMEDOUT', 'EAI_AGAIN']);

const CERTIFICATE = /CERT|^UNABLE_TO_|SELF_SIGNED|^ERR_TLS_/;

/**
 * Explains an error of the HTTP client.
 *
 * @param error - whatever was thrown or emitted
 * @param responseBegan - whether the head of a response had come before
 */
export function explainFailure(error: unknown, responseBegan: boolean): Explanation {
  const code = readCode(error);
  const message = error instanceof Error ? error.message : String(error);
  if (code === 'ETOOLARGE') return permanent('too-large', 'response body larger than the limit');
  if (code === 'HPE_HEADER_OVERFLOW') return permanent('too-large', 'response headers larger than the limit');
  if (code.startsWith('HPE_')) return permanent('malformed-http', `invalid HTTP/1.1 response (${message})`);
  if (code.startsWith('Z_') || code.startsWith('ERR__ERROR_FORMAT') || code.startsWith('ERR_PADDING')) {
    return permanent('malformed-http', `response body does not match its Content-Encoding (${message})`);
  }
  if (responseBegan) return { error: 'malformed-http', reason: 'incomplete response', transient: true };
  if (CERTIFICATE.test(code)) return permanent('unreachable', `certificate not trusted (${message})`);
  const known = UNREACHABLE[code];
  if (known !== undefined) return { error: 'unreachable', reason: known, transient: TRANSIENT.has(code) };
  return permanent('unreachable', message || code || 'connection failed');
}

function permanent(error: FailureCode, reason: string): Explanation {
  return { error, reason, transient: false };
}

function readCode(error: unknown): string {
  const code = typeof error === 'object' && error !== null && 'code' in error ? error.code : '';
  return typeof code === 'string' ? code : '';
}
