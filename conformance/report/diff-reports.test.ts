import { describe, expect, it } from '@jest/globals';
import { fc } from '../../src/testing/properties.ts';
import type { Report, Verdict } from '../result.ts';
import { type ComparedRequirement, diffReports } from './diff-reports.ts';
import { createReport, createResult } from './testing/create-result.ts';
import { VERDICTS } from './verdicts.ts';

function run(verdicts: Readonly<Record<string, Verdict>>): Report {
  return createReport({
    results: Object.entries(verdicts).map(([id, verdict]) => createResult({ id, verdict, reason: `${id} ${verdict}` })),
  });
}

function ids(requirements: readonly ComparedRequirement[]): string[] {
  return requirements.map(({ id }) => id);
}

describe('diffReports', () => {
  const diff = diffReports(
    run({ a: 'pass', b: 'fail', c: 'fail', d: 'pass', e: 'fail', f: 'waived', g: 'pass', h: 'pass', i: 'fail' }),
    run({
      a: 'fail',
      b: 'pass',
      c: 'inconclusive',
      d: 'warn',
      e: 'fail',
      f: 'fail',
      h: 'pass',
      x: 'pass',
      i: 'waived',
    }),
  );

  it('sorts every change', () => {
    expect(ids(diff.newlyFailing)).toEqual(['a', 'f']);
    expect(ids(diff.fixed)).toEqual(['b']);
    expect(ids(diff.changed)).toEqual(['c', 'd', 'i']);
    expect(ids(diff.added)).toEqual(['x']);
    expect(ids(diff.removed)).toEqual(['g']);
    expect(ids(diff.stillFailing)).toEqual(['e']);
    expect(diff.unchanged).toBe(2);
  });

  it('says what was, what is, and why', () => {
    expect(diff.newlyFailing[0]).toEqual({
      id: 'a',
      title: 'MUST list the newest order first',
      level: 'must',
      area: 'order',
      before: 'pass',
      verdict: 'fail',
      reason: 'a fail',
    });
  });

  it.each([
    [{ a: 'pass' }, { a: 'fail' }, true],
    [{}, { a: 'fail' }, true],
    [{ a: 'fail' }, { a: 'fail' }, false],
    [{ a: 'fail' }, {}, false],
    [{ a: 'pass' }, { a: 'error', b: 'pass' }, false],
  ] as const)('knows whether %j to %j is a regression', (before, after, regressed) => {
    expect(diffReports(run(before), run(after)).regressed).toBe(regressed);
  });

  const anyRun = fc.dictionary(fc.constantFrom(...'abcdefgh'), fc.constantFrom(...VERDICTS)).map(run);

  it('loses no requirement, whatever the runs', () => {
    fc.assert(
      fc.property(anyRun, anyRun, (before, after) => {
        const { newlyFailing, fixed, changed, added, removed, unchanged } = diffReports(before, after);
        const changes = newlyFailing.length + fixed.length + changed.length;
        expect(changes + unchanged + added.length).toBe(after.results.length);
        expect(changes + unchanged + removed.length).toBe(before.results.length);
      }),
    );
  });

  it('finds nothing between a run and itself, and mirrors what is added', () => {
    fc.assert(
      fc.property(anyRun, anyRun, (before, after) => {
        expect(diffReports(before, before)).toMatchObject({
          newlyFailing: [],
          fixed: [],
          changed: [],
          added: [],
          removed: [],
        });
        expect(diffReports(before, after).added).toEqual(diffReports(after, before).removed);
      }),
    );
  });
});
