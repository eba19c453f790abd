import { describe, expect, it } from '@jest/globals';
import { formatJson } from './format-json.ts';
import { createEvidence, createReport, createResult } from './testing/create-result.ts';
import { HOSTILE_REPORT } from './testing/hostile-report.ts';
import { SAMPLE_REPORT } from './testing/sample-report.ts';

describe('formatJson', () => {
  it('has the promised fields first and in order', () => {
    const json = JSON.parse(formatJson(SAMPLE_REPORT));
    expect(Object.keys(json).slice(0, 6)).toEqual([
      'contract',
      'verdict',
      'summary',
      'requests',
      'durationMs',
      'results',
    ]);
    expect(Object.keys(json.summary)).toEqual([
      'pass',
      'fail',
      'warn',
      'note',
      'inconclusive',
      'notApplicable',
      'waived',
      'error',
    ]);
    expect(Object.keys(json.results[0]).slice(0, 8)).toEqual([
      'id',
      'title',
      'level',
      'verdict',
      'reason',
      'source',
      'requests',
      'evidence',
    ]);
  });

  it('keeps everything', () => {
    const json = JSON.parse(formatJson(SAMPLE_REPORT));
    expect(json).toEqual(JSON.parse(JSON.stringify(SAMPLE_REPORT)));
  });

  it('has a source of null where there is none', () => {
    const { source: _, ...result } = createResult();
    expect(JSON.parse(formatJson(createReport({ results: [result] }))).results[0].source).toBeNull();
  });

  it('writes values that JSON does not know', () => {
    const evidence = [createEvidence({ expected: 12n, received: new Set(['a']) }), createEvidence()];
    const json = JSON.parse(formatJson(createReport({ results: [createResult({ evidence })] })));
    expect(json.results[0].evidence[0]).toMatchObject({ expected: '12', received: ['a'] });
    expect(json.results[0].evidence[1]).not.toHaveProperty('expected');
  });

  it('is valid for hostile text, and well-formed Unicode', () => {
    const text = formatJson(HOSTILE_REPORT);
    expect(text).not.toMatch(/\p{Cs}/u);
    expect(JSON.parse(text).target).toBe(HOSTILE_REPORT.target);
  });
});
