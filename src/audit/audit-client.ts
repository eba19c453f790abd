import {
  type Cause,
  countVerdicts,
  type Level,
  type Report,
  type Result,
  type Verdict,
  verdictOfBreach,
} from '../../conformance/result.ts';
import type { Contract } from '../contract/contract.ts';
import { countNoun, joinNames, toSentence } from '../contract/text.ts';
import type { Exchange } from '../journal/exchange.ts';
import type { Work } from '../store/work.ts';
import { concludeAudit } from './adjusted-report.ts';
import { type BrokenRule, findCauses } from './causes.ts';
import { CLIENT_RULES, describeClientRule } from './client-rules.ts';
import { createEvidenceWriter, type EvidenceWriter } from './evidence.ts';
import { createRequestReader, type ListRequest, nameList } from './requests.ts';
import type { AuditedClient, ClientRule, Finding, Reads } from './rules/client-rule.ts';
import { assignUnroutedRequests, collectSecrets, createSecretFinder } from './secrets.ts';
import type { Trace } from './traces/trace.ts';
import { traceRequests } from './traces/trace-requests.ts';

interface AuditOptions {
  /** What the client is said to read; `all` by default. */
  readonly reads?: Reads | undefined;
  /** The contracts that the session serves. */
  readonly contracts: readonly Contract[];
  /** How many older exchanges the journal has dropped; 0 by default. */
  readonly dropped?: number;
  /** The URL of the mock, without credentials. */
  readonly target: string;
  /** When the session began, in milliseconds since 1970; when its first exchange came by default. */
  readonly startedAt?: number;
  /** Requests that came to another list or to no session, but may be meant for one of these. */
  readonly misrouted?: readonly Exchange[];
  /** When a process has got so many milliseconds since a time, which is later on a busy machine; when they have passed by default. */
  readonly timeAfter?: (since: number, ms: number) => number;
  /** Credentials that the mock accepts. They must not be in a URL, and are never shown. */
  readonly secrets?: readonly string[];
}

/**
 * Judges the client of a session by what it sent, in steps.
 *
 * @param exchanges - of one session, oldest first
 * @returns a verdict on each rule, for each contract that was called (for all contracts if none was). The client is clean if no
 *   verdict is `fail` or `warn`.
 */
export function* auditClient(exchanges: readonly Exchange[], options: AuditOptions): Work<Report> {
  const { dropped = 0, target, secrets = [], reads = 'all', misrouted = [], timeAfter = addTime } = options;
  const findSecrets = createSecretFinder(collectSecrets([...exchanges, ...misrouted], secrets));
  yield;
  const unroutedRequests = yield* assignUnroutedRequests(exchanges, options.contracts, findSecrets);
  yield;
  const called = options.contracts.filter(({ id }) => {
    return unroutedRequests.has(id) || exchanges.some(({ contract }) => contract?.id === id);
  });
  const contracts = called.length > 0 ? called : options.contracts;
  const issued = new Set(secrets);
  const context: AuditContext = { dropped, writer: createEvidenceWriter(secrets, findSecrets) };
  const results: Result[] = [];
  const unread: string[] = [];
  const causes: Cause[] = [];
  for (const contract of contracts) {
    const own = exchanges.filter((exchange) => exchange.contract?.id === contract.id);
    const client: AuditedClient = {
      contract,
      reads,
      trace: yield* traceExchanges(
        contract,
        own,
        [...exchanges.filter(({ isList, contract: other }) => !isList || other !== contract), ...misrouted],
        findSecrets,
        dropped === 0,
      ),
      exchanges: own,
      unroutedRequests: unroutedRequests.get(contract.id) ?? [],
      issued,
      findSecrets,
      timeAfter,
    };
    if (hasReadNothing(client, called)) unread.push(contract.id);
    const broken: BrokenRule[] = [];
    for (const rule of CLIENT_RULES) {
      yield;
      const { result, held } = yield* concludeRule(rule, client, context);
      results.push(result);
      if (held.length > 0) broken.push({ rule: rule.id, result, findings: held });
    }
    causes.push(...findCauses(broken));
  }
  const stopped = explainLack(exchanges, unread, dropped);
  const { startedAt, durationMs } = measure(exchanges, options.startedAt);
  return {
    contract: contracts.map(({ id }) => id).join(', '),
    subject: 'client',
    verdict: concludeAudit(results, stopped),
    summary: countVerdicts(results),
    requests: exchanges.length,
    durationMs,
    target,
    startedAt: new Date(startedAt).toISOString(),
    results,
    ...(causes.length > 0 && { causes }),
    ...(stopped !== undefined && { stopped }),
  };
}

function addTime(since: number, ms: number): number {
  return since + ms;
}

