import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { PagewrightError } from '../../src/contract/error.ts';
import { fc } from '../../src/testing/properties.ts';
import { createEvidence, createExchange, createReport, createResult } from '../testing/results.ts';
import { CONFORMING_REPORT, HOSTILE_REPORT, SAMPLE_REPORT } from '../testing/sample-report.ts';
import {
  amount,
  anything,
  formatJson,
  listOf,
  mapOf,
  nullable,
  objectOf,
  oneOf,
  parseReport,
  readReport,
  text,
  word,
} from './json.ts';
import { toPlainJson } from './plain-json.ts';

describe('json', () => {
  describe('json', () => {
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
          expect(() => readReport(folder)).toThrow(/: Cannot read: it is a folder$/);
        });

        it('names a file that is not a report', () => {
          const file = join(folder, 'other.json');
          writeFileSync(file, 'null');
          expect(() => readReport(file)).toThrow(`${file}: must be an object, not null`);
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
        expect(() => parseReport(hostile, 'a.json')).toThrow('exchanges/0/method: must be a method, not "<script>"');
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
        ['[]', /^a\.json: must be an object, not a list$/],
        ['{}', /^a\.json: missing `contract`\na\.json: missing `verdict`\n/],
      ])('says what is wrong with %j', (json, message) => {
        expect(() => parseReport(json, 'a.json')).toThrow(message);
        expect(() => parseReport(json, 'a.json')).toThrow(PagewrightError);
      });

      it('points to the place', () => {
        const broken = formatJson(SAMPLE_REPORT).replace('"verdict": "waived"', '"verdict": "forgiven"');
        expect(() => parseReport(broken, 'a.json')).toThrow(
          /^a\.json: \/results\/16\/verdict: must be one of pass, fail, .*, error, not "forgiven"$/,
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
  });
});

describe('shapes', () => {
  const shape = objectOf(
    { name: text, size: amount, kind: oneOf(['a', 'b']), tags: listOf(text) },
    { note: nullable(text), headers: mapOf(text), extra: anything },
  );

  it('takes what fits, and members that it does not know', () => {
    expect(shape({ name: 'x', size: 0, kind: 'b', tags: [], note: null, headers: { a: 'b' }, other: 1 }, '')).toEqual(
      [],
    );
  });

  it('names every place that does not fit, and what would', () => {
    expect(shape({ size: -1, kind: 'c', tags: ['a', 1, null], headers: { 'a/b~': [] }, note: {} }, '/x')).toEqual([
      '/x: missing `name`',
      '/x/size: must be a number, 0 or more, not -1',
      '/x/kind: must be one of a, b, not "c"',
      '/x/tags/1: must be text, not 1',
      '/x/tags/2: must be text, not null',
      '/x/note: must be text, not an object',
      '/x/headers/a~1b~0: must be text, not a list',
    ]);
  });

  it.each([
    [objectOf({}), 'must be an object, not a list'],
    [mapOf(text), 'must be an object, not a list'],
    [amount, 'must be a number, 0 or more, not a list'],
  ])('tells a list from an object', (what, message) => {
    expect(what([], '')).toEqual([message]);
  });

  it('takes a word for a method that could be one', () => {
    const words = ['GET', 'PROPFIND', 'M-SEARCH', '', 'A B', 'GET\n', '<b>', 7];
    expect(words.map((value) => word(value, '').length)).toEqual([0, 0, 0, 1, 1, 1, 1, 1]);
  });

  it('is not fooled by members that every object inherits', () => {
    expect(objectOf({ constructor: anything })({}, '')).toEqual(['missing `constructor`']);
  });
});

describe('toPlainJson', () => {
  it('leaves JSON as it is', () => {
    fc.assert(
      fc.property(fc.jsonValue(), (value) => {
        expect(JSON.stringify(toPlainJson(value))).toBe(JSON.stringify(value));
      }),
    );
  });

  it.each([
    [undefined, null],
    [12n, '12'],
    [Number.NaN, 'NaN'],
    [Number.POSITIVE_INFINITY, 'Infinity'],
    [new Set(['a', 1]), ['a', 1]],
    [new Map([['a', new Set([1])]]), { a: [1] }],
    [new Date('2026-01-02T03:04:05Z'), '2026-01-02T03:04:05.000Z'],
    [new Date(Number.NaN), 'Invalid Date'],
    [new Error('no'), 'no'],
    [{ a: undefined, b: () => 1, c: 1 }, { c: 1 }],
  ])('has a form for %p', (value, json) => {
    expect(toPlainJson(value)).toEqual(json);
  });

  it('survives values within themselves, bottomless ones and ones that throw', () => {
    const circular: Record<string, unknown> = {};
    circular['self'] = [circular];
    let deep: unknown = 1;
    for (let depth = 0; depth < 100_000; depth += 1) deep = [deep];
    const hostile = {
      get trap(): string {
        throw new Error('no');
      },
    };
    expect(toPlainJson(circular)).toEqual({ self: ['[circular]'] });
    expect(JSON.stringify(toPlainJson(deep))).toMatch(/^\[{100}"\[nested too deep\]"\]{100}$/);
    expect(toPlainJson([hostile])).toEqual(['[unreadable]']);
  });

  it('keeps keys that JavaScript treats in a special way', () => {
    const value = JSON.parse('{"__proto__": {"a": 1}}');
    expect(JSON.stringify(toPlainJson(value))).toBe('{"__proto__":{"a":1}}');
  });
});
