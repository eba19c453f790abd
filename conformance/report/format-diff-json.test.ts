import { describe, expect, it } from '@jest/globals';
import { diffReports } from './diff-reports.ts';
import { formatDiffJson } from './format-diff-json.ts';
import { CONFORMING_REPORT, SAMPLE_REPORT } from './testing/sample-report.ts';

describe('formatDiffJson', () => {
  it('has everything', () => {
    const diff = diffReports(SAMPLE_REPORT, CONFORMING_REPORT);
    expect(JSON.parse(formatDiffJson(diff))).toEqual(diff);
  });
});
