import type { Contract } from '../../src/contract/contract.ts';
import { countNoun, formatCount, toSentence } from '../../src/contract/text.ts';
import type { Check } from '../check.ts';
import { createLedger, type Findings, type OpenLedger } from '../ledger.ts';
import { matchIds, type Requirement, reportedId, titleOf } from '../requirement.ts';
import { type Result, type Verdict, verdictOfBreach } from '../result.ts';
import { boundText, createEvidence, createEvidenceRoom, type EvidenceRoom } from './evidence.ts';

export interface CheckOutcome {
  readonly check: Check;
  readonly requests: number;
  readonly interruption?: Circumstances['interruption'];
  /** Why the run has to end, if it has to. */
  readonly stopped?: string;
}

/** The findings and results of a run so far. */
export interface RunRecord {
  /** The requirements to check. */
  readonly requirements: readonly Requirement[];
  readonly ledger: OpenLedger;
  note(outcome: CheckOutcome): void;
  /** Concludes requirements that no further check can decide. */
  concludeWhere(isDue: (requirement: Requirement) => boolean): void;
  /** Concludes all other requirements. @param stopped - why the run ended early, if it did */
  conclude(stopped?: string): void;
  /** How many requirements are concluded, and how many of them are violated. */
  readonly progress: { readonly done: number; readonly failed: number };
}

/**
 * Creates the record of a run.
 *
 * @param emit - gets each result once; returns the result with waivers and strictness applied
 */
export function createRecord(
  contract: Pick<Contract, 'id'>,
  requirements: readonly Requirement[],
  emit: (result: Result) => Result,
): RunRecord {
  const ledger = createLedger(requirements);
  const outcomes: CheckOutcome[] = [];
  const concluded = new Set<string>();
  const room = createEvidenceRoom();
  let failed = 0;

  function describe({ id }: Requirement, stopped: string | undefined): Circumstances {
    const concerned = outcomes.filter(({ check }) => matchIds(check.verifies)(id));
    const interruption = concerned.find((outcome) => outcome.interruption !== undefined)?.interruption;
    return {
      requests: concerned.reduce((sum, { requests }) => sum + requests, 0),
      ...(interruption === undefined ? {} : { interruption }),
      ...(stopped === undefined ? {} : { stopped }),
    };
  }

  function concludeWhere(isDue: (requirement: Requirement) => boolean, stopped?: string): void {
    for (const requirement of requirements) {
      const { id } = requirement;
      if (concluded.has(id) || !isDue(requirement)) continue;
      concluded.add(id);
      const circumstances = describe(requirement, stopped);
      const result = emit(concludeRequirement(contract, requirement, ledger.read(id), circumstances, room));
      if (result.verdict === 'fail') failed += 1;
    }
  }

  return {
    requirements,
    ledger,
    note: (outcome) => outcomes.push(outcome),
    concludeWhere: (isDue) => concludeWhere(isDue),
    conclude: (stopped) => concludeWhere(() => true, stopped),
    get progress() {
      return { done: concluded.size, failed };
    },
  };
}

/** What decides a verdict beside the findings. */
export interface Circumstances {
  /** The requests of its checks. */
  readonly requests: number;
  /** Why a check could not be finished, if one could not. */
  readonly interruption?: {
    readonly verdict: 'inconclusive' | 'error';
    readonly reason: string;
    readonly isInternal?: boolean;
  };
  /** Why the run ended early, if it did. */
  readonly stopped?: string;
}

/**
 * Decides the verdict of a requirement.
 *
 * @param room - what is left for evidence in the report
 */
export function concludeRequirement(
  contract: Pick<Contract, 'id'>,
  requirement: Requirement,
  findings: Findings,
  circumstances: Circumstances,
  room: EvidenceRoom = createEvidenceRoom(),
): Result {
  const { level, area, source } = requirement;
  const { verdict, reason, isInternal } = judge(requirement, findings, circumstances);
  return {
    id: reportedId(contract, requirement),
    title: titleOf(requirement),
    level,
    verdict,
    reason: boundText(reason),
    ...(source === undefined ? {} : { source }),
    area,
    requests: circumstances.requests,
    evidence: findings.violations.map((violation) => createEvidence(titleOf(requirement), violation, room)),
    ...(isInternal === true ? { isInternal } : {}),
  };
}

function judge(
  { level, unverifiable }: Requirement,
  { exercised, violations, violationCount, open }: Findings,
  { interruption, stopped }: Circumstances,
): { readonly verdict: Verdict; readonly reason: string; readonly isInternal?: boolean } {
  const [first] = violations;
  if (first !== undefined) {
    const more = violationCount - 1;
    return {
      verdict: verdictOfBreach(level),
      reason: `${toSentence(first.summary)}${more > 0 ? ` And ${formatCount(more)} more.` : ''}`,
    };
  }
  if (exercised.size > 0) return { verdict: 'pass', reason: toSentence(`checked ${listUnits(exercised)}`) };
  if (interruption !== undefined) return { ...interruption, reason: toSentence(interruption.reason) };
  if (open.length > 0) return { verdict: 'inconclusive', reason: open.map(toSentence).join(' ') };
  if (unverifiable !== undefined) return { verdict: 'notApplicable', reason: toSentence(unverifiable) };
  if (stopped !== undefined) {
    return { verdict: 'inconclusive', reason: toSentence(`the run ended before this was decided: ${stopped}`) };
  }
  return { verdict: 'inconclusive', reason: 'Nothing in the responses of the target could have violated this.' };
}

function listUnits(exercised: ReadonlyMap<string, number>): string {
  return [...exercised].map(([unit, count]) => countNoun(count, toSingular(unit), unit)).join(', ');
}

/** The first word that ends in `s` is the noun: `pages of another tenant`. */
function toSingular(unit: string): string {
  return unit.replace(/s\b/, '');
}
