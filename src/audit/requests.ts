import type { Contract } from '../contract/contract.ts';
import { listCredentialHeaders, listPublicHeaders } from '../contract/credentials.ts';
import type { Exchange } from '../journal/exchange.ts';
import { foldRequest } from '../mock/folded-request.ts';
import { type MockRequest, readHeader } from '../mock/message.ts';
import { parseInteger, resolveLimit } from '../page/limit.ts';
import { isSuccess } from '../page/page-reader.ts';
import { parseQuery, type Query, readValues } from '../page/query.ts';

import { nameOnce } from './groups.ts';
import { canonize, describeFilters, type Link, readAddress } from './links.ts';
import {
  createConditionReader,
  isAuthError,
  judgeResponse,
  type Outcome,
  type PageFacts,
  readPageFacts,
} from './outcomes.ts';

/** A request for a list, as an audit reads it from the journal. */
export interface ListRequest extends Link {
  readonly exchange: Exchange;
  readonly contract: Contract;
  /** Its place among the contract's list requests. */
  readonly index: number;
  /** When it came, in milliseconds since 1970. */
  readonly at: number;
  /** When it was answered. */
  readonly answeredAt: number;
  /** Path and sorted parameters as one text: equal for every spelling of a request. */
  readonly canonical: string;
  /** Absent for the first page. */
  readonly position?: string;
  /** How many rows its page may have. */
  readonly size: number;
  /** Whether the request names another size, which is out of range or not a number. */
  readonly hasInvalidSize: boolean;
  /** Its filters and order, as one text. */
  readonly filters: string;
  /** Credentials, version, scope, partition and other required headers, by name in lower case. */
  readonly headers: ReadonlyMap<string, string>;
  /** The credentials, as one text. */
  readonly caller: string;
  readonly outcome: Outcome;
  /** Whether the response rejects its headers: credentials, version or scope. */
  readonly isAuthError: boolean;
  /** Only with the outcome `page`. */
  readonly page?: PageFacts;
  /** Whether it took so long that the client may have given up and sent it again. */
  readonly isSlow: boolean;
}

const DELAYS: ReadonlySet<string> = new Set(['latency', 'slow-drip']);
/** The shortest time, in milliseconds, after which clients are known to give up. */
const MIN_TIMEOUT = 1000;

/**
 * Prepares the reading of exchanges with a contract's list.
 *
 * @param holdsSecret - whether a text holds a credential; such parameters are not compared
 * @returns a function of an exchange and its place among the contract's list requests
 */
export function createRequestReader(
  contract: Contract,
  holdsSecret: (text: string) => boolean,
): (exchange: Exchange, index: number) => ListRequest {
  const keys = [...listCredentialHeaders(contract), ...listPublicHeaders(contract)];
  const nameCaller = createCallerNamer(contract);
  const readCondition = createConditionReader(contract);

  return (exchange, index) => {
    const { response } = exchange;
    const request = foldRequest(contract, exchange.request);
    const pairs = parseQuery(request.query).filter((pair) => !pair.some(holdsSecret));
    const address = readAddress(contract, request.path, pairs);
    // A client gets no body in response to HEAD.
    const isRead = request.method === contract.method;
    const page =
      isRead && response !== undefined && isSuccess(response) ? readPageFacts(contract, response) : undefined;
    const condition = response === undefined || response.status < 400 ? undefined : readCondition(response);
    const outcome = judgeResponse(exchange, contract, page, condition, address.position);
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
      isSlow: exchange.durationMs >= MIN_TIMEOUT || (exchange.faults?.some((fault) => DELAYS.has(fault)) ?? false),
    };
  };
}

function readSize({ page: { limit }, query }: Contract, pairs: Query): Pick<ListRequest, 'size' | 'hasInvalidSize'> {
  const reading = resolveLimit(pairs, limit, query);
  const size = reading.ok ? reading.limit : limit.default;
  const [asked] = limit.parameter === undefined ? [] : readValues(pairs, limit.parameter, query);
  return { size, hasInvalidSize: asked !== undefined && parseInteger(asked, query.integers) !== size };
}

function readHeaders(request: Exchange['request'], names: readonly string[]): ReadonlyMap<string, string> {
  const found = names.map((name) => [name, readHeader(request, name)?.trim() ?? ''] as const);
  return new Map(found.filter(([, value]) => value !== ''));
}

/** Prepares the naming of senders: all credentials of a request as one text. */
export function createCallerNamer(contract: Pick<Contract, 'access'>): (request: MockRequest) => string {
  const credentials = listCredentialHeaders(contract);
  return (request) => JSON.stringify(credentials.map((name) => readHeader(request, name)?.trim() ?? ''));
}

/** The names of headers that have another value in a later request; a missing one does not count. */
export function listChangedHeaders(
  before: Pick<ListRequest, 'headers'>,
  after: Pick<ListRequest, 'headers'>,
): readonly string[] {
  return [...before.headers].flatMap(([name, value]) => {
    const other = after.headers.get(name);
    return other === undefined || other === value ? [] : [name];
  });
}

/** The names of headers that a later request lacks. */
export function listMissingHeaders(
  before: Pick<ListRequest, 'headers'>,
  after: Pick<ListRequest, 'headers'>,
): readonly string[] {
  return [...before.headers.keys()].filter((name) => !after.headers.has(name));
}

/** Names the list and the sender of a request, whatever its page size. */
export const nameList: (request: Pick<ListRequest, 'path' | 'filters' | 'caller'>) => string = nameOnce((request) => {
  const { path, filters, caller } = request;
  return JSON.stringify([path, filters, caller]);
});
