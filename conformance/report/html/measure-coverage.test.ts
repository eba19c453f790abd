import { describe, expect, it } from '@jest/globals';
import { SAMPLE_REPORT } from '../testing/sample-report.ts';
import { measureCoverage } from './measure-coverage.ts';

describe('measureCoverage', () => {
  it('counts what was decided among what applies', () => {
    expect(measureCoverage(SAMPLE_REPORT.results)).toEqual({ decided: 32, applicable: 37 });
    expect(measureCoverage([])).toEqual({ decided: 0, applicable: 0 });
  });
});
