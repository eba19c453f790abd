import { createResponder, type Responder } from './answering/create-responder.ts';
import { toProblem } from './answering/to-problem.ts';
import { toWebResponse } from './answering/to-web-response.ts';
import { readTarget } from './http/read-target.ts';
import type { SessionRegistry } from './sessions/create-session-registry.ts';
import { findSession } from './sessions/find-session.ts';

/**
 * Makes the handler of requests that come as the `Request` of the web's standards, without a socket.
 *
 * @param publicUrl - what links start with, in place of the origin of each request
 */
export function createRequestHandler(
  registry: SessionRegistry,
  publicUrl: string | undefined,
  respond: Responder = createResponder(),
): (request: Request) => Promise<Response> {
  return async (request) => {
    const { origin } = new URL(request.url);
    const { method } = request;
    const target = readTarget(request.url.slice(origin.length));
    const headers = Object.fromEntries(request.headers);
    try {
      const entered = findSession(registry, { method, ...target, headers, origin: publicUrl ?? origin });
      return await toWebResponse(method, await respond(entered, () => request.text()));
    } catch (error) {
      const problem = toProblem(error);
      if (problem === undefined) throw error;
      return toWebResponse(method, problem);
    }
  };
}
