import type { MockRequest, MockResponse } from '../mock/message.ts';
import { answerNotFound } from './create-not-found-handler.ts';
import { respondLater } from './create-prism-handler.ts';
import { forcesResponse } from './http/read-preferences.ts';
import { readTarget } from './http/read-target.ts';
import type { PrismResponder } from './prism-input.ts';
import type { Operation, SiteHolder } from './site/site.ts';

/**
 * Makes the handler of requests that come as the `Request` of the web's standards, without a socket.
 *
 * @param publicUrl - what links start with, in place of the origin of each request
 */
export function createRequestHandler(
  holder: SiteHolder,
  publicUrl: string | undefined,
  respond: PrismResponder = respondLater,
): (request: Request) => Promise<Response> {
  return async (request) => {
    const { origin } = new URL(request.url);
    const headers = Object.fromEntries(request.headers);
    const target = readTarget(request.url.slice(origin.length));
    const asked = { method: request.method, ...target, headers, origin: publicUrl ?? origin };
    const {
      status,
      headers: pairs,
      body,
    } = await answer(holder, asked, async (operation) => {
      return respond({ ...asked, body: await request.text() }, operation);
    });
    const hasBody = body !== '' && request.method !== 'HEAD';
    return new Response(hasBody ? Buffer.from(body, 'latin1') : null, {
      status,
      headers: pairs.map(([name, value]) => [name, value]),
    });
  };
}

async function answer(
  { site }: SiteHolder,
  request: MockRequest,
  respond: (operation: Operation) => Promise<MockResponse>,
): Promise<MockResponse> {
  const isForced = forcesResponse(request.headers['prefer']);
  const listed = isForced ? undefined : site.answer(request);
  if (listed !== undefined) return listed;
  const operation = site.findOperation(request.method, request.path);
  return operation === undefined || (operation.isList && !isForced)
    ? answerNotFound(site, request)
    : respond(operation);
}
