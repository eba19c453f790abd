import type { Contract, ErrorCondition } from '../../contract/contract.ts';
import { listCredentialHeaders, listPublicHeaders } from '../../contract/secrets/list-key-headers.ts';
import type { Exchange } from '../../journal/exchange.ts';
import { readHeader } from '../../mock/message.ts';
import { parseInteger } from '../../page/parse-integer.ts';
import { parseQuery, type Query } from '../../page/parse-query.ts';
import { readValues } from '../../page/read-values.ts';
import { resolveLimit } from '../../page/resolve-limit.ts';
import { createCallerNamer } from './create-caller-namer.ts';
import { createConditionReader, isOfPosition } from './create-condition-reader.ts';
import { describeFilters } from './describe-filters.ts';
import { canonize, readAddress } from './read-link.ts';
import { readPageFacts } from './read-page-facts.ts';
import type { Outcome, PageFacts, Visit } from './visit.ts';

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
export function createVisitReader(
  contract: Contract,
  holdsSecret: (text: string) => boolean,
): (exchange: Exchange, index: number) => Visit {
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
      isBarred: outcome === 'failed' && isBarred(response?.status, condition),
      ...(outcome === 'page' && page !== undefined && { page }),
      isSlow: exchange.durationMs >= PATIENCE || (exchange.faults?.some((fault) => DELAYS.has(fault)) ?? false),
    };
  };
}

function readSize({ page: { limit }, query }: Contract, pairs: Query): Pick<Visit, 'size' | 'isOddlySized'> {
  const reading = resolveLimit(pairs, limit, query);
  const size = reading.ok ? reading.limit : limit.default;
  const [asked] = readValues(pairs, limit.parameter, query);
  return { size, isOddlySized: asked !== undefined && parseInteger(asked, query.integers) !== size };
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

function isBarred(status: number | undefined, condition: ErrorCondition | undefined): boolean {
  return status === 401 || status === 403 || (condition !== undefined && OF_HEADERS.has(condition));
}

function readHeaders(request: Exchange['request'], names: readonly string[]): ReadonlyMap<string, string> {
  const found = names.map((name) => [name, readHeader(request, name)?.trim() ?? ''] as const);
  return new Map(found.filter(([, value]) => value !== ''));
}
