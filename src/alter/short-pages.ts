import type { Contract, Role } from '../contract/contract.ts';
import type { MockRequest, MockResponse } from '../mock/message.ts';
import { type Item, type Page, readId, readPage, writeBody } from '../page/page-reader.ts';
import { changeQuery, parseQuery, readLimit, readParameter, setParameter } from '../page/query.ts';

import type { Answerer } from './engine.ts';

/** What depends on where a page ends. */
const JOINTS: readonly Role[] = ['next', 'previous', 'first', 'last', 'hasNext', 'hasPrevious'];

/**
 * Answers a request with fewer rows than its page may hold. The page leads on to the rows that it lacks, in pages of the size
 * that was asked for, and all that it says of numbers of pages is true of that size.
 *
 * @param ask - answers with full pages
 * @param choose - gives the number of rows, from 1, of a page that may hold so many, and full would have these items
 * @returns the answer as it is where it is no page, is no longer than that, or the size that was asked for is not plain
 */
export function shortenPage(
  contract: Contract,
  ask: Answerer,
  request: MockRequest,
  choose: (limit: number, items: readonly Item[]) => number,
): MockResponse | undefined {
  const response = ask(request);
  const full = readPage(contract, response);
  const limit = readPlainLimit(contract, request);
  if (response === undefined || full === undefined || limit === undefined) return response;
  const size = Math.max(1, contract.page.limit.minimum, choose(limit, full.items));
  if (size >= full.items.length) return response;
  const { parameter } = contract.page.limit;
  const short = readPage(contract, ask(setParameter(request, parameter, String(size))));
  if (short === undefined) return response;
  full.items = short.items;
  for (const role of JOINTS) full.write(role, restoreLimit(contract, request, short.read(role)));
  numberPage(contract, ask, request, full, limit);
  return writeBody(response, full.body);
}

/** The page size of a request, when it is given once and in plain figures, or not at all; `undefined` otherwise. */
function readPlainLimit(contract: Contract, request: MockRequest): number | undefined {
  const { parameter } = contract.page.limit;
  const given = parseQuery(request.query).filter(([name]) => name === parameter);
  const limit = readLimit(contract, request);
  return limit === 0 || given.length > 1 || given.some(([, value]) => value !== String(limit)) ? undefined : limit;
}

function restoreLimit({ page }: Contract, request: MockRequest, link: ReturnType<Page['read']>): typeof link {
  if (typeof link !== 'string' || page.style === 'keyset') return link;
  const { parameter } = page.limit;
  const given = readParameter(request, parameter);
  return changeQuery(link, (query) => {
    const other = { ...request, query };
    return setParameter(other, parameter, given).query;
  });
}

/** A page has the number of the full page that begins with its first row; a page of one row tells the number of that. */
function numberPage(contract: Contract, ask: Answerer, request: MockRequest, page: Page, limit: number): void {
  if (page.read('pageNumber') === undefined) return;
  const single = readPage(contract, ask(setParameter(request, contract.page.limit.parameter, '1')));
  const [item] = single?.items ?? [];
  const place = page.items.findIndex(
    (other) => item !== undefined && readId(contract, other) === readId(contract, item),
  );
  if (place === -1) return;
  const before = Number(single?.read('pageNumber')) - 1 - place;
  const count = page.read('pageCount');
  const number = Math.ceil(before / limit) + 1;
  page.write('pageNumber', Math.max(1, typeof count === 'number' ? Math.min(count, number) : number));
}
