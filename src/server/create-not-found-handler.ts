import type { MockRequest, MockResponse } from '../mock/message.ts';
import type { OriginReader } from './http/create-origin-reader.ts';
import { sendResponse } from './http/send-response.ts';
import { toMockRequest } from './http/to-mock-request.ts';
import type { MockApp } from './mock-app.ts';
import { problemResponse } from './problem-response.ts';
import { findNearestList } from './site/find-nearest-list.ts';
import type { Site, SiteHolder } from './site/site.ts';

/**
 * Makes the handler of paths that lead nowhere. Mounted at the root of a larger application, it leaves what begins like no
 * list to that application.
 */
export function createNotFoundHandler(holder: SiteHolder, readOrigin: OriginReader): MockApp {
  return (request, response, next) => {
    const asked = toMockRequest(request, readOrigin);
    const { baseUrl = '' } = request as { baseUrl?: string };
    const isOthers =
      next !== undefined && baseUrl === '' && findNearestList(holder.site.lists, asked.path) === undefined;
    if (isOthers) next();
    else sendResponse(request, response, answerNotFound(holder.site, asked));
  };
}

/**
 * The answer to what nothing else has answered: in the words of the contract that it is nearest to, if there is one. A
 * response that is forced on a method that the list does not have comes here too, and is the list's own matter.
 */
export function answerNotFound({ lists, answer }: Site, request: MockRequest): MockResponse {
  const own = answer(request);
  if (own !== undefined) return own;
  const list = lists.length === 1 ? lists[0] : findNearestList(lists, request.path);
  if (list !== undefined) return list.fail('notFound', request);
  const paths = lists.map(({ contract }) => `GET ${contract.path} (${contract.id})`);
  const detail = `Nothing is at ${request.path}. There are ${paths.join(', ')}, and GET /__admin/contracts.`;
  return problemResponse({ type: 'about:blank', title: 'Not Found', status: 404, detail });
}
