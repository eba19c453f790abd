import { describe, expect, it } from '@jest/globals';
import { diffReports } from './diff-reports.ts';
import { formatDiffTerminal } from './format-diff-terminal.ts';
import { createReport } from './testing/create-result.ts';
import { HOSTILE_REPORT } from './testing/hostile-report.ts';
import { CONFORMING_REPORT, SAMPLE_REPORT } from './testing/sample-report.ts';

const plain = { colors: false, width: 80 };

describe('formatDiffTerminal', () => {
  it('shows the runs, the changes and the numbers', () => {
    const lines = formatDiffTerminal(diffReports(CONFORMING_REPORT, SAMPLE_REPORT), plain).trimEnd().split('\n');
    expect(lines.slice(0, 9)).toEqual([
      'before  orders  https://staging.example.com/v2  2026-03-15T09:26:53.589Z',
      '        Conforms: 39 passed',
      'after   orders  https://staging.example.com/v2  2026-03-14T09:26:53.589Z',
      '        Does not conform: 24 passed, 4 failed, 2 warnings, 1 note, 4 inconclusive, 2 not applicable, 1 waived, 1 error',
      '',
      'Newly failing',
      '  · MUST include orders placed exactly at `placedFrom`',
      '    orders.filter.placedFrom.inclusive · pass → fail',
      '    The order ord_0142 was placed exactly at the bound and is missing from the',
    ]);
    expect(lines.at(-1)).toBe('Worse than before: 4 newly failing, 11 changed otherwise, 24 unchanged');
  });

  it('is short where nothing changed', () => {
    const text = formatDiffTerminal(diffReports(CONFORMING_REPORT, CONFORMING_REPORT), plain);
    expect(text.trimEnd().split('\n').slice(4)).toEqual(['', 'No worse than before: 39 unchanged']);
  });

  it('says when the runs have little in common', () => {
    const text = formatDiffTerminal(diffReports(createReport(), createReport({ contract: 'others' })), plain);
    expect(text).toContain('The runs are of different contracts.');
  });

  it('lets hostile text send no control characters and no workflow commands', () => {
    const text = formatDiffTerminal(diffReports(SAMPLE_REPORT, HOSTILE_REPORT), plain);
    expect(text).not.toMatch(/(?!\n)\p{Cc}|\p{Cs}/u);
    expect(text).not.toMatch(/^\s*::|##\w*\[/m);
  });
});
