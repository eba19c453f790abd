import type { IncomingMessage, ServerResponse } from 'node:http';
import express, { type NextFunction, type Request, type RequestHandler, type Response } from 'express';
import { createSessionControl } from '../control/session-control.ts';
import { createSessionsControl } from '../control/sessions-control.ts';
import type { OriginReader } from '../http/origin.ts';
import { sendResponse } from '../http/response.ts';
import { type AdminError, jsonResponse, toAdminError } from '../problem.ts';
import { DEFAULT_SESSION, type SessionRegistry } from '../sessions/registry.ts';
import type { ScenarioLibrary } from '../sessions/scenario-library.ts';
import type { Session } from '../sessions/session.ts';
import { type AdminCall, type AdminRoute, readFields, readJsonBody, readParameters } from './call.ts';
import { checkRoutes } from './check-routes.ts';
import { contractRoutes, documentRoutes, rowRoutes } from './contract-routes.ts';
import { demoRoutes } from './demo-routes.ts';
import { findRejection, type GuardOptions } from './guard.ts';
import { journalRoutes } from './journal-routes.ts';
import { clockRoutes, faultRoutes, sessionRoutes } from './session-routes.ts';
import { viewRoutes } from './view-routes.ts';

export interface AdminOptions {
  readonly registry: SessionRegistry;
  readonly library: () => ScenarioLibrary;
  readonly readOrigin: OriginReader;
  readonly guard: GuardOptions;
}

/** Handles a request below `/__admin`. */
export type AdminHandler = (
  request: IncomingMessage,
  response: ServerResponse,
  fail: (error?: unknown) => void,
) => void;

/** Every operation of the admin API. */
export const ADMIN_ROUTES: readonly AdminRoute[] = [
  ...documentRoutes,
  ...contractRoutes,
  ...rowRoutes,
  ...viewRoutes,
  ...sessionRoutes,
  ...clockRoutes,
  ...faultRoutes,
  ...journalRoutes,
  ...checkRoutes,
  ...demoRoutes,
];

const ROOT = '/__admin';

/** Creates the admin API, by which a mock is controlled from outside; `openapi.yaml` beside this file describes it. */
export function createAdminHandler(options: AdminOptions): AdminHandler {
  const router = express.Router({ caseSensitive: true });
  router.use(ROOT, (request, response, next) => {
    const rejection = findRejection(request, options.guard);
    if (rejection === undefined) next();
    else reject(request, response, rejection);
  });
  for (const path of new Set(ADMIN_ROUTES.map((route) => route.path))) {
    const routes = ADMIN_ROUTES.filter((route) => route.path === path);
    const place = router.route(ROOT + path);
    for (const route of routes) place[route.method](...createHandlers(route, options));
    place.all(rejectMethod(routes));
  }
  router.use(ROOT, (request, response) => {
    const paths = [...new Set(ADMIN_ROUTES.map(({ path }) => path.slice(1).replace(/:(\w+)/g, '{$1}')))].join(', ');
    reject(request, response, { status: 404, code: 'not-found', message: `Unknown path: below ${ROOT} are ${paths}` });
  });
  router.use(ROOT, (error: unknown, request: Request, response: Response, _next: NextFunction) => {
    reject(request, response, toAdminError(error));
  });
  return (request, response, fail) => router(request as Request, response as Response, fail);
}

function createHandlers(route: AdminRoute, options: AdminOptions): RequestHandler[] {
  const handle: RequestHandler = async (request, response) => {
    const call = readCall(route, request, response, options);
    if (route.send !== undefined) return route.send(call);
    const running = route.run?.(call);
    // What is done at once is answered at once, in the order of the calls.
    const value = running instanceof Promise ? await running : running;
    const { status = value === undefined ? 204 : 200 } = route;
    sendResponse(
      request,
      response,
      value === undefined ? { status, headers: [], body: '' } : jsonResponse(status, value),
    );
  };
  return route.body === undefined ? [handle] : [...readJsonBody, handle];
}

function readCall(route: AdminRoute, request: Request, response: Response, options: AdminOptions): AdminCall {
  const { registry, library, readOrigin } = options;
  const origin = (): string => readOrigin(request);
  const { session = DEFAULT_SESSION, ...query } = readParameters(request, ['session', ...(route.query ?? [])]);
  const enter = (): Session => {
    // A typo in what only reads must not begin a session.
    if (!beginsSession(route)) registry.require(session);
    return registry.enter(session);
  };
  return {
    request,
    response,
    session: createSessionControl({ enter, library, origin }),
    enter,
    sessions: createSessionsControl({ registry, library, origin }),
    part: (name) => String(request.params[name]),
    query,
    body: route.body === undefined ? {} : readFields(request.body, route.body),
  };
}

/** Whoever changes something in a session, or waits for what happens in it, may be there before its client. */
function beginsSession({ method, begins = method !== 'get' }: AdminRoute): boolean {
  return begins;
}

function rejectMethod(routes: readonly AdminRoute[]): RequestHandler {
  const methods = routes.flatMap(({ method }) => (method === 'get' ? ['GET', 'HEAD'] : [method.toUpperCase()]));
  const allowed = methods.join(', ');
  return (request, response) => {
    const message = `${request.method} is not allowed here: use ${allowed}`;
    const rejection = jsonResponse(405, { error: { code: 'method-not-allowed', message } }, [['Allow', allowed]]);
    sendResponse(request, response, rejection);
  };
}

function reject(request: Request, response: Response, { status, code, message }: AdminError): void {
  if (response.headersSent) return void response.destroy();
  const challenge = status === 401 ? [['WWW-Authenticate', 'Bearer realm="pagewright admin API"'] as const] : [];
  sendResponse(request, response, jsonResponse(status, { error: { code, message } }, challenge));
}
