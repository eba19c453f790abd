import type { NextFunction, Request, RequestHandler, Response, Router } from 'express';
import express from 'express';
import { createSessionControl } from '../control/session-control.ts';
import { createSessionsControl } from '../control/sessions-control.ts';
import type { OriginReader } from '../http/origin.ts';
import { sendResponse } from '../http/response.ts';
import { jsonResponse } from '../problem.ts';
import { DEFAULT_SESSION, type SessionRegistry } from '../sessions/registry.ts';
import type { FixtureLibrary } from '../sessions/scenario-library.ts';
import { type Refusal, toRefusal } from './admin-error.ts';
import { type AdminCall, type AdminRoute, readFields, readJsonBody, readParameters } from './call.ts';
import { contractRoutes, documentRoutes, rowRoutes } from './contract-routes.ts';
import { findRefusal, type GuardOptions } from './guard.ts';
import { journalRoutes } from './journal-routes.ts';
import { clockRoutes, faultRoutes, sessionRoutes } from './session-routes.ts';

/** What the administration is made of. */
export interface AdminOptions {
  readonly registry: SessionRegistry;
  readonly library: () => FixtureLibrary;
  readonly readOrigin: OriginReader;
  readonly guard: GuardOptions;
}

const ROOT = '/__admin';

/** Makes the routes below `/__admin`, by which a mock is controlled from outside; `openapi.yaml` beside this file describes them. */
export function createAdminRouter(options: AdminOptions): Router {
  const router = express.Router({ caseSensitive: true });
  router.use(ROOT, (request, response, next) => {
    const refusal = findRefusal(request, options.guard);
    if (refusal === undefined) next();
    else refuse(request, response, refusal);
  });
  for (const path of new Set(ADMIN_ROUTES.map((route) => route.path))) {
    const routes = ADMIN_ROUTES.filter((route) => route.path === path);
    const place = router.route(ROOT + path);
    for (const route of routes) place[route.method](...createHandlers(route, options));
    place.all(createMethodRefusal(routes));
  }
  router.use(ROOT, (request, response) => {
    const places = [...new Set(ADMIN_ROUTES.map(({ path }) => path.slice(1).replace(/:(\w+)/g, '{$1}')))].join(', ');
    const message = `there is no such page; below ${ROOT} there are ${places}`;
    refuse(request, response, { status: 404, code: 'not-found', message });
  });
  router.use(ROOT, (error: unknown, request: Request, response: Response, _next: NextFunction) => {
    refuse(request, response, toRefusal(error));
  });
  return router;
}

function createHandlers(route: AdminRoute, options: AdminOptions): RequestHandler[] {
  const answer: RequestHandler = (request, response) => {
    const call = readCall(route, request, response, options);
    if (route.send !== undefined) return route.send(call);
    const value = route.run(call);
    const { status = value === undefined ? 204 : 200 } = route;
    const answered = value === undefined ? { status, headers: [], body: '' } : jsonResponse(status, value);
    sendResponse(request, response, answered);
  };
  return route.body === undefined ? [answer] : [...readJsonBody, answer];
}

function readCall(route: AdminRoute, request: Request, response: Response, options: AdminOptions): AdminCall {
  const { registry, library, readOrigin } = options;
  const origin = (): string => readOrigin(request);
  const { session = DEFAULT_SESSION, ...query } = readParameters(request, ['session', ...(route.query ?? [])]);
  return {
    request,
    response,
    session: createSessionControl({ enter: () => registry.enter(session), library, origin }),
    ended: () => registry.enter(session).ended,
    sessions: createSessionsControl({ registry, library, origin }),
    part: (name) => String(request.params[name]),
    query,
    body: route.body === undefined ? {} : readFields(request.body, route.body),
  };
}

function createMethodRefusal(routes: readonly AdminRoute[]): RequestHandler {
  const methods = routes.flatMap(({ method }) => (method === 'get' ? ['GET', 'HEAD'] : [method.toUpperCase()]));
  const allowed = methods.join(', ');
  return (request, response) => {
    const message = `${request.method} is not possible here; ${allowed} is`;
    const refusal = jsonResponse(405, { error: { code: 'method-not-allowed', message } }, [['Allow', allowed]]);
    sendResponse(request, response, refusal);
  };
}

function refuse(request: Request, response: Response, { status, code, message }: Refusal): void {
  if (response.headersSent) return void response.destroy();
  const challenge = status === 401 ? [['WWW-Authenticate', 'Bearer realm="pagewright administration"'] as const] : [];
  sendResponse(request, response, jsonResponse(status, { error: { code, message } }, challenge));
}

/** Every operation of the administration. */
export const ADMIN_ROUTES: readonly AdminRoute[] = [
  ...documentRoutes,
  ...contractRoutes,
  ...rowRoutes,
  ...sessionRoutes,
  ...clockRoutes,
  ...faultRoutes,
  ...journalRoutes,
];
