import type { Contract, ErrorCondition, Json } from '../contract/contract.ts';
import { listCredentialHeaders, listPublicHeaders } from '../contract/credentials.ts';
import { PagewrightError } from '../contract/error.ts';
import { readField } from '../contract/field-values.ts';
import { writePointer } from '../contract/json-pointer.ts';
import { parseInteger } from '../page/limit.ts';
import type { CurrentPage } from '../page/neighbours.ts';
import { createPager, type Pager } from '../page/pager.ts';
import type { Position } from '../page/position.ts';
import { findValue } from '../page/query.ts';
import type { Key, View } from '../store/table.ts';
import { createPathMatcher, type PathMatch } from './access.ts';
import { type CheckedRequest, createRequestChecker, type RequestChecker, type RequestedRows } from './checks.ts';
import { createPageHeaderWriter, createPageWriter, type PageHeaderWriter, type PageWriter } from './envelope.ts';
import { createErrorRenderer, type ErrorRenderer } from './errors.ts';
import { type FoldedRequest, foldRequest } from './folded-request.ts';
import { type Headers, type MockRequest, type MockResponse, readHeader, StoredPage } from './message.ts';
import { createPageMemo, type PageMemoOptions } from './page-memo.ts';
import type { MockState } from './state.ts';
import { createUuidSequence } from './uuids.ts';

/** The mock of one list operation. */
export interface ListMock {
  readonly contract: Contract;
  readonly state: MockState;
  /**
   * Answers a request on the path of the list, whatever its method; `undefined` when the path is another, or the document
   * declares an operation of its own for the method.
   */
  handle(request: MockRequest): MockResponse | undefined;
  /** The contract's own answer to a condition that is found elsewhere, such as an unknown path. */
  fail(condition: ErrorCondition, request: MockRequest): MockResponse;
  /** The next value for a place that holds a new one in every response. */
  nextFreshValue(): string;
  /** The rows that a request is about, whatever its position; `undefined` when it is rejected for anything else. */
  findRows(request: MockRequest): RequestedRows | undefined;
  /**
   * Prepares the rows that a request is about where that takes long: the first time that many rows are sorted or filtered
   * in some way. A server waits for it before it lets the list handle the request, and serves others meanwhile.
   *
   * @returns `undefined` when the list can handle the request at once
   */
  prepare(request: MockRequest): Promise<void> | undefined;
}

/** What a mock is made of. */
export interface ListMockOptions extends PageMemoOptions {
  readonly state: MockState;
  /** The secret that seals tokens: with the same one, they stay valid after a restart. */
  readonly key: string | Uint8Array;
  /** From which the values are made that are new in every response. */
  readonly seed: string;
}

