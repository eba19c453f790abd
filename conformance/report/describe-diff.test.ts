import { describe, expect, it } from '@jest/globals';
import { describeChange, describeDiffCounts, listDiffSections } from './describe-diff.ts';
import { diffReports } from './diff-reports.ts';
import { createReport, createResult } from './testing/create-result.ts';
import { CONFORMING_REPORT, SAMPLE_REPORT } from './testing/sample-report.ts';

const repaired = diffReports(SAMPLE_REPORT, CONFORMING_REPORT);
const grown = diffReports(
  createReport({ results: [createResult({ id: 'gone' })] }),
  createReport({ results: [createResult({ id: 'new', verdict: 'fail' }), createResult({ id: 'fine' })] }),
);

describe('listDiffSections', () => {
  it('has the groups that have items', () => {
    expect(listDiffSections(repaired).map(({ title, items }) => [title, items.length])).toEqual([
      ['Fixed', 4],
      ['Other changes', 11],
    ]);
  });

  it('tells added requirements that fail from the others', () => {
    expect(listDiffSections(grown).map(({ title, items }) => [title, items.map(({ id }) => id)])).toEqual([
      ['Added, and failing', ['new']],
      ['Added', ['fine']],
      ['Removed', ['gone']],
    ]);
  });
});

describe('describeDiffCounts', () => {
  it('leaves out what did not happen', () => {
    expect(describeDiffCounts(repaired)).toBe('4 fixed, 11 changed otherwise, 24 unchanged');
    expect(describeDiffCounts(grown)).toBe('2 added, 1 removed, 0 unchanged');
  });
});

describe('describeChange', () => {
  it('shows both verdicts where there are two', () => {
    expect(repaired.fixed.slice(0, 1).map(describeChange)).toEqual(['fail → pass']);
    expect(grown.removed.map(describeChange)).toEqual(['pass']);
  });
});
