import express, { type Request, type RequestHandler, type Response } from 'express';
import type { Row } from '../../dataset/row-source.ts';
import { jsonResponse } from '../http/json-response.ts';
import { sendResponse } from '../http/send-response.ts';
import type { RowControl, RowPlace } from '../rows/row-control.ts';
import { ServerError } from '../server-error.ts';
import { readParameters } from './read-parameters.ts';

type AddRoute = (path: string, methods: Readonly<Record<string, RequestHandler | RequestHandler[]>>) => void;

/** Adds the routes by which rows are seen and changed. */
export function createRowRoutes(rows: RowControl, addRoute: AddRoute): void {
  addRoute('/contracts/:id/rows', {
    get: (request, response) => {
      const { limit, offset, collection } = readParameters(request, ['collection', 'limit', 'offset']);
      const window = { limit: readNumber('limit', limit), offset: readNumber('offset', offset) };
      reply(request, response, 200, rows.list({ contract: idOf(request), collection, ...window }));
    },
    post: withBody((request, response, fields) => reply(request, response, 201, rows.add(fields, placeOf(request)))),
  });
  addRoute('/contracts/:id/rows/:identity', {
    get: (request, response) => reply(request, response, 200, rows.get(identityOf(request), placeOf(request))),
    patch: withBody((request, response, fields) => {
      reply(request, response, 200, rows.change(identityOf(request), fields, placeOf(request)));
    }),
    delete: (request, response) => {
      rows.remove(identityOf(request), placeOf(request));
      sendResponse(request, response, { status: 204, headers: [], body: '' });
    },
  });
  addRoute('/contracts/:id/rows/:identity/moves/:move', {
    post: withBody((request, response, fields) => {
      reply(request, response, 200, rows.move(moveOf(request), identityOf(request), fields, placeOf(request)));
    }),
  });
  addRoute('/contracts/:id/moves/:move', {
    post: withBody((request, response, fields) => {
      reply(request, response, 201, rows.move(moveOf(request), undefined, fields, placeOf(request)));
    }),
  });
}

/** A handler that takes fields of a row from the body; without a body there are none. */
function withBody(handle: (request: Request, response: Response, fields: Row) => void): RequestHandler[] {
  return [
    requireJson,
    express.json({ limit: '1mb', strict: false, type: () => true }),
    (request, response) => handle(request, response, readFields(request.body)),
  ];
}

const requireJson: RequestHandler = ({ headers }, _response, next) => {
  const type = headers['content-type'];
  const hasBody = headers['transfer-encoding'] !== undefined || Number(headers['content-length'] ?? 0) > 0;
  if (!hasBody || /^application\/(?:[\w.+-]+\+)?json\s*(?:;|$)/i.test(type ?? '')) return next();
  next(
    Object.assign(new Error(`the body is ${type ?? 'of no stated type'}; expected application/json`), { status: 415 }),
  );
};

function readFields(body: unknown): Row {
  if (body === undefined) return {};
  if (typeof body === 'object' && body !== null && !Array.isArray(body)) return body as Row;
  throw new ServerError(
    'invalid-request',
    'the body is no JSON object; expected the fields of a row, such as {"name": "value"}',
  );
}

function placeOf(request: Request): RowPlace {
  return { contract: idOf(request), collection: readParameters(request, ['collection']).collection };
}

function idOf({ params }: Request): string {
  return String(params['id']);
}

function identityOf({ params }: Request): string {
  return String(params['identity']);
}

function moveOf({ params }: Request): string {
  return String(params['move']);
}

function readNumber(name: string, text: string | undefined): number | undefined {
  if (text === undefined) return undefined;
  if (/^\d{1,15}$/.test(text)) return Number(text);
  throw new ServerError('invalid-request', `${name} is ${JSON.stringify(text)}; expected a whole number`);
}

function reply(request: Request, response: Response, status: number, value: unknown): void {
  sendResponse(request, response, jsonResponse(status, value));
}