/** Makes the mock of one list operation: a request goes through access, query, page and envelope, and comes out as a response. */
export function createListMock({ state, key, seed, ...memory }: ListMockOptions): ListMock {
  const { contract } = state;
  const {
    pager,
    matchPath,
    requests,
    writeKey,
    writePage,
    writePageHeaders,
    countTotal,
    renderError,
    headers,
    markItem,
  } = compileList(contract, key);
  const fresh = createUuidSequence(`${contract.id} ${seed}`);
  const pages = createPageMemo(writeKey, memory);

  function answer(request: MockRequest, pathParameters: Readonly<Record<string, string>>): MockResponse {
    const outcome = requests.check(request, pathParameters, state);
    if ('condition' in outcome) return renderError(outcome, request, fresh);
    const page = assemblePage(outcome, request);
    if (page === undefined) return renderError({ condition: 'invalidPosition' }, request, fresh);
    const { collection, table, context } = outcome;
    pages.keep(request, state, { collection, table, now: context.now }, page);
    return page.respond(fresh);
  }

  function assemblePage(inquiry: CheckedRequest, { origin, path, query: sent }: MockRequest): StoredPage | undefined {
    const { table, selection, limit, query, context } = inquiry;
    const position = locate(inquiry);
    if (position === undefined) return undefined;
    const view = table.select(selection);
    const slice = pager.slice(view, position, limit);
    if (slice === undefined) return undefined;
    const keyAt = (rank: number): Key => table.keyAt(view.slotAt(rank), selection.order);
    const identityAt = (rank: number): string =>
      String(readField(table.rowAt(view.slotAt(rank)), contract.identity.path)[0]);
    const url = { origin, path, query };
    const slotAt = (rank: number): number => view.slotAt(rank);
    const current = { position, slice, limit, count: view.count, keyAt, identityAt, slotAt, url, context };
    const values = pager.join(current);
    const items = writeItems(table, view, current);
    const total = countTotal(view.count, inquiry);
    const own = origin + path + (sent === '' ? '' : `?${sent}`);
    const body = writePage({ items, total, values, url: own }, () => GAP);
    const paging = writePageHeaders?.({ total, values }) ?? [];
    return new StoredPage(paging.length === 0 ? headers : [...headers, ...paging], body.split(GAP), contract.status);
  }

  function writeItems(table: RequestedRows['table'], view: View, current: CurrentPage): string {
    const { start, end } = current.slice;
    let items = '';
    for (let rank = start; rank < end; rank += 1) {
      const row = table.bodyAt(view.slotAt(rank));
      const item = markItem === undefined ? row : markItem(row, current, rank);
      items += rank === start ? item : `,${item}`;
    }
    return items;
  }

  /** A row that a request names has to be looked up; `undefined` when there is none. */
  function locate({ position, table, selection }: CheckedRequest): Position | undefined {
    if (position.at === 'slot') return locateSlot(position, table, selection);
    if (position.at !== 'row') return position;
    // Numbers in their own order have a place even where their row is gone, or was never there.
    const [key, ...others] = selection.order;
    if (others.length === 0 && key?.field.name === contract.identity.name && contract.identity.kind === 'number') {
      const value = parseInteger(position.id, contract.query.integers);
      return value === undefined ? undefined : { at: position.side, key: [value] };
    }
    const slot = table.find(position.id);
    return slot === undefined ? undefined : { at: position.side, key: table.keyAt(slot, selection.order) };
  }

  /** Where a process began anew with fewer rows, there may be no such slot any more. */
  function locateSlot(
    { side, slot }: Extract<Position, { at: 'slot' }>,
    table: RequestedRows['table'],
    { order }: RequestedRows['selection'],
  ): Position | undefined {
    try {
      return { at: side, key: table.keyAt(slot, order) };
    } catch (error) {
      if (error instanceof PagewrightError) return undefined;
      throw error;
    }
  }

  function refuseMethod(request: MockRequest): MockResponse {
    const refusal = renderError({ condition: 'methodNotAllowed' }, request, fresh);
    const allow =
      refusal.headers.find(([name]) => name.toLowerCase() === 'allow') ??
      (['Allow', contract.methods.join(', ')] as const);
    // Where the vendor's own list of methods has OPTIONS, asking for it is no mistake.
    if (request.method === 'OPTIONS' && allow[1].includes('OPTIONS'))
      return { status: 204, headers: [allow], body: '' };
    return { ...refusal, headers: [...refusal.headers.filter((header) => header !== allow), allow] };
  }

  function isRead({ method }: MockRequest): boolean {
    return contract.method === 'GET' ? method === 'GET' || method === 'HEAD' : method === contract.method;
  }

  /** The body is in the key as far as it could be read. */
  function findPage(request: FoldedRequest): StoredPage | undefined {
    return request.faults === undefined ? pages.find(request, state) : undefined;
  }

  function fold(request: MockRequest): FoldedRequest {
    return foldRequest(contract, request);
  }

  function findRows(request: MockRequest): RequestedRows | undefined {
    const match = matchPath(request.path);
    return match.fit === 'none' ? undefined : requests.findRows(request, match.parameters, state);
  }

  function respondToOther(request: MockRequest): MockResponse | undefined {
    const match = matchPath(request.path);
    if (!isOurs(match)) return redirectOf(match, request);
    return contract.methods.includes(request.method) ? undefined : refuseMethod(request);
  }

  /** Whether the path is the list's, up to a slash at its end that does not matter. */
  function isOurs(match: PathMatch): match is Exclude<PathMatch, { fit: 'none' }> {
    return match.fit === 'exact' || (match.fit === 'otherSlash' && contract.trailingSlash === 'ignore');
  }

  function redirectOf({ fit }: PathMatch, request: MockRequest): MockResponse | undefined {
    const isRedirected = fit === 'otherSlash' && contract.trailingSlash === 'redirect';
    return isRedirected ? redirect(contract.path, request) : undefined;
  }

  return {
    contract,
    state,
    nextFreshValue: fresh,
    fail: (condition, request) => renderError({ condition }, request, fresh),
    findRows: (request) => findRows(fold(request)),
    prepare(sent) {
      const request = fold(sent);
      if (!isRead(request) || findPage(request) !== undefined) return undefined;
      const rows = findRows(request);
      return rows === undefined || rows.table.isReady(rows.selection) ? undefined : rows.table.prepare(rows.selection);
    },
    handle(sent) {
      if (!isRead(sent)) return respondToOther(sent);
      const request = fold(sent);
      const known = findPage(request);
      if (known !== undefined) return known.respond(fresh);
      const match = matchPath(request.path);
      return isOurs(match) ? answer(request, match.parameters) : redirectOf(match, request);
    },
  };
}

