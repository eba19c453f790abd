import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Socket } from 'node:net';
import type { AlteredResponse } from '../../alter/engine.ts';
import type { MockResponse } from '../../mock/message.ts';
import { contentOf } from '../../mock/message.ts';

/** A response whose delivery is watched. */
export interface TrackedResponse extends AlteredResponse {
  /** Notes that the client went away before the response was complete; absent where it is sent at once. */
  readonly markAborted?: () => void;
}

/** Sends a response of the mock; to a HEAD request without its body. Headers that are set already stay. */
export function sendResponse(request: IncomingMessage, response: ServerResponse, answer: MockResponse): void {
  const { status } = answer;
  const page = contentOf(answer)?.page;
  const buffer = page?.takeBuffer();
  const length = status === 204 || status === 304 ? undefined : (buffer?.length ?? answer.body.length);
  if (length !== undefined && page?.headers === answer.headers && isPlain(response)) {
    response.writeHead(status, page.writeHead(length));
  } else {
    writeHead(response, answer, length);
  }
  if (request.method === 'HEAD') response.end();
  else if (buffer !== undefined) response.end(buffer);
  // One character for each byte: Node then writes head and body at once.
  else if (answer.body !== '') response.end(answer.body, 'latin1');
  else response.end();
}

/** @param length - of the body in bytes; `undefined` for a response without one */
function writeHead(response: ServerResponse, { status, headers }: MockResponse, length: number | undefined): void {
  const flat: string[] = [];
  for (const header of headers) flat.push(header[0], header[1]);
  if (length !== undefined) flat.push('Content-Length', String(length));
  if (isPlain(response)) response.writeHead(status, flat);
  else setHead(response, status, flat);
}

/** Whether no header is set yet. */
function isPlain(response: ServerResponse): boolean {
  return response.getHeaderNames().length === 0;
}

/** Sets headers one by one: where Express or CORS has set others before, Node takes long over a list. */
function setHead(response: ServerResponse, status: number, flat: readonly string[]): void {
  const values = new Map<string, readonly string[]>();
  for (let index = 0; index < flat.length; index += 2) {
    const name = flat[index] ?? '';
    values.set(name, [...(values.get(name) ?? []), flat[index + 1] ?? '']);
  }
  response.statusCode = status;
  for (const [name, all] of values) response.setHeader(name, all.length === 1 ? (all[0] ?? '') : all);
}

/**
 * Sends a response as its delivery says: late, piece by piece, in part or not at all. It ends when the client goes away.
 */
export function deliverResponse(request: IncomingMessage, response: ServerResponse, answer: TrackedResponse): void {
  if (answer.delivery === undefined && answer.markAborted === undefined) {
    sendResponse(request, response, answer);
    return;
  }
  const { delayMs = 0, breaks, dripMs } = answer.delivery ?? {};
  if (answer.markAborted !== undefined && breaks === undefined) noteAbort(request, response, answer.markAborted);
  wait(request, response, delayMs, () => {
    if (breaks === 'before-head') request.socket.resetAndDestroy();
    else if (breaks === 'amid-body') sendHalf(request, response, answer);
    else if (dripMs !== undefined && request.method !== 'HEAD') drip(request, response, answer, dripMs);
    else sendResponse(request, response, answer);
  });
}

function noteAbort(request: IncomingMessage, response: ServerResponse, markAborted: () => void): void {
  whenGone(request, response, () => {
    if (!response.writableFinished) markAborted();
  });
}

/** The length that the head promises is that of the whole body. */
function sendHalf(request: IncomingMessage, response: ServerResponse, answer: AlteredResponse): void {
  writeHead(response, answer, answer.body.length);
  if (request.method === 'HEAD') response.end();
  else response.write(halfOf(answer.body), 'latin1', () => request.socket.destroy());
}

function drip(request: IncomingMessage, response: ServerResponse, answer: AlteredResponse, overMs: number): void {
  const pieces = splitBody(answer.body);
  const rest = pieces.values();
  writeHead(response, answer, answer.body.length);
  response.flushHeaders();
  const sendNext = (): void => {
    const { done, value } = rest.next();
    if (done) return void response.end();
    wait(request, response, overMs / pieces.length, () => {
      response.write(value, 'latin1');
      sendNext();
    });
  };
  sendNext();
}

function wait(request: IncomingMessage, response: ServerResponse, milliseconds: number, then: () => void): void {
  if (milliseconds <= 0) {
    then();
    return;
  }
  const timer = setTimeout(() => {
    forget();
    then();
  }, milliseconds);
  const forget = whenGone(request, response, () => clearTimeout(timer));
}

/** The part of a body that is sent before the connection breaks. */
export function halfOf(body: string): string {
  return body.slice(0, Math.floor(body.length / 2));
}

/** Into how many pieces a body is cut that comes slowly. */
const PIECES = 20;

/** Cuts a body into pieces of about the same size; a short one into fewer, an empty one into none. */
export function splitBody(body: string): readonly string[] {
  const size = Math.max(1, Math.ceil(body.length / PIECES));
  return Array.from({ length: Math.ceil(body.length / size) }, (_, index) =>
    body.slice(index * size, (index + 1) * size),
  );
}

/** What is to be done when a connection ends. A connection may have many requests under way, and gets one listener. */
const endings = new WeakMap<Socket, Set<() => void>>();

/**
 * Does something once, when a response is sent or its connection has ended. A response that waits for those before it on the same
 * connection hears nothing of the connection by itself.
 *
 * @returns a function after which it is not done any more
 */
export function whenGone({ socket }: IncomingMessage, response: ServerResponse, act: () => void): () => void {
  const waiting = endings.get(socket) ?? listen(socket);
  const forget = (): void => {
    waiting.delete(end);
    response.off('close', end);
  };
  const end = (): void => {
    forget();
    act();
  };
  waiting.add(end);
  response.once('close', end);
  return forget;
}

function listen(socket: Socket): Set<() => void> {
  const waiting = new Set<() => void>();
  endings.set(socket, waiting);
  socket.once('close', () => {
    for (const end of [...waiting]) end();
  });
  return waiting;
}
