import { setTimeout } from 'node:timers/promises';
import type { AlteredResponse, Delivery } from '../alter/engine.ts';
import { readTarget } from './http/request.ts';
import { halfOf, splitBody } from './http/response.ts';
import { toProblem } from './problem.ts';
import { createRespond, type Respond } from './respond.ts';
import { findSession, type SessionRegistry } from './sessions/registry.ts';

/**
 * Creates the handler of requests in the form of the Fetch standard, without a socket.
 *
 * @param publicUrl - what links start with, in place of the origin of each request
 */
export function createRequestHandler(
  registry: SessionRegistry,
  publicUrl: string | undefined,
  respond: Respond = createRespond(),
): (request: Request) => Promise<Response> {
  return async (request) => {
    const { origin } = new URL(request.url);
    const { method } = request;
    const target = readTarget(request.url.slice(origin.length));
    const headers = Object.fromEntries(request.headers);
    try {
      const entered = findSession(registry, { method, ...target, headers, origin: publicUrl ?? origin });
      return await toWebResponse(method, await respond(entered, (maxBytes) => readText(request, maxBytes)));
    } catch (error) {
      const problem = toProblem(error);
      if (problem === undefined) throw error;
      return toWebResponse(method, problem);
    }
  };
}

/** The body of a request. @throws an error with a status when it is too large */
async function readText(request: Request, maxBytes: number): Promise<string> {
  const text = await request.text();
  if (Buffer.byteLength(text) <= maxBytes) return text;
  throw Object.assign(new Error('request entity too large'), { status: 413 });
}

/**
 * Brings a response to the form of the Fetch standard, delivered as its delivery says: late, piece by piece, in part or not at all.
 *
 * @param method - of the request
 * @throws {TypeError} as `fetch` does, when the connection is to break before the response
 */
export async function toWebResponse(method: string, answer: AlteredResponse): Promise<Response> {
  const { status, headers, body, delivery = {} } = answer;
  if (delivery.delayMs !== undefined) await setTimeout(delivery.delayMs);
  if (delivery.breaks === 'before-head') throw new TypeError('fetch failed', { cause: createReset() });
  const hasBody = body !== '' && method !== 'HEAD';
  return new Response(hasBody ? writeBody(body, delivery) : null, {
    status,
    headers: headers.map(([name, value]) => [name, value]),
  });
}

function writeBody(body: string, { breaks, dripMs }: Delivery): Buffer<ArrayBuffer> | ReadableStream<Uint8Array> {
  if (breaks === undefined && dripMs === undefined) return Buffer.from(body, 'latin1');
  const pieces = splitBody(breaks === undefined ? body : halfOf(body));
  const rest = pieces.values();
  return new ReadableStream<Uint8Array>({
    async pull(controller) {
      const { done, value } = rest.next();
      if (!done) {
        if (dripMs !== undefined) await setTimeout(dripMs / pieces.length);
        controller.enqueue(Buffer.from(value, 'latin1'));
      } else if (breaks === undefined) controller.close();
      else controller.error(new TypeError('terminated', { cause: createReset() }));
    },
  });
}

function createReset(): Error {
  return Object.assign(new Error('read ECONNRESET'), { code: 'ECONNRESET' });
}
