import { countVerdicts } from '../../conformance/report/count-verdicts.ts';
import type { Report, Result } from '../../conformance/result.ts';
import type { Contract } from '../contract/contract.ts';
import type { Exchange } from '../journal/exchange.ts';
import { type Circumstances, concludeRule } from './conclude-rule.ts';
import { createEvidenceWriter } from './evidence/create-evidence-writer.ts';
import { listTrippedRules } from './format-audit-failure.ts';
import type { ClientCase } from './rules/client-rule.ts';
import { CLIENT_RULES } from './rules/client-rules.ts';
import { assignStrays } from './secrets/assign-strays.ts';
import { collectSecrets } from './secrets/collect-secrets.ts';
import { createSecretFinder } from './secrets/create-secret-finder.ts';
import { createVisitReader } from './visits/create-visit-reader.ts';
import { traceWalks } from './walks/trace-walks.ts';

export interface AuditOptions {
  /** Those that the session serves. */
  readonly contracts: readonly Contract[];
  /** How many older exchanges the journal no longer has; none by default. */
  readonly dropped?: number;
  /** Where the mock is, without credentials. */
  readonly target: string;
  /** When the session began, in milliseconds since 1970; with its first exchange by default. */
  readonly startedAt?: number;
  /** Credentials that the mock knows: they are neither to be in a URL, nor shown. */
  readonly secrets?: readonly string[];
}

/**
 * Judges the client of a session by what it sent.
 *
 * @param exchanges - of one session, oldest first
 * @returns the verdict on each rule for each contract that was called; for all contracts when none was. A client is clean when no
 *   verdict is `fail` or `warn`.
 */
export function auditClient(exchanges: readonly Exchange[], options: AuditOptions): Report {
  const { dropped = 0, target, secrets = [] } = options;
  const findSecrets = createSecretFinder(collectSecrets(exchanges, secrets));
  const strays = assignStrays(exchanges, options.contracts, findSecrets);
  const called = options.contracts.filter(({ id }) => {
    return strays.has(id) || exchanges.some(({ contract }) => contract?.id === id);
  });
  const contracts = called.length > 0 ? called : options.contracts;
  const issued = new Set(secrets);
  const circumstances: Circumstances = { dropped, writer: createEvidenceWriter(secrets, findSecrets) };
  const results = contracts.flatMap((contract) => {
    const own = exchanges.filter((exchange) => exchange.contract?.id === contract.id);
    const client = { ...openCase(contract, own, findSecrets), strays: strays.get(contract.id) ?? [], issued };
    return CLIENT_RULES.map((rule) => concludeRule(rule, client, circumstances));
  });
  const { startedAt, durationMs } = measure(exchanges, options.startedAt);
  return {
    contract: contracts.map(({ id }) => id).join(', '),
    subject: 'client',
    verdict: sumUp(results, dropped),
    summary: countVerdicts(results),
    requests: exchanges.length,
    durationMs,
    target,
    startedAt: new Date(startedAt).toISOString(),
    results,
    ...(dropped > 0 && { stopped: `the journal no longer has the ${dropped} oldest exchanges` }),
  };
}

function openCase(
  contract: Contract,
  exchanges: readonly Exchange[],
  findSecrets: ClientCase['findSecrets'],
): Omit<ClientCase, 'strays' | 'issued'> {
  const read = createVisitReader(contract, (text) => findSecrets(text).length > 0);
  const visits = exchanges
    .filter(({ isList, request: { method } }) => isList && (method === 'GET' || method === 'HEAD'))
    .map(read);
  return { contract, trace: traceWalks(contract, visits), exchanges, findSecrets };
}

function sumUp(results: readonly Result[], dropped: number): Report['verdict'] {
  if (listTrippedRules({ results }).length > 0) return 'fail';
  const isDecided = results.some(({ verdict }) => verdict === 'pass' || verdict === 'note');
  return isDecided && dropped === 0 ? 'pass' : 'inconclusive';
}

function measure(
  exchanges: readonly Exchange[],
  began = exchanges[0]?.at ?? Date.now(),
): { readonly startedAt: number; readonly durationMs: number } {
  const ended = exchanges.reduce((latest, { at, durationMs }) => Math.max(latest, at + durationMs), began);
  return { startedAt: began, durationMs: ended - began };
}
