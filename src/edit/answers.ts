import type { Contract } from '../contract/contract.ts';
import type { MockResponse } from '../mock/message.ts';
import { changeLinks, type Page, readPage, writeBody } from '../page/page-reader.ts';

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