/** Stands for a value that is new in every response; JSON has it in no text, where it would be escaped. */
const GAP = '\u0000';

/** To the same place with the slash that the path has or lacks, below the prefix under which the client reaches the mock. */
function redirect(template: string, { origin, path, query }: MockRequest): MockResponse {
  const prefix = /^[a-z]+:\/\/[^/]*(.*)$/i.exec(origin)?.[1] ?? '';
  const location = prefix + (template.endsWith('/') ? `${path}/` : path.replace(/\/$/, ''));
  const headers: Headers = [
    ['Content-Type', 'text/html; charset=utf-8'],
    ['Location', query === '' ? location : `${location}?${query}`],
  ];
  return { status: 301, headers, body: '' };
}

/** What a contract's answers are made with, whatever the state: nothing here changes what is answered. */
interface CompiledList {
  readonly pager: Pager;
  readonly matchPath: (path: string) => PathMatch;
  readonly requests: RequestChecker;
  /** All of a request that its response depends on. */
  readonly writeKey: (request: MockRequest) => string;
  readonly writePage: PageWriter;
  readonly writePageHeaders: PageHeaderWriter | undefined;
  readonly countTotal: TotalCounter;
  readonly renderError: ErrorRenderer;
  /** Of a page. */
  readonly headers: Headers;
  /** Writes the token of a row into its body, where each item has one. */
  readonly markItem: ItemMarker | undefined;
}

const compiled = new WeakMap<Contract, Map<string, CompiledList>>();

/** A contract that comes with the package outlives its mocks, each of which may have a key of its own. */
const MAX_KEYS = 8;

/**
 * Compiles the answers of a contract. With the same contract and key they are compiled once, so that any number of mocks
 * share the queries and tokens that they have read.
 *
 * @param key - the secret that seals tokens
 */
export function compileList(contract: Contract, key: string | Uint8Array): CompiledList {
  const byKey = compiled.get(contract) ?? new Map<string, CompiledList>();
  compiled.set(contract, byKey);
  const name = Buffer.from(key).toString('latin1');
  const known = byKey.get(name);
  if (known !== undefined) return known;
  const pager = createPager(contract, key);
  const list: CompiledList = {
    pager,
    matchPath: createPathMatcher(contract.path),
    requests: createRequestChecker(contract, pager),
    writeKey: createKeyWriter(contract),
    writePage: createPageWriter(contract),
    writePageHeaders: createPageHeaderWriter(contract),
    countTotal: createTotalCounter(contract),
    renderError: createErrorRenderer(contract),
    headers: [['Content-Type', contract.mediaType], ...contract.headers],
    markItem: createItemMarker(contract, pager),
  };
  const [oldest] = byKey.keys();
  if (byKey.size >= MAX_KEYS && oldest !== undefined) byKey.delete(oldest);
  byKey.set(name, list);
  return list;
}

/** The total that a response shows; `null` when it shows none. */
type TotalCounter = (count: number, request: CheckedRequest) => number | null;

function createTotalCounter({ envelope: { total } }: Contract): TotalCounter {
  if (total === undefined) return (count) => count;
  const { when, cap = Number.POSITIVE_INFINITY } = total;
  const isShown = ({ position, query }: CheckedRequest): boolean => {
    if (when === undefined) return true;
    if (when === 'firstPage') return isFirstPage(position);
    return findValue(query, when.parameter) === when.value;
  };
  return (count, request) => (isShown(request) ? Math.min(count, cap) : null);
}

type ItemMarker = (body: string, page: CurrentPage, rank: number) => string;

function createItemMarker({ page }: Contract, { itemToken }: Pager): ItemMarker | undefined {
  const field = page.style === 'keyset' ? page.itemToken : undefined;
  if (field === undefined || itemToken === undefined) return undefined;
  const { path, kind } = field;
  return (body, current, rank) => {
    // Bytes of UTF-8, one character each, are the same behind as before.
    const item = JSON.parse(body) as Json;
    const token = itemToken(current, rank);
    writePointer(item, path, kind === 'number' ? Number(token) : token);
    return JSON.stringify(item);
  };
}

function isFirstPage(position: Position): boolean {
  if (position.at === 'page') return position.number === 1;
  return position.at === 'start' || (position.at === 'offset' && position.offset === 0);
}

/** What access and the choice of rows look at: the address and some headers; a line break stands in none of them. */
function createKeyWriter(contract: Contract): (request: MockRequest) => string {
  const names = [...listCredentialHeaders(contract), ...listPublicHeaders(contract)];
  return (request) => {
    // Joined at once it is one piece, which is quicker to look up than one that was added up.
    const parts = [request.origin, request.path, request.query];
    for (const name of names) parts.push(readHeader(request, name) ?? '');
    return parts.join('\n');
  };
}
