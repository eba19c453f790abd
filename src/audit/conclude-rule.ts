import type { Level, Result, Verdict } from '../../conformance/result.ts';
import type { EvidenceWriter } from './evidence/create-evidence-writer.ts';
import { describeClientRule } from './list-client-rules.ts';
import type { ClientCase, ClientRule } from './rules/client-rule.ts';
import { countNoun } from './rules/words.ts';

const BROKEN: Readonly<Record<Level, Verdict>> = { must: 'fail', should: 'warn', may: 'note' };

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
  // Each lost exchange may explain one request that looks wrong.
  const forgiven = rule.needsHistory ? Math.min(dropped, findings.length) : 0;
  const held = findings.slice(forgiven);
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

function conclude(level: Level, held: number, exercised: number, forgiven: number): Verdict {
  if (held > 0) return BROKEN[level];
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
