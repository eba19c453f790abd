import express, { type NextFunction, type Request, type RequestHandler, type Response, type Router } from 'express';
import type { OriginReader } from '../http/create-origin-reader.ts';
import { jsonResponse } from '../http/json-response.ts';
import { sendResponse } from '../http/send-response.ts';
import { createRowControl, findList } from '../rows/create-row-control.ts';
import { describeContract } from '../site/describe-contract.ts';
import type { SiteHolder } from '../site/site.ts';
import { toRefusal } from './admin-error.ts';
import { createRowRoutes } from './create-row-routes.ts';
import { findForeignSign } from './guard-admin.ts';
import { readParameters } from './read-parameters.ts';

/** What the administration is made of. */
export interface AdminOptions {
  readonly holder: SiteHolder;
  readonly readOrigin: OriginReader;
  /** Host names by which it may be called beside addresses and local names. */
  readonly trustedHosts: ReadonlySet<string>;
  /** The version of the package. */
  readonly version: string;
}

const ROOT = '/__admin';
const ENDPOINTS =
  'health, contracts, contracts/{id}, contracts/{id}/rows, contracts/{id}/rows/{identity}, contracts/{id}/moves/{move}, reset';

/** Makes the routes below `/__admin`: what is served, and the rows behind it. */
export function createAdminRouter({ holder, readOrigin, trustedHosts, version }: AdminOptions): Router {
  const router = express.Router({ caseSensitive: true });
  router.use(ROOT, (request, response, next) => {
    const reason = findForeignSign(request, trustedHosts);
    if (reason === undefined) next();
    else refuse(request, response, { status: 403, code: 'foreign-request', message: reason });
  });
  addRoute(router, '/health', {
    get: (request, response) => {
      const contracts = holder.site.lists.map(({ contract }) => contract.id);
      reply(request, response, { status: 'ok', version, uptime: process.uptime(), contracts });
    },
  });
  addRoute(router, '/contracts', {
    get: (request, response) => {
      reply(
        request,
        response,
        holder.site.lists.map((list) => describeContract(list, readOrigin(request))),
      );
    },
  });
  addRoute(router, '/contracts/:id', {
    get: (request, response) => {
      reply(request, response, describeContract(findList(holder, String(request.params['id'])), readOrigin(request)));
    },
  });
  addRoute(router, '/reset', {
    post: (request, response) => {
      const { contract } = readParameters(request, ['contract']);
      for (const { world } of contract === undefined ? holder.site.lists : [findList(holder, contract)]) world.reset();
      sendResponse(request, response, { status: 204, headers: [], body: '' });
    },
  });
  createRowRoutes(createRowControl(holder), (path, methods) => addRoute(router, path, methods));
  router.use(ROOT, (request, response) => {
    refuse(request, response, {
      status: 404,
      code: 'not-found',
      message: `there is no such page; below /__admin there are ${ENDPOINTS}`,
    });
  });
  router.use(ROOT, (error: unknown, request: Request, response: Response, _next: NextFunction) => {
    refuse(request, response, toRefusal(error));
  });
  return router;
}

function addRoute(
  router: Router,
  path: string,
  methods: Readonly<Record<string, RequestHandler | RequestHandler[]>>,
): void {
  const route = router.route(ROOT + path);
  const names = Object.keys(methods) as ('get' | 'post' | 'patch' | 'delete')[];
  for (const name of names) route[name](methods[name] as RequestHandler);
  const allowed = names.flatMap((name) => (name === 'get' ? ['GET', 'HEAD'] : [name.toUpperCase()])).join(', ');
  route.all((request, response) => {
    const message = `${request.method} is not possible here; ${allowed} is`;
    const refusal = jsonResponse(405, { error: { code: 'method-not-allowed', message } }, [['Allow', allowed]]);
    sendResponse(request, response, refusal);
  });
}

function reply(request: Request, response: Response, value: unknown): void {
  sendResponse(request, response, jsonResponse(200, value));
}

function refuse(
  request: Request,
  response: Response,
  { status, code, message }: { status: number; code: string; message: string },
): void {
  sendResponse(request, response, jsonResponse(status, { error: { code, message } }));
}
