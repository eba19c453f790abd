import type { Exchange } from '../client/exchange.ts';
import { countVerdicts, type Evidence, type Report, type Result, type Verdict } from '../result.ts';

/** An answer 200 with an empty list, but for what `parts` says. */
export function createExchange(parts: Partial<Exchange> = {}): Exchange {
  return {
    method: 'GET',
    url: 'https://staging.example.com/v2/orders',
    requestHeaders: { authorization: '***', accept: 'application/json' },
    variables: { authorization: 'AUTHORIZATION' },
    status: 200,
    responseHeaders: { 'content-type': 'application/json' },
    body: '{"items":[],"total":0,"next":null}',
    durationMs: 18,
    ...parts,
  };
}

/** Evidence with nothing but a demand, but for what `parts` says. */
export function createEvidence(parts: Partial<Evidence> = {}): Evidence {
  return { demand: 'The newest order comes first.', exchanges: [], curl: [], ...parts };
}

/** A passing result, but for what `parts` says. */
export function createResult(parts: Partial<Result> = {}): Result {
  return {
    id: 'orders.order.default',
    title: 'MUST list the newest order first',
    level: 'must',
    verdict: 'pass',
    reason: 'Compared 240 neighbours on 12 pages.',
    source: 'Orders API, section 3.1',
    area: 'order',
    requests: 3,
    evidence: [],
    ...parts,
  };
}

/** A report on results, given whole or by their verdicts alone. */
export function createReport(
  parts: Partial<Report> & { readonly verdicts?: readonly Verdict[] | undefined } = {},
): Report {
  const { verdicts = [], ...rest } = parts;
  const results = parts.results ?? verdicts.map((verdict, index) => createResult({ id: `orders.${index}`, verdict }));
  return {
    contract: 'orders',
    verdict: 'pass',
    summary: countVerdicts(results),
    requests: 212,
    durationMs: 3412,
    target: 'https://staging.example.com/v2',
    startedAt: '2026-03-14T09:26:53.589Z',
    ...rest,
    results,
  };
}
