import type { IncomingMessage, ServerResponse } from 'node:http';
import { PagewrightError } from '../../contract/error.ts';
import { createSessionControl } from '../control/session-control.ts';
import { createSessionsControl } from '../control/sessions-control.ts';
import type { OriginReader } from '../http/origin.ts';
import { readTarget } from '../http/request.ts';
import { readJsonBody } from '../http/request-body.ts';
import { sendResponse } from '../http/response.ts';
import { type AdminError, jsonResponse, toAdminError } from '../problem.ts';
import { DEFAULT_SESSION, type SessionRegistry } from '../sessions/registry.ts';
import type { ScenarioLibrary } from '../sessions/scenario-library.ts';
import type { Session } from '../sessions/session.ts';
import { type AdminCall, type AdminRoute, readFields, readParameters } from './call.ts';
import { contractRoutes, documentRoutes, rowRoutes } from './contract-routes.ts';
import { findRejection, type GuardOptions } from './guard.ts';
import { journalRoutes } from './journal-routes.ts';
import { clockRoutes, faultRoutes, sessionRoutes } from './session-routes.ts';

export interface AdminOptions {
  readonly registry: SessionRegistry;
  readonly library: () => ScenarioLibrary;
  readonly readOrigin: OriginReader;
  readonly guard: GuardOptions;
}

/** Handles a request below `/__admin`. */
export type AdminHandler = (request: IncomingMessage, response: ServerResponse) => Promise<void>;

/** Every operation of the admin API. */
export const ADMIN_ROUTES: readonly AdminRoute[] = [
  ...documentRoutes,
  ...contractRoutes,
  ...rowRoutes,
  ...sessionRoutes,
  ...clockRoutes,
  ...faultRoutes,
  ...journalRoutes,
];

const ROOT = '/__admin';

/** How large a body may be, in bytes. */
const MAX_BODY = 2 ** 20;

/** A path below `/__admin`, with the operations that it has. */
interface Place {
  readonly pattern: RegExp;
  readonly names: readonly string[];
  readonly routes: readonly AdminRoute[];
}

const PLACES: readonly Place[] = [...new Set(ADMIN_ROUTES.map(({ path }) => path))].map((path) => ({
  pattern: new RegExp(`^${ROOT}${path.replace('.', '\\.').replace(/:\w+/g, '([^/]+)')}/?$`),
  names: [...path.matchAll(/:(\w+)/g)].map(([, name = '']) => name),
  routes: ADMIN_ROUTES.filter((route) => route.path === path),
}));

/** Creates the admin API, by which a mock is controlled from outside; `openapi.yaml` beside this file describes it. */
export function createAdminHandler(options: AdminOptions): AdminHandler {
  return async (request, response) => {
    try {
      const rejection = findRejection(request, options.guard);
      if (rejection !== undefined) return reject(request, response, rejection);
      await handleCall(request, response, options);
    } catch (error) {
      reject(request, response, toAdminError(error));
    }
  };
}

async function handleCall(request: IncomingMessage, response: ServerResponse, options: AdminOptions): Promise<void> {
  const { path } = readTarget(request.url ?? '/');
  const place = PLACES.find(({ pattern }) => pattern.test(path));
  if (place === undefined) return rejectPath(request, response);
  const method = request.method === 'HEAD' ? 'get' : request.method?.toLowerCase();
  const route = place.routes.find((one) => one.method === method);
  if (route === undefined) return rejectMethod(place, request, response);
  const parts = readParts(place, path);
  const body = route.body === undefined ? undefined : await readJsonBody(request, MAX_BODY);
  const call = readCall(route, { request, response, parts, body }, options);
  if (route.send !== undefined) return route.send(call);
  const running = route.run?.(call);
  // What is done at once is answered at once, in the order of the calls.
  const value = running instanceof Promise ? await running : running;
  const { status = value === undefined ? 204 : 200 } = route;
  const nothing = { status, headers: [], body: '' };
  sendResponse(request, response, value === undefined ? nothing : jsonResponse(status, value));
}

/** The parameters of a path, decoded. */
function readParts({ pattern, names }: Place, path: string): ReadonlyMap<string, string> {
  const [, ...values] = pattern.exec(path) ?? [];
  return new Map(values.map((value, index) => [names[index] ?? '', decodePart(value)]));
}

function decodePart(value: string): string {
  try {
    return decodeURIComponent(value);
  } catch {
    throw new PagewrightError('invalid-request', `Invalid path: ${value} is not percent-encoded UTF-8`);
  }
}

/** What was sent with a call. */
interface Sent extends Pick<AdminCall, 'request' | 'response'> {
  readonly parts: ReadonlyMap<string, string>;
  readonly body: unknown;
}

function readCall(route: AdminRoute, { request, response, parts, body }: Sent, options: AdminOptions): AdminCall {
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
    part: (name) => parts.get(name) ?? '',
    query,
    body: route.body === undefined ? {} : readFields(body, route.body),
  };
}

/** Whoever changes something in a session, or waits for what happens in it, may be there before its client. */
function beginsSession({ method, begins = method !== 'get' }: AdminRoute): boolean {
  return begins;
}

function rejectPath(request: IncomingMessage, response: ServerResponse): void {
  const paths = [...new Set(ADMIN_ROUTES.map(({ path }) => path.slice(1).replace(/:(\w+)/g, '{$1}')))].join(', ');
  reject(request, response, { status: 404, code: 'not-found', message: `Unknown path: below ${ROOT} are ${paths}` });
}

function rejectMethod({ routes }: Place, request: IncomingMessage, response: ServerResponse): void {
  const methods = routes.flatMap(({ method }) => (method === 'get' ? ['GET', 'HEAD'] : [method.toUpperCase()]));
  const allowed = methods.join(', ');
  const message = `${request.method} is not allowed here: use ${allowed}`;
  const rejection = jsonResponse(405, { error: { code: 'method-not-allowed', message } }, [['Allow', allowed]]);
  sendResponse(request, response, rejection);
}

function reject(request: IncomingMessage, response: ServerResponse, { status, code, message }: AdminError): void {
  if (response.headersSent) return void response.destroy();
  const challenge = status === 401 ? [['WWW-Authenticate', 'Bearer realm="pagewright admin API"'] as const] : [];
  sendResponse(request, response, jsonResponse(status, { error: { code, message } }, challenge));
}
