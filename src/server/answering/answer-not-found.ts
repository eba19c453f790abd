import type { MockRequest, MockResponse } from '../../mock/message.ts';
import { problemResponse } from '../problem-response.ts';
import { findNearestList } from '../site/find-nearest-list.ts';
import type { Site } from '../site/site.ts';

/**
 * The answer to what nothing else has answered: in the words of the contract that it is nearest to, if there is one. A
 * response that is forced on a method that the list does not have comes here too, and is the list's own matter.
 */
export function answerNotFound({ lists, answer }: Site, request: MockRequest): MockResponse {
  const own = answer(request);
  if (own !== undefined) return own.response;
  const list = lists.length === 1 ? lists[0] : findNearestList(lists, request.path);
  if (list !== undefined) return list.fail('notFound', request);
  const paths = lists.map(({ contract }) => `GET ${contract.path} (${contract.id})`);
  const detail = `Nothing is at ${request.path}. There are ${paths.join(', ')}, and GET /__admin/contracts.`;
  return problemResponse({ type: 'about:blank', title: 'Not Found', status: 404, detail });
}
