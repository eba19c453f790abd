import { verdictOfBreach } from '../../conformance/report/verdict-of-breach.ts';
import type { Level, Result, Verdict } from '../../conformance/result.ts';
import type { EvidenceWriter } from './evidence/create-evidence-writer.ts';
import { describeClientRule } from './list-client-rules.ts';
import type { ClientCase, ClientRule, Finding } from './rules/client-rule.ts';
import { countNoun } from './rules/words.ts';
import { nameList } from './visits/name-list.ts';

/** Pieces of evidence for one rule. */
const SHOWN = 3;

/** What holds for all rules of an audit. */
export interface Circumstances {
  /** How many older exchanges are lost. */
  readonly dropped: number;
  readonly writer: EvidenceWriter;
}

/** Brings what a client did to the verdict on a rule. */
export function concludeRule(rule: ClientRule, client: ClientCase, { dropped, writer }: Circumstances): Result {
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
