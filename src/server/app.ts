import { executionAsyncResource } from 'node:async_hooks';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { answerHealth } from './admin/health.ts';
import type { AdminHandler, AdminOptions } from './admin/router.ts';
import type { Cors } from './http/cors.ts';
import { loadExpress } from './http/load-express.ts';
import { connectionOf, type RequestReader, readRequestBody } from './http/request.ts';
import { deliverResponse, sendResponse, whenGone } from './http/response.ts';
import type { MockApp } from './http/server.ts';
import { createRequestSharing } from './http/shared-requests.ts';
import { plainProblem, toProblem } from './problem.ts';
import { createRespond, type Respond } from './respond.ts';
import { findNearestList } from './routing/paths.ts';
import { findSession, type SessionRequest } from './sessions/registry.ts';

interface AppOptions extends AdminOptions {
  /** Absent: pages of other origins may not read responses. */
  readonly cors?: Cors | undefined;
  readonly respond?: Respond;
  /** Absent: of messages as a larger application hands them on. */
  readonly readRequest?: RequestReader;
}

/** Creates the handler of all requests: those below `/__admin` go to the admin API; all others to the session that they are for. */
export function createApp(options: AppOptions): MockApp {
  const { registry, readOrigin, cors, respond = createRespond() } = options;
  const { readRequest = createRequestSharing(readOrigin).read } = options;
  let admin: Promise<AdminHandler> | undefined;
  keepTickShape();

  /** No other site's page may call the admin API, and no session leads to it. @returns whether the path is the server's own */
  function handleOwn(
    path: string,
    request: IncomingMessage,
    response: ServerResponse,
    fail: (error: unknown) => void,
  ): boolean {
    if (/^\/__admin(?:\/|$)/.test(path)) {
      if (answerHealth(request, response, options)) return true;
      admin ??= loadAdmin(options);
      admin.then((handle) => handle(request, response, fail)).catch(fail);
      return true;
    }
    if (!/^\/__console(?:\/|$)/.test(path)) return false;
    import('./console.ts').then(({ handleConsole }) => handleConsole(request, response, path)).catch(fail);
    return true;
  }

  return (request, response, next) => {
    const fail = (error: unknown): void => sendFailure(error, request, response);
    try {
      const asked = readRequest(request);
      if (asked.path.startsWith('/__') && handleOwn(asked.path, request, response, fail)) return;
      if (cors !== undefined && applyCors(cors, request, response)) return;
      const entered = findSession(registry, asked, connectionOf(request.socket));
      if (next !== undefined && belongsToHost(entered, request)) return next();
      const answer = respond(
        entered,
        (maxBytes) => readRequestBody(request, response, maxBytes),
        goneListenerOf(entered, request, response),
      );
      if (answer instanceof Promise) answer.then((late) => deliverResponse(request, response, late)).catch(fail);
      else deliverResponse(request, response, answer);
    } catch (error) {
      fail(error);
    }
  };
}

/** Held for its shape: see `keepTickShape`. */
const heldTicks = new Set<object>();

/**
 * Node makes an object for every `process.nextTick`, several for each request. A major garbage collection that finds none of them
 * alive lets V8 forget their shape, and after a few such collections what makes them stays slow: a third of a page's time (decision
 * 0049). One that is held keeps the shape.
 */
function keepTickShape(): void {
  process.nextTick(() => {
    if (heldTicks.size === 0) heldTicks.add(executionAsyncResource());
  });
}

/** What a request that is held needs to know of its client; most requests cannot be held, and pay nothing for it. */
function goneListenerOf(
  { session, request: { method } }: SessionRequest,
  request: IncomingMessage,
  response: ServerResponse,
): Parameters<Respond>[2] {
  // While a body is read, somebody may set a breakpoint.
  const mayBeHeld = session.holds.next > 0 || (method !== 'GET' && method !== 'HEAD');
  return mayBeHeld ? (act) => whenGone(request, response, act) : undefined;
}

/** The admin API comes with Express, which most tests never need. */
async function loadAdmin(options: AdminOptions): Promise<AdminHandler> {
  await loadExpress();
  const { createAdminHandler } = await import('./admin/router.ts');
  return createAdminHandler(options);
}

/** Mounted at the root of a larger application, the mock leaves to it what begins like no list. */
function belongsToHost(
  { session: { router }, request: sent, isNamed }: SessionRequest,
  incoming: IncomingMessage,
): boolean {
  const { baseUrl = '' } = incoming as { baseUrl?: string };
  if (isNamed || baseUrl !== '') return false;
  const request = router.rebase(sent);
  if (router.lists.some(({ contract }) => contract.path === request.path)) return false;
  if (findNearestList(router.lists, request.path) !== undefined) return false;
  return router.findOperation(request.method, request.path) === undefined;
}

/** Responds to preflight requests; other responses get the headers that let pages read them. */
function applyCors(cors: Cors, request: IncomingMessage, response: ServerResponse): boolean {
  for (const [name, value] of cors.headers) response.setHeader(name, value);
  const preflight = cors.preflight(request);
  if (preflight === undefined) return false;
  sendResponse(request, response, preflight);
  return true;
}

/** Tells what was wrong with the request; what was wrong with the mock stays inside. */
function sendFailure(error: unknown, request: IncomingMessage, response: ServerResponse): void {
  if (response.headersSent) return void response.destroy();
  sendResponse(request, response, toProblem(error) ?? plainProblem(500, 'Internal error'));
}
