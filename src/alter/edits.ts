import { STATUS_CODES } from 'node:http';
import type { Contract } from '../contract/contract.ts';
import type { MockRequest, MockResponse } from '../mock/message.ts';
import {
  changeLinks,
  hasUrls,
  locateNeighbour,
  type NeighbourRole,
  type Page,
  readPage,
  writePage,
} from '../page/page-reader.ts';
import { changeQuery, formatQuery, parseQuery } from '../page/query.ts';

import type { AlterationContext, Handler } from './engine.ts';

/** Makes a wrap that changes pages, in place, and leaves every other response as it is. */
export function editPages(
  edit: (page: Page, request: MockRequest, context: AlterationContext) => void,
): (context: AlterationContext) => Handler {
  return (context) => (request) => {
    const response = context.handle(request);
    const page = readPage(context.contract, response);
    if (response === undefined || page === undefined) return response;
    edit(page, request, context);
    return writePage(response, page);
  };
}

/** Makes a wrap that changes all responses. */
export function editResponses(
  edit: (response: MockResponse, request: MockRequest, context: AlterationContext) => MockResponse,
): (context: AlterationContext) => Handler {
  return (context) => (request) => {
    const response = context.handle(request);
    return response === undefined ? undefined : edit(response, request, context);
  };
}

/** Makes a wrap that changes errors and leaves pages as they are. */
export function editErrors(
  edit: (response: MockResponse, request: MockRequest, context: AlterationContext) => MockResponse,
): (context: AlterationContext) => Handler {
  return editResponses((response, request, context) => {
    return response.status < 400 ? response : edit(response, request, context);
  });
}

/** Makes a wrap that changes requests. */
export function editRequests(
  edit: (request: MockRequest, context: AlterationContext) => MockRequest,
): (context: AlterationContext) => Handler {
  return (context) => (request) => context.handle(edit(request, context));
}

/** The page that a page leads to. */
export function readNeighbour(
  { contract, handle }: AlterationContext,
  request: MockRequest,
  page: Page,
  role: NeighbourRole,
): Page | undefined {
  const next = locateNeighbour(contract, request, page, role);
  return next === undefined ? undefined : readPage(contract, handle(next));
}

/** The error page of a server or gateway that fails. */
export function htmlError(status: number): MockResponse {
  const title = `${status} ${STATUS_CODES[status]}`;
  return {
    status,
    headers: [['Content-Type', 'text/html; charset=utf-8']],
    body: `<html>\n<head><title>${title}</title></head>\n<body>\n<center><h1>${title}</h1></center>\n</body>\n</html>\n`,
  };
}

/** The response of a framework whose application throws. */
export const CRASH: MockResponse = htmlError(500);

/** A page without rows and links, in the form of another. */
export function emptyPage(contract: Contract, response: MockResponse, change?: (page: Page) => void): MockResponse {
  const page = readPage(contract, response);
  if (page === undefined) return response;
  page.items = [];
  const { atEnd } = contract.envelope;
  changeLinks(page, () => (atEnd === 'empty' ? '' : null));
  if (atEnd === 'omitted') {
    for (const role of ['next', 'previous', 'first', 'last'] as const) page.write(role, undefined);
  }
  change?.(page);
  return writePage(response, page);
}

/** Takes away a link or token, as the contract writes absent ones. */
export function removeLink({ envelope }: Contract, page: Page, role: 'next' | 'previous'): void {
  page.write(role, { omitted: undefined, null: null, empty: '', self: undefined, edge: undefined }[envelope.atEnd]);
}

/** Makes a page the last one: it does not lead on, and says so. */
export function endAt(contract: Contract, page: Page): void {
  removeLink(contract, page, 'next');
  page.write('hasNext', false);
  page.write('isLast', true);
}

/** Changes the tokens of a page: those within links, and the one that says where the page itself begins. */
export function changeTokens(contract: Contract, page: Page, change: (token: string) => string): void {
  const { position } = contract.page;
  const echo = page.read('position');
  if (typeof echo === 'string') page.write('position', change(echo));
  changeLinks(page, (link) => {
    if (!hasUrls(contract)) return change(link);
    return changeQuery(link, (query) => {
      return formatQuery(
        parseQuery(query).map(([name, value]) => [name, name === position ? change(value) : value] as const),
      );
    });
  });
}

/** What concerns lists of all contracts. */
export function everyContract(): boolean {
  return true;
}
