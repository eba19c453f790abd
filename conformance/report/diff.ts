import { formatCount } from '../../src/contract/text.ts';
import type { Level, Report, Result, Summary, Verdict } from '../result.ts';

/** A run that was compared. */
export interface ComparedRun {
  readonly contract: string;
  readonly verdict: Report['verdict'];
  readonly summary: Summary;
  readonly target: string;
  readonly startedAt: string;
}

/** A requirement as one of two runs saw it. */
export interface ComparedRequirement {
  readonly id: string;
  readonly title: string;
  readonly level: Level;
  readonly area: string;
  readonly verdict: Verdict;
  readonly reason: string;
}

/** A requirement on which two runs disagree: `verdict` and `reason` are those of the later run. */
export interface VerdictChange extends ComparedRequirement {
  readonly before: Verdict;
}

/** What changed from one run to another. */
export interface ReportDiff {
  readonly before: ComparedRun;
  readonly after: ComparedRun;
  /** Whether anything fails that did not, requirements included that are new. */
  readonly regressed: boolean;
  /** What fails and did not. */
  readonly newlyFailing: readonly VerdictChange[];
  /** What failed and passes. */
  readonly fixed: readonly VerdictChange[];
  /** Every other change of a verdict, such as from `pass` to `inconclusive`. */
  readonly changed: readonly VerdictChange[];
  /** Requirements that only the later run has. */
  readonly added: readonly ComparedRequirement[];
  /** Requirements that only the earlier run has. */
  readonly removed: readonly ComparedRequirement[];
  readonly stillFailing: readonly ComparedRequirement[];
  /** How many requirements have the same verdict in both. */
  readonly unchanged: number;
}

/**
 * Compares two runs: of yesterday and today, of staging and the mock.
 *
 * @param before - the earlier run, or the one to measure against
 * @param after - the later run
 * @returns what changed, each list in the order of its run; requirements are the same when their ids are
 */
export function diffReports(before: Report, after: Report): ReportDiff {
  const earlier = new Map(before.results.map((result) => [result.id, result]));
  const later = new Set(after.results.map(({ id }) => id));
  const added = after.results.filter(({ id }) => !earlier.has(id)).map(toRequirement);
  const shared = after.results.flatMap((result) => {
    const old = earlier.get(result.id);
    return old === undefined ? [] : [{ ...toRequirement(result), before: old.verdict }];
  });
  const changes = shared.filter((change) => change.before !== change.verdict);
  const newlyFailing = changes.filter(({ verdict }) => verdict === 'fail');
  const isFixed = (change: VerdictChange): boolean => change.before === 'fail' && change.verdict === 'pass';
  return {
    before: toRun(before),
    after: toRun(after),
    regressed: newlyFailing.length > 0 || added.some(({ verdict }) => verdict === 'fail'),
    newlyFailing,
    fixed: changes.filter(isFixed),
    changed: changes.filter((change) => change.verdict !== 'fail' && !isFixed(change)),
    added,
    removed: before.results.filter(({ id }) => !later.has(id)).map(toRequirement),
    stillFailing: shared
      .filter((change) => change.before === 'fail' && change.verdict === 'fail')
      .map(({ before: _, ...requirement }) => requirement),
    unchanged: shared.length - changes.length,
  };
}

function toRun({ contract, verdict, summary, target, startedAt }: Report): ComparedRun {
  return { contract, verdict, summary, target, startedAt };
}

function toRequirement({ id, title, level, area, verdict, reason }: Result): ComparedRequirement {
  return { id, title, level, area, verdict, reason };
}

/** One group of changes under its heading. */
export interface DiffSection {
  readonly title: string;
  /** Of a requirement that both runs have, with the verdict before. */
  readonly items: readonly (ComparedRequirement & { readonly before?: string })[];
}

/** The groups of a comparison in the order in which they matter, those without items left out. */
export function listDiffSections(diff: ReportDiff): DiffSection[] {
  const sections = [
    { title: 'Newly failing', items: diff.newlyFailing },
    { title: 'Added, and failing', items: diff.added.filter(({ verdict }) => verdict === 'fail') },
    { title: 'Fixed', items: diff.fixed },
    { title: 'Other changes', items: diff.changed },
    { title: 'Still failing', items: diff.stillFailing },
    { title: 'Added', items: diff.added.filter(({ verdict }) => verdict !== 'fail') },
    { title: 'Removed', items: diff.removed },
  ];
  return sections.filter(({ items }) => items.length > 0);
}

/** The numbers of a comparison: `1 newly failing, 2 fixed, 40 unchanged`. */
export function describeDiffCounts(diff: ReportDiff): string {
  const { newlyFailing, fixed, changed, added, removed, unchanged } = diff;
  const counts = { 'newly failing': newlyFailing, fixed, 'otherwise changed': changed, added, removed };
  const present = Object.entries(counts).filter(([, items]) => items.length > 0);
  const parts = present.map(([name, items]) => `${formatCount(items.length)} ${name}`);
  return [...parts, `${formatCount(unchanged)} unchanged`].join(', ');
}

/** The change of verdict on one line: `pass → fail`, or the only verdict there is. */
export function describeChange({ before, verdict }: DiffSection['items'][number]): string {
  return before === undefined ? verdict : `${before} → ${verdict}`;
}

/**
 * A comparison as JSON.
 *
 * @returns the fields of `ReportDiff`, indented, with a final line end
 */
export function formatDiffJson(diff: ReportDiff): string {
  return `${JSON.stringify(diff, null, 2)}\n`;
}
