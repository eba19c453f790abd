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
  /** Whether it did less than it could, since it was not to ask more. */
  readonly isCutShort?: boolean;
}

/** The findings and results of a run so far. */
export interface RunRecord {
  /** The requirements to check. */
  readonly requirements: readonly Requirement[];
  readonly ledger: OpenLedger;
  /** Notes that a check has run; of one that runs again, its requests are added, and only an error of the suite replaces what cut it short. */
  note(outcome: CheckOutcome): void;
  /** How a check went; undefined where it has not run. */
  find(check: Check): CheckOutcome | undefined;
  /** All results as they would be if the run ended now. */
  preview(): readonly Result[];
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
  const outcomes = new Map<string, CheckOutcome>();
  const results: Result[] = [];
  const concluded = new Set<string>();
  const room = createEvidenceRoom();
  let failed = 0;

  function describe({ id }: Requirement, stopped: string | undefined): Circumstances {
    const concerned = [...outcomes.values()].filter(({ check }) => matchIds(check.verifies)(id));
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
      results.push(result);
      if (result.verdict === 'fail') failed += 1;
    }
  }

  return {
    requirements,
    ledger,
    note(outcome) {
      const { id } = outcome.check;
      const before = outcomes.get(id);
      outcomes.set(id, before === undefined ? outcome : joinOutcomes(before, outcome));
    },
    find: ({ id }) => outcomes.get(id),
    preview() {
      const open = requirements.filter(({ id }) => !concluded.has(id));
      const shown = createEvidenceRoom();
      return [
        ...results,
        ...open.map((one) => concludeRequirement(contract, one, ledger.read(one.id), describe(one, undefined), shown)),
      ];
    },
    concludeWhere: (isDue) => concludeWhere(isDue),
    conclude: (stopped) => concludeWhere(() => true, stopped),
    get progress() {
      return { done: concluded.size, failed };
    },
  };
}

/** A check that ran again, with fewer requests than it may have, was cut short by nothing that the caller should know of. */
function joinOutcomes(before: CheckOutcome, { check, requests, interruption }: CheckOutcome): CheckOutcome {
  const why = interruption?.isInternal === true || interruption === undefined ? interruption : before.interruption;
  return {
    check,
    requests: before.requests + requests,
    ...(why === undefined ? {} : { interruption: why }),
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
