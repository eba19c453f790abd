import {
  countVerdicts,
  type Level,
  type Report,
  type Result,
  type Verdict,
  verdictOfBreach,
} from '../../conformance/result.ts';

import type { Contract } from '../contract/contract.ts';
import type { Exchange } from '../journal/exchange.ts';
import { CLIENT_RULES, describeClientRule } from './client-rules.ts';
import { createEvidenceWriter, type EvidenceWriter } from './evidence.ts';
import { createRequestReader, nameList } from './requests.ts';
import { type ClientCase, type ClientRule, countNoun, type Finding } from './rules/client-rule.ts';
import { assignUnroutedRequests, collectSecrets, createSecretFinder } from './secrets.ts';
import { listTrippedRules } from './to-be-clean.ts';
import { traceWalks } from './traces/trace-requests.ts';

interface AuditOptions {
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
  const unroutedRequests = assignUnroutedRequests(exchanges, options.contracts, findSecrets);
  const called = options.contracts.filter(({ id }) => {
    return unroutedRequests.has(id) || exchanges.some(({ contract }) => contract?.id === id);
  });
  const contracts = called.length > 0 ? called : options.contracts;
  const issued = new Set(secrets);
  const context: AuditContext = { dropped, writer: createEvidenceWriter(secrets, findSecrets) };
  const results = contracts.flatMap((contract) => {
    const own = exchanges.filter((exchange) => exchange.contract?.id === contract.id);
    const client = {
      ...openCase(contract, own, findSecrets),
      unroutedRequests: unroutedRequests.get(contract.id) ?? [],
      issued,
    };
    return CLIENT_RULES.map((rule) => concludeRule(rule, client, context));
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
): Omit<ClientCase, 'unroutedRequests' | 'issued'> {
  const read = createRequestReader(contract, (text) => findSecrets(text).length > 0);
  const requests = exchanges
    .filter(({ isList, request: { method } }) => isList && (method === 'GET' || method === 'HEAD'))
    .map(read);
  return { contract, trace: traceWalks(contract, requests), exchanges, findSecrets };
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

/** Pieces of evidence for one rule. */
const SHOWN = 3;

/** What holds for all rules of an audit. */
interface AuditContext {
  /** How many older exchanges are lost. */
  readonly dropped: number;
  readonly writer: EvidenceWriter;
}

/** Brings what a client did to the verdict on a rule. */
function concludeRule(rule: ClientRule, client: ClientCase, { dropped, writer }: AuditContext): Result {
  const { id, title, level, source, exemption } = describeClientRule(client.contract, rule);
  const base = { id, title, level, area: 'client', ...(source !== undefined && { source }) };
  if (exemption !== undefined) {
    return { ...base, verdict: 'notApplicable', reason: sentence(exemption), requests: 0, evidence: [] };
  }
  const { exercised, findings } = rule.judge(client);
  const held = dropped === 0 ? findings : forgive(findings, dropped);
  const forgiven = findings.length - held.length;
  const [first] = held;
  const verdict = conclude(level, held.length, exercised, forgiven);
  const more = held.length - 1;
  const reason =
    first === undefined
      ? explain(rule, exercised, forgiven)
      : `${sentence(writer.redact(first.summary, first.exchanges))}${more > 0 ? ` And ${more} more.` : ''}`;
  return {
    ...base,
    verdict,
    reason,
    requests: exercised,
    evidence: held.slice(0, SHOWN).map((finding) => writer.write(title, finding)),
  };
}

/**
 * Lets off what may be right after all: of each list and caller, one walk may have begun with pages that are lost, and once it has
 * gone on, its pages are known.
 */
function forgive(findings: readonly Finding[], dropped: number): readonly Finding[] {
  const explained = new Set<string>();
  return findings.filter(({ unseen }) => {
    if (unseen === undefined || explained.size >= dropped || explained.has(nameList(unseen))) return true;
    explained.add(nameList(unseen));
    return false;
  });
}

function conclude(level: Level, held: number, exercised: number, forgiven: number): Verdict {
  if (held > 0) return verdictOfBreach(level);
  return exercised > 0 && forgiven === 0 ? 'pass' : 'inconclusive';
}

function explain({ kept, wanting }: ClientRule, exercised: number, forgiven: number): string {
  if (forgiven > 0) {
    return `${countNoun(forgiven, 'request')} might be explained by older ones, which the journal no longer has.`;
  }
  return sentence(exercised > 0 ? kept(exercised) : `nothing exercised it; it takes ${wanting}`);
}

function sentence(text: string): string {
  return `${text.charAt(0).toUpperCase()}${text.slice(1)}.`;
}
