import express, { type RequestHandler } from 'express';
import { forcesResponse } from './http/read-preferences.ts';
import { readTarget } from './http/read-target.ts';
import { sendResponse } from './http/send-response.ts';
import type { PrismResponder } from './prism-input.ts';
import type { SiteHolder } from './site/site.ts';

const readRaw = express.raw({ type: () => true, limit: '10mb' });

/** Makes the handler of what Prism answers: operations that are no lists, and responses that `Prefer` names. */
export function createPrismHandler(holder: SiteHolder, respond: PrismResponder = respondLater): RequestHandler {
  return (request, response, next) => {
    const { method, headers } = request;
    const target = readTarget(request.url);
    const operation = holder.site.findOperation(method, target.path);
    if (operation === undefined || (operation.isList && !forcesResponse(headers['prefer']))) return next();
    readRaw(request, response, (error?: unknown) => {
      if (error !== undefined) return next(error);
      // Another handler may have read the body before, where the mock is part of a larger application.
      const body: unknown = Buffer.isBuffer(request.body) ? request.body.toString('utf8') : request.body;
      respond({ method, ...target, headers, body }, operation)
        .then((answer) => sendResponse(request, response, answer))
        .catch(next);
    });
  };
}

/** Loads the responder when it is first needed: with it comes Prism. */
export const respondLater: PrismResponder = async (request, operation) => {
  const { respondByPrism } = await import('./prism-responder.ts');
  return respondByPrism(request, operation);
};
