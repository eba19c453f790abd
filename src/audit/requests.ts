import type { Contract, ErrorCondition } from '../contract/contract.ts';
import { listCredentialHeaders, listPublicHeaders } from '../contract/credentials.ts';
import type { Exchange } from '../journal/exchange.ts';
import { type MockRequest, readHeader } from '../mock/message.ts';
import { parseInteger, resolveLimit } from '../page/limit.ts';
import type { LinkRole } from '../page/page-reader.ts';
import { parseQuery, type Query, readValues } from '../page/query.ts';

import { canonize, describeFilters, readAddress } from './links.ts';
import { createConditionReader, isOfPosition, readPageFacts } from './outcomes.ts';

/** A link as it was given, taken apart: what does not matter to a reader of it is gone. */
export interface Link {
  /** Decoded, without the slash at its end. */
  readonly path: string;
  /** Decoded. */
  readonly pairs: Query;
  /** The value of the position parameter; absent: the link has none. */
  readonly position?: string;
}

/** What a page told the client that read it. */
export interface PageFacts {
  /** Rows on the page. */
  readonly count: number;
  readonly total?: number;
  readonly pageCount?: number;
  readonly pageNumber?: number;
  readonly hasNext?: boolean;
  /** Links or tokens, as they were given. */
  readonly links: Readonly<Partial<Record<LinkRole, string>>>;
  /** The same for pages with the same rows; absent: no rows. */
  readonly fingerprint?: string;
  /** The ids of the first and the last row: one is the same for pages that begin or end at the same place; absent: no rows. */
  readonly ends?: readonly [first: string, last: string];
}

/**
 * What came of a request. `page`: a page that the client could read. `refused`: its position is not valid. `failed`: it may be
 * sent again. `other`: it says nothing of pages (a redirect, or HEAD).
 */
type Outcome = 'page' | 'refused' | 'failed' | 'other';

/** A request for a list, as an audit sees it. */
export interface ListRequest extends Link {
  readonly exchange: Exchange;
  readonly contract: Contract;
  /** Its place among the requests of the contract. */
  readonly index: number;
  /** When it came, in milliseconds since 1970. */
  readonly at: number;
  /** When it was answered. */
  readonly answeredAt: number;
  /** The pairs in the order of their names: the same for every spelling of a request. */
  readonly canonical: string;
  /** Absent: it asks for the first page. */
  readonly position?: string;
  /** How many rows its page may hold. */
  readonly size: number;
  /** Whether that is not what it asked for, as it asked for a number that is not allowed, or for none. */
  readonly hasInvalidSize: boolean;
  /** Its filters and order, as one text. */
  readonly filters: string;
  /** By name in lower case, those that say who asks for what: credentials, version, scope, partition. */
  readonly headers: ReadonlyMap<string, string>;
  /** The credentials, as one text. */
  readonly caller: string;
  readonly outcome: Outcome;
  /** Whether the answer says that its headers are not those of somebody who may ask: credentials, version, scope. */
  readonly isAuthError: boolean;
  /** With the outcome `page`. */
  readonly page?: PageFacts;
  /** Whether it took so long that the client may have given it up and asked again. */
  readonly isSlow: boolean;
}

/** Faults after which a client has no page, whatever the journal has. */
const BREAKS: ReadonlySet<string> = new Set(['connection-reset', 'truncated-body', 'malformed-json']);
/** What else than credentials can be wrong with the headers of a request. */
const OF_HEADERS: ReadonlySet<ErrorCondition> = new Set([
  'missingScope',
  'foreignScope',
  'missingVersion',
  'unsupportedVersion',
  'retiredVersion',
]);
const DELAYS: ReadonlySet<string> = new Set(['latency', 'slow-drip']);
/** The shortest time, in milliseconds, after which clients are known to give up. */
const PATIENCE = 1000;

/**
 * Prepares the reading of requests for a contract's list.
 *
 * @param holdsSecret - whether a text holds a credential; parameters that do are left out of what is compared
 * @returns a function from an exchange and its place among the contract's; the body is parsed once, here
 */
