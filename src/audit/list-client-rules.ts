import type { Level } from '../../conformance/result.ts';
import type { Contract } from '../contract/contract.ts';
import { restsOn } from '../contract/rests-on.ts';
import type { ClientRule } from './rules/client-rule.ts';
import { CLIENT_RULES } from './rules/client-rules.ts';

/** What a contract demands of its clients, for people. */
export interface ClientRuleRow {
  /** Stable, such as `things.client.follow-links`. */
  readonly id: string;
  /** `MUST …` or `SHOULD …`. */
  readonly title: string;
  readonly level: Level;
  /** The document and section that demand it. */
  readonly source?: string;
  /** Why the contract has no such thing; absent where it has. */
  readonly exemption?: string;
}

/** The rules that an audit judges clients of a contract by. */
export function listClientRules(contract: Contract): readonly ClientRuleRow[] {
  return CLIENT_RULES.map((rule) => describeClientRule(contract, rule));
}

/** A rule as it is for one contract. */
export function describeClientRule(contract: Contract, rule: ClientRule): ClientRuleRow {
  const entries = rule.entries?.(contract) ?? [];
  // What a document only hints at, or leaves to us, is good practice at least.
  const isDemanded = entries.length > 0 && restsOn(...entries)(contract) === 'documented';
  const level: Level = isDemanded ? 'must' : 'should';
  const sources = entries.map((entry) => contract.provenanceOf(entry.split('/')).source);
  const source = sources.find((found) => found !== undefined);
  const exemption = rule.exemption?.(contract);
  return {
    id: `${contract.id}.client.${rule.id}`,
    title: `${level.toUpperCase()} ${rule.demand}`,
    level,
    ...(source !== undefined && { source }),
    ...(exemption !== undefined && { exemption }),
  };
}
