import type { IncomingMessage, ServerResponse } from 'node:http';
import type { FaultedResponse } from '../../fault/delivery.ts';
import type { RecordedResponse } from '../answering/open-exchange.ts';
import { halfOf } from './half-of.ts';
import { sendResponse } from './send-response.ts';
import { splitBody } from './split-body.ts';
import { whenGone } from './when-gone.ts';

/**
 * Sends an answer as its delivery says: late, piece by piece, in part or not at all. A client that goes away in between ends it.
 */
export function deliverResponse(request: IncomingMessage, response: ServerResponse, answer: RecordedResponse): void {
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
function sendHalf(request: IncomingMessage, response: ServerResponse, answer: FaultedResponse): void {
  writeHead(response, answer);
  if (request.method === 'HEAD') response.end();
  else response.write(halfOf(answer.body), 'latin1', () => request.socket.destroy());
}

function drip(request: IncomingMessage, response: ServerResponse, answer: FaultedResponse, overMs: number): void {
  const pieces = splitBody(answer.body);
  const rest = pieces.values();
  writeHead(response, answer);
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

function writeHead(response: ServerResponse, { status, headers, body }: FaultedResponse): void {
  response.writeHead(status, [...headers.flat(), 'Content-Length', String(body.length)]);
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
