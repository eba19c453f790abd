import type { IncomingMessage, ServerResponse } from 'node:http';
import express from 'express';
import { type AdminOptions, createAdminRouter } from './admin/router.ts';
import type { Cors } from './http/cors.ts';
import { connectionOf, readRequestBody, toMockRequest } from './http/request.ts';
import { deliverResponse, sendResponse } from './http/response.ts';
import { problemResponse, toProblem } from './problem.ts';
import { createResponder, type Responder } from './respond.ts';
import { findNearestList } from './routing/paths.ts';
import { findSession, type SessionRequest } from './sessions/registry.ts';

/** What the application is made of. */
interface AppOptions extends AdminOptions {
  /** Absent: pages of other origins may not read answers. */
  readonly cors?: Cors | undefined;
  readonly respond?: Responder;
}

/** Builds the application: the administration is Express's own; all else goes to the session that it is for. */
export function createApp(options: AppOptions): MockApp {
  const { registry, readOrigin, cors, respond = createResponder() } = options;
  const app = express();
  app.disable('x-powered-by');
  app.disable('etag');
  app.use(createAdminRouter(options));
  const dispatcher = app as unknown as { handle: MockApp };
  const administer = dispatcher.handle.bind(app);
  // Everything enters an Express application here, when it is mounted in another one too: lists need go no further.
  dispatcher.handle = (request, response, next) => {
    const fail = (error: unknown): void => answerFailure(error, request, response);
    try {
      const asked = toMockRequest(request, readOrigin);
      // No other site's page may touch the administration, and no session leads to it.
      if (/^\/__admin(?:\/|$)/.test(asked.path)) return administer(request, response, (error) => fail(error));
      if (cors !== undefined && answerCors(cors, request, response)) return;
      const entered = { ...findSession(registry, asked), connection: connectionOf(request.socket) };
      if (next !== undefined && isOthers(entered, request)) return next();
      const answer = respond(entered, () => readRequestBody(request, response));
      if (answer instanceof Promise) answer.then((late) => deliverResponse(request, response, late)).catch(fail);
      else deliverResponse(request, response, answer);
    } catch (error) {
      fail(error);
    }
  };
  return app;
}

/** Mounted at the root of a larger application, the mock leaves what begins like no list to that application. */
function isOthers({ session: { site }, request, isNamed }: SessionRequest, incoming: IncomingMessage): boolean {
  const { baseUrl = '' } = incoming as { baseUrl?: string };
  if (isNamed || baseUrl !== '' || findNearestList(site.lists, request.path) !== undefined) return false;
  return site.findOperation(request.method, request.path) === undefined;
}

/** Answers the questions of browsers; other answers get the headers that let pages read them. */
function answerCors(cors: Cors, request: IncomingMessage, response: ServerResponse): boolean {
  for (const [name, value] of cors.headers) response.setHeader(name, value);
  const preflight = cors.answerPreflight(request);
  if (preflight === undefined) return false;
  sendResponse(request, response, preflight);
  return true;
}

/** What was wrong with the request is told; what was wrong with the mock is not. */
function answerFailure(error: unknown, request: IncomingMessage, response: ServerResponse): void {
  if (response.headersSent) return void response.destroy();
  sendResponse(request, response, toProblem(error) ?? UNFORESEEN);
}

const UNFORESEEN = problemResponse({
  type: 'about:blank',
  title: 'Internal Server Error',
  status: 500,
  detail: 'The request could not be answered.',
});

/**
 * The mock as a handler of requests. It is an Express application: mount it with `express().use(app)`, hand it to
 * supertest or to `http.createServer`.
 */
export type MockApp = (request: IncomingMessage, response: ServerResponse, next?: (error?: unknown) => void) => void;
