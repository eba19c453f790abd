import type { Cause, Result } from '../../conformance/result.ts';
import { toSentence } from '../contract/text.ts';
import { explainMistake, rankRule } from './rule-explanations.ts';
import type { Finding } from './rules/client-rule.ts';

/** A rule that was broken. */
export interface BrokenRule {
  /** Without its contract. */
  readonly rule: string;
  readonly result: Result;
  readonly findings: readonly Finding[];
}

/** Of the requests that show one mistake, this part has to show the other. */
const SHARED = 0.5;

/**
 * Finds the mistakes behind broken rules: what the same requests show is one mistake, named after the rule that leads to the others.
 *
 * @param broken - of one contract
 * @returns the mistakes that explain most first
 */
export function findCauses(broken: readonly BrokenRule[]): readonly Cause[] {
  const ranked = [...broken].sort((one, other) => rankRule(one.rule) - rankRule(other.rule));
  const groups: (readonly [BrokenRule, ...BrokenRule[]])[] = [];
  for (const rule of ranked) {
    const at = groups.findIndex((group) => group.some((one) => shareRequests(one, rule)));
    const group = groups[at];
    if (group === undefined) groups.push([rule]);
    else groups[at] = [...group, rule];
  }
  return groups.sort((one, other) => other.length - one.length).map(describeCause);
}

function describeCause([first, ...others]: readonly [BrokenRule, ...BrokenRule[]]): Cause {
  const explanation = explainMistake(first.rule, first.findings[0]?.mistake);
  const { mistake = first.result.title, comesAbout = '', mend = '' } = explanation ?? {};
  return {
    kind: first.rule,
    title: mistake.charAt(0).toUpperCase() + mistake.slice(1),
    summary: toSentence(comesAbout),
    explains: [first, ...others].map(({ result }) => result.id),
    curl: [],
    remedy: mend,
  };
}

/** Whether most of what shows one mistake shows the other, too. */
function shareRequests(one: BrokenRule, other: BrokenRule): boolean {
  const [left, right] = [one, other].map(({ findings }) => {
    return findings.map(({ exchanges }) => new Set(exchanges.map(({ id }) => id)));
  });
  if (left === undefined || right === undefined) return false;
  const [few, many] = left.length <= right.length ? [left, right] : [right, left];
  const all = new Set(many.flatMap((ids) => [...ids]));
  const shared = few.filter((ids) => [...ids].some((id) => all.has(id)));
  return shared.length >= few.length * SHARED;
}
