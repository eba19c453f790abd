import type { Contract } from '../../src/contract/contract.ts';
import type { Exchange } from '../client/exchange.ts';
import { toCurl } from '../client/to-curl.ts';
import type { Findings } from '../ledger/create-ledger.ts';
import type { Violation } from '../ledger/ledger.ts';
import { verdictOfBreach } from '../report/verdict-of-breach.ts';
import type { Requirement } from '../requirement.ts';
import type { Evidence, Result, Verdict } from '../result.ts';

/** What a run knows of a requirement beside what was found. */
export interface Circumstances {
  /** How many requests the checks took that decided it. */
  readonly requests: number;
  /** Why a check could not be finished, if one could not. */
  readonly interruption?: { readonly verdict: 'inconclusive' | 'error'; readonly reason: string };
  /** Why the run ended early, if it did. */
  readonly stopped?: string;
}

/** The id under which a requirement is reported. */
export function reportedId({ id: contract }: Pick<Contract, 'id'>, { id }: Pick<Requirement, 'id'>): string {
  return `${contract}.${id}`;
}

/** What a requirement says, with its verb. */
export function titleOf({ level, demand }: Pick<Requirement, 'level' | 'demand'>): string {
  return `${level.toUpperCase()} ${demand}`;
}

/** Brings what was found for a requirement to a verdict. */
export function concludeRequirement(
  contract: Pick<Contract, 'id'>,
  requirement: Requirement,
  findings: Findings,
  circumstances: Circumstances,
): Result {
  const { level, area, source } = requirement;
  const { verdict, reason } = judge(requirement, findings, circumstances);
  return {
    id: reportedId(contract, requirement),
    title: titleOf(requirement),
    level,
    verdict,
    reason,
    ...(source === undefined ? {} : { source }),
    area,
    requests: circumstances.requests,
    evidence: findings.violations.map((violation) => createEvidence(requirement, violation)),
  };
}

function judge(
  { level, unverifiable }: Requirement,
  { exercised, violations, violationCount, open }: Findings,
  { interruption, stopped }: Circumstances,
): { readonly verdict: Verdict; readonly reason: string } {
  const [first] = violations;
  if (first !== undefined) {
    const more = violationCount - 1;
    return {
      verdict: verdictOfBreach(level),
      reason: `${sentence(first.summary)}${more > 0 ? ` And ${more} more.` : ''}`,
    };
  }
  if (exercised.size > 0) return { verdict: 'pass', reason: sentence(`looked at ${listUnits(exercised)}`) };
  if (interruption !== undefined) return { ...interruption, reason: sentence(interruption.reason) };
  if (open.length > 0) return { verdict: 'inconclusive', reason: open.map(sentence).join(' ') };
  if (unverifiable !== undefined) return { verdict: 'notApplicable', reason: sentence(unverifiable) };
  if (stopped !== undefined) {
    return { verdict: 'inconclusive', reason: sentence(`the run ended before this was decided: ${stopped}`) };
  }
  return { verdict: 'inconclusive', reason: 'Nothing that the target showed could have gone wrong here.' };
}

function listUnits(exercised: ReadonlyMap<string, number>): string {
  return [...exercised].map(([unit, count]) => `${count} ${unit}`).join(', ');
}

function sentence(text: string): string {
  const start = text.charAt(0).toUpperCase() + text.slice(1);
  return /[.!?]$/.test(start) ? start : `${start}.`;
}

function createEvidence(requirement: Requirement, { summary, expected, received, answers }: Violation): Evidence {
  const exchanges: readonly Exchange[] = answers.map(({ response }) => response.exchange);
  return {
    demand: `${titleOf(requirement)}: ${summary}`,
    ...(expected === undefined ? {} : { expected }),
    ...(received === undefined ? {} : { received }),
    exchanges,
    curl: exchanges.map(toCurl),
  };
}
