import type { Contract, Role } from '../contract/contract.ts';
import type { MockRequest } from '../mock/message.ts';
import { countPages } from '../page/neighbours.ts';
import { changeLinks, hasUrls, type Item, type Page, readId, readPage, writePage } from '../page/page-reader.ts';
import { changeQuery, parseQuery, readLimit, readParameter, setParameter } from '../page/query.ts';

import type { AlteredResponse, Handler } from './engine.ts';

/** What depends on where a page ends. */
const JOINTS: readonly Role[] = [
  'next',
  'previous',
  'first',
  'last',
  'hasNext',
  'hasPrevious',
  'isFirst',
  'isLast',
  'remaining',
  'count',
  'firstRow',
  'lastRow',
];

/**
 * Responds to a request with fewer rows than its page may hold. The page leads on to the rows that it lacks, in pages of the
 * requested size, and all that it says of numbers of pages is true of that size.
 *
 * @param handle - responds with full pages
 * @param choose - gives the number of rows, from 1, of a page that may hold so many, and full would have these items
 * @returns the response as it is where it is no page, is no longer than that, or the requested size is not plain
 */
export function shortenPage(
  contract: Contract,
  handle: Handler,
  request: MockRequest,
  choose: (limit: number, items: readonly Item[]) => number,
): AlteredResponse | undefined {
  const response = handle(request);
  const page = readPage(contract, response);
  const limit = readPlainLimit(contract, request);
  if (response === undefined || page === undefined || limit === undefined) return response;
  const size = Math.max(1, contract.page.limit.minimum, choose(limit, page.items));
  if (size >= page.items.length) return response;
  const shorter = readShorterPage(contract, handle, request, size);
  if (shorter === undefined) return response;
  page.items = shorter.items;
  for (const role of JOINTS) page.write(role, shorter.read(role));
  numberPage(contract, handle, request, page, limit);
  return writePage(response, page);
}

/**
 * The page of a request with another number of rows.
 *
 * @returns the page, whose links lead on in pages of the requested size
 */
export function readShorterPage(
  contract: Contract,
  handle: Handler,
  request: MockRequest,
  size: number,
): Page | undefined {
  const { parameter } = contract.page.limit;
  const page = readPage(contract, handle(setParameter(request, parameter, String(size))));
  if (page === undefined || !hasUrls(contract)) return page;
  const given = readParameter(request, parameter);
  changeLinks(page, (link) => changeQuery(link, (query) => setParameter({ query }, parameter, given).query));
  return page;
}

/** The page size of a request, when it is given once and in plain figures, or not at all; `undefined` otherwise. */
function readPlainLimit(contract: Contract, request: MockRequest): number | undefined {
  const { parameter } = contract.page.limit;
  const given = parseQuery(request.query).filter(([name]) => name === parameter);
  const limit = readLimit(contract, request);
  return limit === 0 || given.length > 1 || given.some(([, value]) => value !== String(limit)) ? undefined : limit;
}

/** A page has the number of the full page that begins with its first row; a page of one row tells the number of that. */
function numberPage(contract: Contract, handle: Handler, request: MockRequest, page: Page, limit: number): void {
  if (page.read('pageNumber') === undefined) return;
  const single = readPage(contract, handle(setParameter(request, contract.page.limit.parameter, '1')));
  const [item] = single?.items ?? [];
  const place = page.items.findIndex(
    (other) => item !== undefined && readId(contract, other) === readId(contract, item),
  );
  if (place === -1) return;
  const before = Number(single?.read('pageNumber')) - 1 - place;
  const count = page.read('pageCount');
  const number = countPages({ count: before, limit }) + 1;
  page.write('pageNumber', Math.max(1, typeof count === 'number' ? Math.min(count, number) : number));
}
