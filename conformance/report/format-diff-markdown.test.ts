import { describe, expect, it } from '@jest/globals';
import { diffReports } from './diff-reports.ts';
import { formatDiffMarkdown } from './format-diff-markdown.ts';
import { createReport, createResult } from './testing/create-result.ts';
import { CONFORMING_REPORT, SAMPLE_REPORT } from './testing/sample-report.ts';

describe('formatDiffMarkdown', () => {
  it('shows the outcome, the runs and the changes', () => {
    const text = formatDiffMarkdown(diffReports(CONFORMING_REPORT, SAMPLE_REPORT));
    expect(text.split('\n').slice(0, 6)).toEqual([
      '## ❌ Worse than before: 4 newly failing, 11 changed otherwise, 24 unchanged',
      '',
      '|  | contract | target | started | verdict | results |',
      '| --- | --- | --- | --- | --- | --- |',
      '| before | orders | `https://staging.example.com/v2` | 2026-03-15T09:26:53.589Z | Conforms | 39 passed |',
      expect.stringMatching(/^\| after \| orders .* Does not conform \| 24 passed, 4 failed/),
    ]);
    expect(text).toContain(
      '- **MUST include orders placed exactly at `placedFrom`** `orders.filter.placedFrom.inclusive` pass → fail<br>The order ord\\_0142',
    );
  });

  it('has no sections where nothing changed', () => {
    const text = formatDiffMarkdown(diffReports(CONFORMING_REPORT, CONFORMING_REPORT));
    expect(text).toContain('## ✅ No worse than before: 39 unchanged');
    expect(text).not.toContain('###');
  });

  it('stays short', () => {
    const results = Array.from({ length: 150 }, (_, index) => createResult({ id: `a.${index}` }));
    expect(formatDiffMarkdown(diffReports(createReport(), createReport({ results })))).toContain('\n\n… and 50 more\n');
  });
});
