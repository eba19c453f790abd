import { countVerdicts, type Report, type Result, type Verdict, type Waiver } from '../../conformance/result.ts';
import { applyWaivers } from '../../conformance/waivers.ts';
import { CLIENT_RULES } from './client-rules.ts';
import { createRuleTest, type RuleSelection } from './rule-selection.ts';

/** Which rules of an audit count, and which breaches are accepted. */
export interface AuditAdjustment extends RuleSelection {
  /** Breaches that are known and accepted for a time. */
  readonly waivers?: readonly Waiver[] | undefined;
  /** The day on which waivers are applied, `YYYY-MM-DD`; today by default. */
  readonly today?: string | undefined;
}

/** What keeps a client from being clean. */
const WAIVABLE: ReadonlySet<Verdict> = new Set(['fail', 'warn']);

/**
 * Leaves out rules that do not count, and applies waivers.
 *
 * @param report - of an audit
 * @returns the report with its verdict as it is then
 * @throws {PagewrightError} `invalid-option` for a name that no rule has
 */
export function adjustAudit<Audit extends Report>(report: Audit, adjustment: AuditAdjustment): Audit {
  const counts = requireKnownRules(adjustment);
  const { waivers = [], today = new Date().toISOString().slice(0, 10) } = adjustment;
  const kept = report.results.filter(({ id }) => counts(id));
  const { results, unused } = applyWaivers(kept, waivers, today, WAIVABLE);
  const broken = new Set(listBrokenRules({ results }).map(({ id }) => id));
  const causes = report.causes
    ?.map((cause) => ({ ...cause, explains: cause.explains.filter((id) => broken.has(id)) }))
    .filter(({ explains }) => explains.length > 0);
  return {
    ...report,
    results,
    summary: countVerdicts(results),
    verdict: concludeAudit(results, report.stopped),
    ...(causes !== undefined && { causes }),
    ...(unused.length > 0 && { unusedWaivers: unused }),
  };
}

/**
 * Prepares the test of whether a rule counts.
 *
 * @returns a function of the id of a result
 * @throws {PagewrightError} `invalid-option` for a name that no rule has
 */
export function requireKnownRules(selection: RuleSelection): (id: string) => boolean {
  return createRuleTest(
    selection,
    CLIENT_RULES.map(({ id }) => id),
  );
}

/**
 * The verdict of an audit.
 *
 * @param stopped - why not everything could be judged, if so
 */
export function concludeAudit(results: readonly Result[], stopped: string | undefined): Report['verdict'] {
  if (listBrokenRules({ results }).length > 0) return 'fail';
  const isDecided = results.some(({ verdict }) => verdict === 'pass' || verdict === 'note' || verdict === 'waived');
  return isDecided && stopped === undefined ? 'pass' : 'inconclusive';
}

/** The results that keep a client from being clean: broken rules of the level `must` or `should`. */
export function listBrokenRules({ results }: Pick<Report, 'results'>): readonly Result[] {
  return results.filter(({ verdict }) => WAIVABLE.has(verdict));
}
