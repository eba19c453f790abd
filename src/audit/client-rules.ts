import type { Level } from '../../conformance/result.ts';
import type { Contract } from '../contract/contract.ts';
import { restsOn } from '../contract/provenance.ts';
import { askForMoreRows } from './rules/ask-for-more-rows.ts';
import type { ClientRule } from './rules/client-rule.ts';
import { followLinks } from './rules/follow-links.ts';
import { goOnAfterShortPage } from './rules/go-on-after-short-page.ts';
import { keepCredentialsOutOfUrls } from './rules/keep-credentials-out-of-urls.ts';
import { keepFilters } from './rules/keep-filters.ts';
import { keepHeaders } from './rules/keep-headers.ts';
import { readOnce } from './rules/read-once.ts';
import { readToTheEnd } from './rules/read-to-the-end.ts';
import { restartAfterRefusal } from './rules/restart-after-refusal.ts';
import { sendDocumentedParameters } from './rules/send-documented-parameters.ts';
import { stopAtTheEnd } from './rules/stop-at-the-end.ts';
import { waitAsTold } from './rules/wait-as-told.ts';

/** A rule as it applies to one contract. */
export interface ClientRuleRow {
  /** Stable, such as `things.client.follow-links`. */
  readonly id: string;
  /** `MUST …` or `SHOULD …`. */
  readonly title: string;
  readonly level: Level;
  /** The document and section that the rule rests on. */
  readonly source?: string;
  /** Why the rule does not apply; absent where it does. */
  readonly exemption?: string;
}

/** Lists the rules by which an audit judges clients of a contract. */
export function listClientRules(contract: Contract): readonly ClientRuleRow[] {
  return CLIENT_RULES.map((rule) => describeClientRule(contract, rule));
}

export function describeClientRule(contract: Contract, rule: ClientRule): ClientRuleRow {
  const entries = rule.entries?.(contract) ?? [];
  // What is inferred or chosen, not documented, is good practice at least.
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

/** All rules, in the order in which they are reported. */
export const CLIENT_RULES: readonly ClientRule[] = [
  followLinks,
  keepHeaders,
  keepFilters,
  restartAfterRefusal,
  readOnce,
  readToTheEnd,
  goOnAfterShortPage,
  stopAtTheEnd,
  waitAsTold,
  sendDocumentedParameters,
  askForMoreRows,
  keepCredentialsOutOfUrls,
];
