import type { MockRequest, MockResponse } from '../mock/message.ts';
import { type Page, readPage, writeBody } from '../page/page-reader.ts';
import type { Answerer, Scene } from './scene.ts';

/**
 * Makes a wrap that changes pages and leaves every other answer as it is.
 *
 * @param edit - changes the page that answers the request
 */
export function editPages(edit: (page: Page, request: MockRequest, scene: Scene) => void): (scene: Scene) => Answerer {
  return (scene) => (request) => {
    const response = scene.ask(request);
    const page = readPage(scene.contract, response);
    if (response === undefined || page === undefined) return response;
    edit(page, request, scene);
    return writeBody(response, page.body);
  };
}

/** Makes a wrap that changes all answers. */
export function editAnswers(
  edit: (response: MockResponse, request: MockRequest, scene: Scene) => MockResponse,
): (scene: Scene) => Answerer {
  return (scene) => (request) => {
    const response = scene.ask(request);
    return response === undefined ? undefined : edit(response, request, scene);
  };
}

/** Makes a wrap that changes refusals and leaves pages as they are. */
export function editRefusals(
  edit: (response: MockResponse, request: MockRequest, scene: Scene) => MockResponse,
): (scene: Scene) => Answerer {
  return editAnswers((response, request, scene) => {
    return response.status < 400 ? response : edit(response, request, scene);
  });
}

/** Makes a wrap that changes requests before they are answered. */
export function editRequests(edit: (request: MockRequest, scene: Scene) => MockRequest): (scene: Scene) => Answerer {
  return (scene) => (request) => scene.ask(edit(request, scene));
}
