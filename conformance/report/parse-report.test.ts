import { describe, expect, it } from '@jest/globals';
import { fc } from '../../src/testing/properties.ts';
import { formatJson } from './format-json.ts';
import { parseReport } from './parse-report.ts';
import { ReportError } from './report-error.ts';
import { createEvidence, createExchange, createReport, createResult } from './testing/create-result.ts';
import { HOSTILE_REPORT } from './testing/hostile-report.ts';
import { CONFORMING_REPORT, SAMPLE_REPORT } from './testing/sample-report.ts';

describe('parseReport', () => {
  it.each([
    ['sample', SAMPLE_REPORT],
    ['conforming', CONFORMING_REPORT],
    ['hostile', HOSTILE_REPORT],
  ])('reads back what formatJson wrote: the %s report', (_, report) => {
    expect(parseReport(formatJson(report), 'a.json')).toEqual({ unusedWaivers: [], ...report });
  });

  it('reads back the audit of a client that sent whatever it liked', () => {
    const evidence = [createEvidence({ exchanges: [createExchange({ method: 'DELETE' })] })];
    const results = [createResult({ verdict: 'fail', evidence })];
    const report = createReport({ subject: 'client', verdict: 'fail', results });
    expect(parseReport(formatJson(report), 'a.json')).toEqual({ unusedWaivers: [], ...report });
    const hostile = formatJson(report).replace('DELETE', '<script>');
    expect(() => parseReport(hostile, 'a.json')).toThrow('exchanges/0/method: expected a method, got "<script>"');
  });

  it('takes a report with nothing but the promised fields', () => {
    const { contract, verdict, summary, requests, durationMs } = SAMPLE_REPORT;
    const { area: _, ...result } = createResult({ id: 'orders.walk.ties' });
    const json = JSON.stringify({ contract, verdict, summary, requests, durationMs, results: [result] });
    expect(parseReport(json, 'a.json')).toMatchObject({ target: '', startedAt: '', results: [{ area: 'walk' }] });
  });

  it.each([
    ['{"a": 1,}', /^a\.json: not JSON: /],
    ['', /^a\.json: not JSON: /],
    ['[]', /^a\.json: expected an object, got a list$/],
    ['{}', /^a\.json: `contract` is missing\na\.json: `verdict` is missing\n/],
  ])('says what is wrong with %j', (json, message) => {
    expect(() => parseReport(json, 'a.json')).toThrow(message);
    expect(() => parseReport(json, 'a.json')).toThrow(ReportError);
  });

  it('points to the place', () => {
    const broken = formatJson(SAMPLE_REPORT).replace('"verdict": "waived"', '"verdict": "forgiven"');
    expect(() => parseReport(broken, 'a.json')).toThrow(
      /^a\.json: \/results\/16\/verdict: expected one of pass, fail, .*, error, got "forgiven"$/,
    );
  });

  it('refuses an id that stands twice', () => {
    const json = formatJson(createReport({ results: [createResult(), createResult()] }));
    expect(() => parseReport(json, 'a.json')).toThrow(
      'a.json: /results/1/id: orders.order.default already stands at /results/0',
    );
  });

  it('lists ten problems at most', () => {
    const json = formatJson(SAMPLE_REPORT).replaceAll('"title": "', '"name": "');
    expect(() => parseReport(json, 'a.json')).toThrow(/(^a\.json: .*\n){10}a\.json: and 29 more problems$/m);
  });

  it('never fails in another way, whatever the JSON', () => {
    fc.assert(
      fc.property(fc.json(), (json) => {
        expect(() => parseReport(json, 'a.json')).toThrow(ReportError);
      }),
    );
  });
});
