import { ClientRequest, type Agent as HttpAgent } from 'node:http';
import type { Agent as HttpsAgent } from 'node:https';
import type { Stream } from 'node:stream';
import supertest from 'supertest';
import type { Clock } from '../clock.ts';
import { toWireText } from '../url/to-wire-text.ts';
import type { AttemptFailure, AttemptOutcome, AttemptRequest } from './attempt.ts';
import { decodeBody } from './decode-body.ts';
import { explainFailure } from './explain-failure.ts';

/** How attempts are made. */
export interface Transport {
  /** Of the same protocol as the origin; keeps connections. */
  readonly agent: HttpAgent | HttpsAgent;
  /** Whether a certificate of this very machine may be one of its own making. */
  readonly trustLoopback: boolean;
  readonly timeoutMs: number;
  readonly maxBodyBytes: number;
  readonly clock: Clock;
}

type Cut = Omit<AttemptFailure, 'kind' | 'durationMs'>;

type Test = ReturnType<ReturnType<typeof supertest>['get']>;

/**
 * Sends one request and takes whatever comes: redirects are not followed, any status and any media type is an answer.
 *
 * @param request - what to send
 * @param transport - over what
 * @param signal - ends it
 * @returns the answer, or why there is none; never rejects
 */
export function sendOnce(request: AttemptRequest, transport: Transport, signal: AbortSignal): Promise<AttemptOutcome> {
  const { clock, timeoutMs } = transport;
  const startedAt = clock.now();
  const fail = (failure: Cut): AttemptFailure => ({
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
    // Settling comes first: what a request reports after its end is of no interest.
    const cut = (failure: Cut): void => {
      settle(fail(failure));
      test.abort();
    };
    const abort = (): void => cut(ABORTED);
    const timer = setTimeout(() => cut(describeTimeout(timeoutMs)), timeoutMs);
    signal.addEventListener('abort', abort);
    test.once('request', () => test.req.once('upgrade', () => cut(UPGRADED)));
    // What the end is given has been reworded, and lost its code.
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

const ABORTED: Cut = { error: 'aborted', reason: 'the run was cancelled', transient: false };

const UPGRADED: Cut = {
  error: 'malformed-http',
  reason: 'the response changes to another protocol, which nobody asked for',
  transient: false,
};

function describeTimeout(timeoutMs: number): Cut {
  return { error: 'timeout', reason: `no complete answer within ${timeoutMs} ms`, transient: true };
}

function prepare(request: AttemptRequest, { agent, trustLoopback, maxBodyBytes }: Transport): Test {
  const client = supertest(request.origin);
  const test = request.method === 'HEAD' ? client.head('/') : client.get('/');
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
  // The client would spell the URL its own way, and add what it can decompress.
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
  // The client reports it; without a listener, one that comes late would end the process.
  response.on('error', () => {});
}

/** Whether the head of a response has come. */
function hasBegun(test: Test): boolean {
  return test.res !== undefined;
}

function readAnswer(
  response: { readonly status: number; readonly headers: object; readonly body: unknown },
  durationMs: number,
): AttemptOutcome {
  const headers = Object.fromEntries(Object.entries(response.headers).map(([name, value]) => [name, String(value)]));
  // A HEAD has no body, and the client's stand-in for none is an object.
  const bytes = Buffer.isBuffer(response.body) ? response.body : Buffer.alloc(0);
  return {
    kind: 'answered',
    status: response.status,
    headers,
    text: decodeBody(bytes, headers['content-type']),
    durationMs,
  };
}
