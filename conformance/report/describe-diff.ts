import type { ComparedRequirement, ReportDiff } from './diff-reports.ts';
import { formatCount } from './text/count-noun.ts';

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
  const counts = { 'newly failing': newlyFailing, fixed, 'changed otherwise': changed, added, removed };
  const present = Object.entries(counts).filter(([, items]) => items.length > 0);
  const parts = present.map(([name, items]) => `${formatCount(items.length)} ${name}`);
  return [...parts, `${formatCount(unchanged)} unchanged`].join(', ');
}

/** The change of verdict on one line: `pass → fail`, or the only verdict there is. */
export function describeChange({ before, verdict }: DiffSection['items'][number]): string {
  return before === undefined ? verdict : `${before} → ${verdict}`;
}
