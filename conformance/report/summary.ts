import { countNoun, formatCount, formatDuration } from '../../src/contract/text.ts';
import {
  countVerdicts,
  nameVerdict,
  type Report,
  type Result,
  type Summary,
  VERDICTS,
  type Verdict,
} from '../result.ts';

/** The name of the implementation or client: that of its contract. */
export function describeSubject({ subject, contract }: Pick<Report, 'subject' | 'contract'>): string {
  return subject === 'client' ? `client of ${contract}` : contract;
}

/** The verdict on the subject in a few words. */
export function describeVerdict(report: Pick<Report, 'verdict' | 'subject' | 'gate' | 'summary'>): string {
  if (report.subject === 'client' && report.verdict !== 'inconclusive') {
    return report.verdict === 'pass' ? 'Is clean' : 'Is not clean';
  }
  if (report.verdict === 'pass') return 'Conforms';
  if (report.verdict === 'inconclusive') return 'Not decided';
  const isOnlyGated = report.summary.fail === 0 && (report.gate?.failed.length ?? 0) > 0;
  return isOnlyGated ? 'Does not pass' : 'Does not conform';
}

/** The reason for the verdict, in one or two sentences. */
export function describeGrounds(report: Report): string {
  const { pass, inconclusive, error } = report.summary;
  const sentences = [describeFailures(report), ...describeBaseline(report)];
  const open = inconclusive + error;
  if (open > 0 && (report.verdict !== 'inconclusive' || pass > 0)) {
    sentences.push(`${countNoun(open, 'requirement')} could not be decided.`);
  }
  if (report.stopped !== undefined) {
    const lack = report.subject === 'client' ? 'Not everything could be judged' : 'The run ended early';
    sentences.push(`${lack}: ${report.stopped}.`);
  }
  return sentences.join(' ');
}

/** The counts on one line: `41 passed, 2 failed, 1 warning`; a verdict that no result has is left out. */
export function describeCounts(counts: Summary): string {
  const present = VERDICTS.filter((verdict) => counts[verdict] > 0);
  if (present.length === 0) return 'no results';
  return present
    .map((verdict) => `${formatCount(counts[verdict])} ${nameVerdict(verdict, counts[verdict])}`)
    .join(', ');
}

/** The cost of the run, and what it tried: `212 requests, 3.4 s, 61 page sizes, up to row 1,200, seed 7`. */
export function describeCost(report: Report): string {
  const parts = [countNoun(report.requests, 'request'), formatDuration(report.durationMs)];
  const { variation } = report;
  if (variation !== undefined) {
    parts.push(countNoun(variation.sizes.length, 'page size'));
    if (variation.rows !== undefined) parts.push(`up to row ${formatCount(variation.rows)}`);
    parts.push(`seed ${variation.seed}`);
  }
  return parts.join(', ');
}

/** What the baseline says, in a sentence; nothing without one. */
function describeBaseline({ baseline }: Report): readonly string[] {
  if (baseline === undefined) return [];
  const { known, gone } = baseline;
  const count = `Compared with the baseline, ${formatCount(baseline.new.length)} new, ${formatCount(known.length)} known`;
  return [`${count}, ${formatCount(gone.length)} gone${gone.length === 0 ? '' : `: ${gone.join(', ')}`}.`];
}

/** The results that make the run fail: violations, and what else was asked to. */
export function selectFailed(report: Pick<Report, 'results' | 'gate' | 'subject'>): readonly Result[] {
  const failed = new Set(report.gate?.failed);
  // A client with a warning is not clean.
  const isFailure = (verdict: Verdict): boolean => {
    return verdict === 'fail' || (report.subject === 'client' && verdict === 'warn');
  };
  return report.results.filter(({ id, verdict }) => isFailure(verdict) || failed.has(id));
}

function describeGate({ gate }: Report): string {
  const count = gate?.failed.length ?? 0;
  if (count === 0) return '';
  const words = count === 1 ? 'fails the run as it does not pass' : 'fail the run as they do not pass';
  return `${countNoun(count, 'requirement')} ${words} (fail-on: ${gate?.failOn.join(', ')}).`;
}

function describeFailures(report: Report): string {
  const { verdict, summary } = report;
  const gated = describeGate(report);
  const violated = describeViolations(verdict, summary, gated);
  return [violated, gated].filter((sentence) => sentence !== '').join(' ');
}

function describeViolations(verdict: Report['verdict'], { pass, fail, warn }: Summary, gated: string): string {
  if (fail > 0) return `${countNoun(fail, 'requirement')} ${fail === 1 ? 'is' : 'are'} violated.`;
  if (verdict === 'inconclusive' && pass === 0) return 'No requirement could be decided.';
  if (verdict === 'fail' && gated === '')
    return `${countNoun(warn, 'warning')} (treated as ${warn === 1 ? 'a failure' : 'failures'}).`;
  return 'No requirement is violated.';
}

/** The results of one area. */
export interface AreaResults {
  readonly area: string;
  readonly results: readonly Result[];
  readonly counts: Summary;
}

/**
 * Groups results by area.
 *
 * @returns the areas in the order of their first result
 */
export function groupByArea(results: readonly Result[]): AreaResults[] {
  const areas = new Map<string, Result[]>();
  for (const result of results) {
    const group = areas.get(result.area);
    if (group === undefined) areas.set(result.area, [result]);
    else group.push(result);
  }
  return [...areas].map(([area, group]) => ({ area, results: group, counts: countVerdicts(group) }));
}

/** The results of one verdict, in their order. */
export function selectResults({ results }: Pick<Report, 'results'>, verdict: Verdict): readonly Result[] {
  return results.filter((result) => result.verdict === verdict);
}