/** Whether a list was asked for in vain. */
function hasReadNothing({ contract, trace: { requests } }: AuditedClient, called: readonly Contract[]): boolean {
  if (requests.some(({ outcome }) => outcome === 'page')) return false;
  // Who calls other operations only has another list to be judged by, or none.
  return requests.length > 0 || !called.some(({ id }) => id !== contract.id);
}

/** Why a client without a breach is not clean yet. */
function explainLack(exchanges: readonly Exchange[], unread: readonly string[], dropped: number): string | undefined {
  if (dropped > 0) return `the journal has dropped the ${countNoun(dropped, 'oldest exchange')}; give it more room`;
  if (exchanges.length === 0) return 'the client sent no request';
  return unread.length === 0 ? undefined : `the client received no page of ${joinNames(unread)}`;
}

function* traceExchanges(
  contract: Contract,
  exchanges: readonly Exchange[],
  misrouted: readonly Exchange[],
  findSecrets: AuditedClient['findSecrets'],
  isWhole: boolean,
): Work<Trace> {
  const read = createRequestReader(contract, (text) => findSecrets(text).length > 0);
  const requests: ListRequest[] = [];
  for (const exchange of exchanges) {
    const { isList, request } = exchange;
    if (!isList || (request.method !== contract.method && request.method !== 'HEAD')) continue;
    requests.push(read(exchange, requests.length));
    yield;
  }
  return yield* traceRequests(contract, requests, misrouted, isWhole);
}

function measure(
  exchanges: readonly Exchange[],
  began = exchanges[0]?.at ?? Date.now(),
): { readonly startedAt: number; readonly durationMs: number } {
  const ended = exchanges.reduce((latest, { at, durationMs }) => Math.max(latest, at + durationMs), began);
  return { startedAt: began, durationMs: ended - began };
}

/** Pieces of evidence for one rule. */
const MAX_EVIDENCE = 3;

/** What all rules of an audit share. */
interface AuditContext {
  /** How many older exchanges the journal has dropped. */
  readonly dropped: number;
  readonly writer: EvidenceWriter;
}

/** Applies a rule to a client. */
function* concludeRule(
  rule: ClientRule,
  client: AuditedClient,
  { dropped, writer }: AuditContext,
): Work<{ readonly result: Result; readonly held: readonly Finding[] }> {
  const { id, title, level, source, exemption } = describeClientRule(client.contract, rule);
  const base = { id, title, level, area: 'client', ...(source !== undefined && { source }) };
  if (exemption !== undefined) return { result: exempt(base, exemption), held: [] };
  const checked = rule.check(client);
  const { exercised, findings: found } = 'next' in checked ? yield* checked : checked;
  const partial = client.reads === 'some' ? rule.partialExemption : undefined;
  const findings = partial === undefined ? found : found.filter(({ isHeldAnyhow }) => isHeldAnyhow);
  if (partial !== undefined && findings.length === 0) return { result: exempt(base, partial), held: [] };
  const held = dropped === 0 ? findings : excuse(findings, dropped);
  const excused = findings.length - held.length;
  const [first] = held;
  const verdict = decide(held.every(({ isAdvice }) => isAdvice) ? 'should' : level, held.length, exercised, excused);
  const more = held.length - 1;
  const reason =
    first === undefined
      ? explain(rule, exercised, excused)
      : `${toSentence(writer.redact(first.summary, first.exchanges))}${more > 0 ? ` And ${more} more.` : ''}`;
  const evidence = held.slice(0, MAX_EVIDENCE).map((finding) => writer.write(title, finding));
  return { result: { ...base, verdict, reason, requests: exercised, evidence }, held };
}

function exempt(rule: Pick<Result, 'id' | 'title' | 'level' | 'area' | 'source'>, why: string): Result {
  return { ...rule, verdict: 'notApplicable', reason: toSentence(why), requests: 0, evidence: [] };
}

/**
 * Leaves out what may be right after all: of each list and sender, one walk may have begun with requests that the journal has
 * dropped. Once it has gone on, its pages are known.
 */
function excuse(findings: readonly Finding[], dropped: number): readonly Finding[] {
  const excused = new Set<string>();
  return findings.filter(({ unseen }) => {
    if (unseen === undefined || excused.size >= dropped || excused.has(nameList(unseen))) return true;
    excused.add(nameList(unseen));
    return false;
  });
}

function decide(level: Level, held: number, exercised: number, excused: number): Verdict {
  if (held > 0) return verdictOfBreach(level);
  return exercised > 0 && excused === 0 ? 'pass' : 'inconclusive';
}

function explain({ passed, untested }: ClientRule, exercised: number, excused: number): string {
  if (excused > 0) {
    return `${countNoun(excused, 'request')} may be right in the light of older ones, which the journal has dropped.`;
  }
  return toSentence(exercised > 0 ? passed(exercised) : `not exercised: ${untested}`);
}
