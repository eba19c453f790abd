import type { Contract } from '../../src/contract/contract.ts';
import { countNoun } from '../../src/contract/text.ts';
import type { Cause, Result } from '../result.ts';
import { diagnose, type Knowledge, readKnowledge } from './diagnose.ts';
import { isViolated, observe } from './features.ts';
import { createRoles } from './roles.ts';

/** A requirement that tells two kinds of bugs apart. */
export interface Question {
  /** The id of the requirement. */
  readonly requirement: string;
  /** The kind whose bugs mostly violate it, and the one whose bugs do not. */
  readonly kinds: readonly [breaks: string, keeps: string];
  /** Which share of their known bugs violates it. */
  readonly shares: readonly [breaks: number, keeps: number];
}

/** A question, with what was done to have it answered. */
export interface Inquiry extends Question {
  /** How many requests were sent for it. */
  readonly requests: number;
  /** The command that sends the next one. */
  readonly curl?: string;
}

/** By how much the shares have to differ, so that the answer says something. */
const TELLING = 0.3;

/**
 * Chooses what to ask further: of the requirements that are open, the one that best tells the likeliest cause from what else it may be.
 *
 * @param results - of the run so far
 * @param canAsk - whether asking again may decide a requirement, by its id
 * @returns undefined where nothing is violated, or nothing that is open would tell
 */
export function chooseQuestion(
  contract: Contract,
  results: readonly Result[],
  canAsk: (id: string) => boolean,
  knowledge: Knowledge = readKnowledge(),
): Question | undefined {
  const roles = createRoles(contract);
  const open = results.filter(({ id, verdict }) => verdict === 'inconclusive' && canAsk(id));
  if (open.length === 0) return undefined;
  const { seen, met } = observe(contract, results);
  const share = (kind: string, role: string): number => Math.min(1, knowledge.shares.get(kind)?.get(role) ?? 0);
  const asked = diagnose(contract, results, knowledge).flatMap((cause) =>
    listPairs(cause).flatMap(([one, other]) =>
      open.flatMap(({ id }): Question[] => {
        const role = roles.requirement(id);
        // Another requirement of the same role has said what this would say.
        if (seen.has(role) || met.has(role)) return [];
        const shares = [share(one, role), share(other, role)] as const;
        if (Math.abs(shares[0] - shares[1]) < TELLING) return [];
        return shares[0] > shares[1]
          ? [{ requirement: id, kinds: [one, other], shares }]
          : [{ requirement: id, kinds: [other, one], shares: [shares[1], shares[0]] }];
      }),
    ),
  );
  const gap = ({ shares: [breaks, keeps] }: Question): number => breaks - keeps;
  return asked.toSorted((a, b) => gap(b) - gap(a))[0];
}

/** The kinds that a cause may be, the likeliest with each of the others. */
function listPairs({ kind, alternatives = [] }: Cause): readonly (readonly [string, string])[] {
  const [first, ...others] = [...(kind === undefined ? [] : [kind]), ...alternatives.map((other) => other.kind)];
  return first === undefined ? [] : others.map((other) => [first, other] as const);
}

/**
 * Says in the cause that a question is about what was asked, and what it showed.
 *
 * @param causes - of all results, those that the question decided included
 */
export function describeInquiry(
  causes: readonly Cause[],
  results: readonly Result[],
  inquiry: Inquiry,
): readonly Cause[] {
  const { requirement, kinds, requests, curl } = inquiry;
  const result = results.find(({ id }) => id === requirement);
  if (result === undefined) return causes;
  const concerns = ({ kind, alternatives = [] }: Cause): boolean => {
    return [kind, ...alternatives.map((other) => other.kind)].some((one) => one !== undefined && kinds.includes(one));
  };
  const about = causes.find(concerns) ?? causes[0];
  const isOpen = result.verdict === 'inconclusive' || result.verdict === 'error';
  const asked = {
    requirement,
    requests,
    summary: summarize(inquiry, result),
    ...(isOpen && curl !== undefined ? { curl } : {}),
  };
  // What was open when the alternatives were compared is said here.
  return causes.map((cause) => (cause === about ? { ...cause, asked } : cause));
}

function summarize({ requirement, kinds, shares, requests }: Inquiry, result: Result): string {
  const [breaks, keeps] = kinds;
  const { verdict } = result;
  const percent = shares.map((share) => Math.round(share * 100));
  const tells = `of the known bugs of \`${breaks}\`, ${percent[0]} of 100 violate it, and ${percent[1]} of 100 of \`${keeps}\``;
  const sent = countNoun(requests, 'further request');
  if (isViolated({ verdict })) {
    return `To tell \`${breaks}\` from \`${keeps}\`, \`${requirement}\` was checked with ${sent}: it is violated, which speaks for \`${breaks}\` (${tells}).`;
  }
  if (verdict === 'pass') {
    return `To tell \`${breaks}\` from \`${keeps}\`, \`${requirement}\` was checked with ${sent}: it is met, which speaks for \`${keeps}\` (${tells}).`;
  }
  const why = requests === 0 ? 'could not be checked, as no request was left' : `is still open after ${sent}`;
  return `What would tell \`${breaks}\` from \`${keeps}\` is \`${requirement}\`, which ${why} (${tells}).`;
}