export function createRequestReader(
  contract: Contract,
  holdsSecret: (text: string) => boolean,
): (exchange: Exchange, index: number) => ListRequest {
  const keys = [...listCredentialHeaders(contract), ...listPublicHeaders(contract)];
  const nameCaller = createCallerNamer(contract);
  const readCondition = createConditionReader(contract);

  return (exchange, index) => {
    const { request, response } = exchange;
    const pairs = parseQuery(request.query).filter((pair) => !pair.some(holdsSecret));
    const address = readAddress(contract, request.path, pairs);
    // A client sees nothing of the body that answers HEAD.
    const page = request.method === 'GET' && response?.status === 200 ? readPageFacts(contract, response) : undefined;
    const condition = response === undefined || response.status < 400 ? undefined : readCondition(response);
    const outcome = judgeAnswer(exchange, page, condition);
    const headers = readHeaders(request, keys);
    return {
      exchange,
      contract,
      index,
      at: exchange.at,
      answeredAt: exchange.at + exchange.durationMs,
      ...address,
      canonical: canonize(address),
      ...readSize(contract, address.pairs),
      filters: describeFilters(contract, address.pairs),
      headers,
      caller: nameCaller(request),
      outcome,
      isAuthError: outcome === 'failed' && isAuthError(response?.status, condition),
      ...(outcome === 'page' && page !== undefined && { page }),
      isSlow: exchange.durationMs >= PATIENCE || (exchange.faults?.some((fault) => DELAYS.has(fault)) ?? false),
    };
  };
}

function readSize({ page: { limit }, query }: Contract, pairs: Query): Pick<ListRequest, 'size' | 'hasInvalidSize'> {
  const reading = resolveLimit(pairs, limit, query);
  const size = reading.ok ? reading.limit : limit.default;
  const [asked] = readValues(pairs, limit.parameter, query);
  return { size, hasInvalidSize: asked !== undefined && parseInteger(asked, query.integers) !== size };
}

function judgeAnswer(
  { request, response, isAborted, faults = [] }: Exchange,
  page: PageFacts | undefined,
  condition: ErrorCondition | undefined,
): Outcome {
  if (request.method !== 'GET') return 'other';
  if (response === undefined || isAborted === true || faults.some((fault) => BREAKS.has(fault))) return 'failed';
  if (response.status >= 300 && response.status < 400) return 'other';
  if (page !== undefined) return 'page';
  return isOfPosition(condition) ? 'refused' : 'failed';
}

function isAuthError(status: number | undefined, condition: ErrorCondition | undefined): boolean {
  return status === 401 || status === 403 || (condition !== undefined && OF_HEADERS.has(condition));
}

function readHeaders(request: Exchange['request'], names: readonly string[]): ReadonlyMap<string, string> {
  const found = names.map((name) => [name, readHeader(request, name)?.trim() ?? ''] as const);
  return new Map(found.filter(([, value]) => value !== ''));
}

/** Prepares the naming of whoever sends a request: its credentials as one text, the same for the same ones. */
export function createCallerNamer(contract: Pick<Contract, 'access'>): (request: MockRequest) => string {
  const credentials = listCredentialHeaders(contract);
  return (request) => JSON.stringify(credentials.map((name) => readHeader(request, name)?.trim() ?? ''));
}

/** The headers that say who asks for what, of which one request had another value than another; a missing one has none. */
export function listChangedHeaders(
  before: Pick<ListRequest, 'headers'>,
  after: Pick<ListRequest, 'headers'>,
): readonly string[] {
  return [...before.headers].flatMap(([name, value]) => {
    const other = after.headers.get(name);
    return other === undefined || other === value ? [] : [name];
  });
}

/** The headers that say who asks for what, which one request had and another has not. */
export function listMissingHeaders(
  before: Pick<ListRequest, 'headers'>,
  after: Pick<ListRequest, 'headers'>,
): readonly string[] {
  return [...before.headers.keys()].filter((name) => !after.headers.has(name));
}

/** Names the list that a request is about, and who asks: the same for pages of any size, as they make up the same list. */
export function nameList({ path, filters, caller }: Pick<ListRequest, 'path' | 'filters' | 'caller'>): string {
  return JSON.stringify([path, filters, caller]);
}
