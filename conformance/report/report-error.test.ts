import { describe, expect, it } from '@jest/globals';
import { ReportError } from './report-error.ts';

describe('ReportError', () => {
  it('names the file before each problem', () => {
    const error = new ReportError('a.json', ['/verdict: expected text', '/results: expected a list']);
    expect(error.message).toBe('a.json: /verdict: expected text\na.json: /results: expected a list');
    expect(error.code).toBe('invalid-report');
  });
});
