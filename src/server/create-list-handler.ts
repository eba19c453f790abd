import type { IncomingMessage, ServerResponse } from 'node:http';
import type { OriginReader } from './http/create-origin-reader.ts';
import { forcesResponse } from './http/read-preferences.ts';
import { sendResponse } from './http/send-response.ts';
import { toMockRequest } from './http/to-mock-request.ts';
import type { SiteHolder } from './site/site.ts';

/** Answers a request for a list at once, and says whether it was one. */
export type ListHandler = (request: IncomingMessage, response: ServerResponse) => boolean;

/** Makes the short way for lists, which passes by Express. */
export function createListHandler(holder: SiteHolder, readOrigin: OriginReader): ListHandler {
  return (request, response) => {
    const { prefer } = request.headers;
    if (prefer !== undefined && forcesResponse(prefer)) return false;
    const answer = holder.site.answer(toMockRequest(request, readOrigin));
    if (answer === undefined) return false;
    sendResponse(request, response, answer);
    return true;
  };
}
