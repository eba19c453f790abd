import type { IncomingMessage, ServerResponse } from 'node:http';
import express from 'express';
import { createAdminRouter } from './admin/create-admin-router.ts';
import { createListHandler } from './create-list-handler.ts';
import { createNotFoundHandler } from './create-not-found-handler.ts';
import { createPrismHandler } from './create-prism-handler.ts';
import type { Cors } from './http/create-cors.ts';
import type { OriginReader } from './http/create-origin-reader.ts';
import { readTarget } from './http/read-target.ts';
import { sendResponse } from './http/send-response.ts';
import type { MockApp } from './mock-app.ts';
import { problemResponse } from './problem-response.ts';
import type { SiteHolder } from './site/site.ts';

/** What the application is made of. */
export interface AppOptions {
  readonly holder: SiteHolder;
  readonly readOrigin: OriginReader;
  /** Absent: pages of other origins may not read answers. */
  readonly cors?: Cors | undefined;
  /** Host names by which the administration may be called beside addresses and local names. */
  readonly trustedHosts: ReadonlySet<string>;
  readonly version: string;
}

/** Builds the application: lists first, then the administration, what Prism answers, and what is not found. */
export function createApp({ holder, readOrigin, cors, trustedHosts, version }: AppOptions): MockApp {
  const app = express();
  app.disable('x-powered-by');
  app.disable('etag');
  app.use(createAdminRouter({ holder, readOrigin, trustedHosts, version }));
  app.use(createPrismHandler(holder));
  const answerList = createListHandler(holder, readOrigin);
  const answerNotFound = createNotFoundHandler(holder, readOrigin);
  const dispatcher = app as unknown as { handle: MockApp };
  const handleByExpress = dispatcher.handle.bind(app);
  // Everything enters an Express application here, when it is mounted in another one too: lists need go no further.
  dispatcher.handle = (request, response, next) => {
    try {
      if (cors !== undefined && answerCors(cors, request, response)) return;
      if (answerList(request, response)) return;
    } catch (error) {
      return answerFailure(error, request, response);
    }
    handleByExpress(request, response, (error) => {
      if (error === undefined || error === null) answerNotFound(request, response, next);
      else answerFailure(error, request, response);
    });
  };
  return app;
}

/** Answers the questions of browsers; other answers get the headers that let pages read them. */
function answerCors(cors: Cors, request: IncomingMessage, response: ServerResponse): boolean {
  // No other site's page may touch the administration.
  if (/^\/__admin(?:\/|$)/.test(readTarget(request.url ?? '').path)) return false;
  for (const [name, value] of cors.headers) response.setHeader(name, value);
  const preflight = cors.answerPreflight(request);
  if (preflight === undefined) return false;
  sendResponse(request, response, preflight);
  return true;
}

/** What was wrong with the request is told; what was wrong with the mock is not. */
function answerFailure(error: unknown, request: IncomingMessage, response: ServerResponse): void {
  if (response.headersSent) return void response.destroy();
  const { status = 500, message } = error as { status?: number; message?: string };
  const isClients = status >= 400 && status < 500;
  const detail = isClients ? String(message) : 'The request could not be answered.';
  const title = isClients ? 'Bad Request' : 'Internal Server Error';
  sendResponse(
    request,
    response,
    problemResponse({ type: 'about:blank', title, status: isClients ? status : 500, detail }),
  );
}
