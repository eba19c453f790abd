import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { PagewrightError } from '../../src/contract/error.ts';
import { fc } from '../../src/testing/properties.ts';
import { createEvidence, createExchange, createReport, createResult } from '../testing/results.ts';
import { CONFORMING_REPORT, HOSTILE_REPORT, SAMPLE_REPORT } from '../testing/sample-report.ts';
import { formatJson, parseReport, readReport } from './json.ts';

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

describe('read report', () => {
  let folder = '';

  beforeAll(() => {
    folder = mkdtempSync(join(tmpdir(), 'report-'));
  });

  afterAll(() => {
    rmSync(folder, { recursive: true });
  });

  describe('readReport', () => {
    it('reads a file', () => {
      const file = join(folder, 'report.json');
      writeFileSync(file, formatJson(SAMPLE_REPORT));
      expect(readReport(file).results).toHaveLength(SAMPLE_REPORT.results.length);
    });

    it('names a file that is missing, or is none', () => {
      expect(() => readReport('/no/such.json')).toThrow('/no/such.json: Cannot read: no such file');
      expect(() => readReport(folder)).toThrow(/: Cannot read: EISDIR/);
    });

    it('names a file that is not a report', () => {
      const file = join(folder, 'other.json');
      writeFileSync(file, 'null');
      expect(() => readReport(file)).toThrow(`${file}: expected an object, got null`);
    });
  });
});

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
    ['{"a": 1,}', /^a\.json: Invalid JSON: /],
    ['', /^a\.json: Invalid JSON: /],
    ['[]', /^a\.json: expected an object, got a list$/],
    ['{}', /^a\.json: missing `contract`\na\.json: missing `verdict`\n/],
  ])('says what is wrong with %j', (json, message) => {
    expect(() => parseReport(json, 'a.json')).toThrow(message);
    expect(() => parseReport(json, 'a.json')).toThrow(PagewrightError);
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
      'a.json: /results/1/id: duplicate of orders.order.default at /results/0',
    );
  });

  it('lists ten problems at most', () => {
    const json = formatJson(SAMPLE_REPORT).replaceAll('"title": "', '"name": "');
    expect(() => parseReport(json, 'a.json')).toThrow(/(^a\.json: .*\n){10}a\.json: and 29 more problems$/m);
  });

  it('never fails in another way, whatever the JSON', () => {
    fc.assert(
      fc.property(fc.json(), (json) => {
        expect(() => parseReport(json, 'a.json')).toThrow(PagewrightError);
      }),
    );
  });
});
