import type { Contract } from '../../contract/contract.ts';
import { listCredentialHeaders, listPublicHeaders } from '../../contract/secrets/list-key-headers.ts';
import { readLimit } from '../../edit/read-limit.ts';
import type { Exchange } from '../../journal/exchange.ts';
import { readHeader } from '../../mock/message.ts';
import { parseQuery } from '../../page/parse-query.ts';
import { createRefusalTest } from './create-refusal-test.ts';
import { describeFilters } from './describe-filters.ts';
import { canonize, readAddress } from './read-link.ts';
import { readPageFacts } from './read-page-facts.ts';
import type { Outcome, PageFacts, Visit } from './visit.ts';

/** Faults after which a client has no page, whatever the journal has. */
const BREAKS: ReadonlySet<string> = new Set(['connection-reset', 'truncated-body', 'malformed-json']);
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
  const credentials = listCredentialHeaders(contract);
  const keys = [...credentials, ...listPublicHeaders(contract)];
  const isRefusal = createRefusalTest(contract);

  function judge(exchange: Exchange, page: PageFacts | undefined): Outcome {
    const { request, response, faults = [] } = exchange;
    if (request.method !== 'GET') return 'other';
    if (response === undefined || faults.some((fault) => BREAKS.has(fault))) return 'failed';
    if (response.status >= 300 && response.status < 400) return 'other';
    if (page !== undefined) return 'page';
    return isRefusal(response) ? 'refused' : 'failed';
  }

  return (exchange, index) => {
    const { request, response } = exchange;
    const pairs = parseQuery(request.query).filter(([, value]) => !holdsSecret(value));
    const address = readAddress(contract, request.path, pairs);
    // A client sees nothing of the body that answers HEAD.
    const page = request.method === 'GET' && response?.status === 200 ? readPageFacts(contract, response) : undefined;
    const outcome = judge(exchange, page);
    const headers = readHeaders(request, keys);
    return {
      exchange,
      contract,
      index,
      at: exchange.at,
      answeredAt: exchange.at + exchange.durationMs,
      ...address,
      canonical: canonize(address),
      size: readLimit(contract, request),
      filters: describeFilters(contract, address.pairs),
      headers,
      caller: JSON.stringify(credentials.map((name) => headers.get(name) ?? '')),
      outcome,
      ...(outcome === 'page' && page !== undefined && { page }),
      isSlow: exchange.durationMs >= PATIENCE || (exchange.faults?.some((fault) => DELAYS.has(fault)) ?? false),
    };
  };
}

function readHeaders(request: Exchange['request'], names: readonly string[]): ReadonlyMap<string, string> {
  const found = names.map((name) => [name, readHeader(request, name)?.trim() ?? ''] as const);
  return new Map(found.filter(([, value]) => value !== ''));
}
