import type { Contract } from '../contract/contract.ts';
import type { MockRequest, MockResponse } from '../mock/message.ts';
import { changeLinks, type LinkRole, locateNeighbour, type Page, readPage, writeBody } from '../page/page-reader.ts';
import { changeQuery, formatQuery, parseQuery } from '../page/query.ts';

import type { AlterationContext, Answerer } from './engine.ts';

/**
 * Makes a wrap that changes pages and leaves every other answer as it is.
 *
 * @param edit - changes the page that answers the request
 */
export function editPages(
  edit: (page: Page, request: MockRequest, context: AlterationContext) => void,
): (context: AlterationContext) => Answerer {
  return (context) => (request) => {
    const response = context.handle(request);
    const page = readPage(context.contract, response);
    if (response === undefined || page === undefined) return response;
    edit(page, request, context);
    return writeBody(response, page.body);
  };
}

/** Makes a wrap that changes all answers. */
export function editAnswers(
  edit: (response: MockResponse, request: MockRequest, context: AlterationContext) => MockResponse,
): (context: AlterationContext) => Answerer {
  return (context) => (request) => {
    const response = context.handle(request);
    return response === undefined ? undefined : edit(response, request, context);
  };
}

/** Makes a wrap that changes refusals and leaves pages as they are. */
export function editRefusals(
  edit: (response: MockResponse, request: MockRequest, context: AlterationContext) => MockResponse,
): (context: AlterationContext) => Answerer {
  return editAnswers((response, request, context) => {
    return response.status < 400 ? response : edit(response, request, context);
  });
}

/** Makes a wrap that changes requests before they are answered. */
export function editRequests(
  edit: (request: MockRequest, context: AlterationContext) => MockRequest,
): (context: AlterationContext) => Answerer {
  return (context) => (request) => context.handle(edit(request, context));
}

/** The page that a page leads to. */
export function readNeighbour(
  { contract, handle }: AlterationContext,
  request: MockRequest,
  page: Page,
  role: LinkRole,
): Page | undefined {
  const next = locateNeighbour(contract, request, page, role);
  return next === undefined ? undefined : readPage(contract, handle(next));
}

/** What a framework answers when its application throws. */
export const CRASH: MockResponse = {
  status: 500,
  headers: [['Content-Type', 'text/html; charset=utf-8']],
  body: '<html><body><h1>Internal Server Error</h1></body></html>',
};

/** A page without rows that leads nowhere, in the form of another. */
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
  return writeBody(response, page.body);
}

/** Takes away a link or token, as the contract has those that lead nowhere. */
export function removeLink({ envelope }: Contract, page: Page, role: 'next' | 'previous'): void {
  page.write(role, { omitted: undefined, null: null, empty: '' }[envelope.atEnd]);
}

/** Changes the tokens of a page: those within links, and the one that says where the page itself begins. */
export function changeTokens(
  { page: { style, position } }: Contract,
  page: Page,
  change: (token: string) => string,
): void {
  const echo = page.read('position');
  if (typeof echo === 'string') page.write('position', change(echo));
  changeLinks(page, (link) => {
    if (style === 'keyset') return change(link);
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
