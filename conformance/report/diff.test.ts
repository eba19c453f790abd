import { describe, expect, it } from '@jest/globals';
import { fc } from '../../src/testing/properties.ts';
import { type Report, VERDICTS, type Verdict } from '../result.ts';
import { createReport, createResult } from '../testing/results.ts';
import { CONFORMING_REPORT, SAMPLE_REPORT } from '../testing/sample-report.ts';
import {
  type ComparedRequirement,
  describeChange,
  describeDiffCounts,
  diffReports,
  formatDiffJson,
  listDiffSections,
} from './diff.ts';

describe('diff reports', () => {
  function run(verdicts: Readonly<Record<string, Verdict>>): Report {
    return createReport({
      results: Object.entries(verdicts).map(([id, verdict]) =>
        createResult({ id, verdict, reason: `${id} ${verdict}` }),
      ),
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
});

describe('describe diff', () => {
  const repaired = diffReports(SAMPLE_REPORT, CONFORMING_REPORT);
  const grown = diffReports(
    createReport({ results: [createResult({ id: 'gone' })] }),
    createReport({ results: [createResult({ id: 'new', verdict: 'fail' }), createResult({ id: 'fine' })] }),
  );

  describe('listDiffSections', () => {
    it('has the groups that have items', () => {
      expect(listDiffSections(repaired).map(({ title, items }) => [title, items.length])).toEqual([
        ['Fixed', 4],
        ['Other changes', 11],
      ]);
    });

    it('tells added requirements that fail from the others', () => {
      expect(listDiffSections(grown).map(({ title, items }) => [title, items.map(({ id }) => id)])).toEqual([
        ['Added, and failing', ['new']],
        ['Added', ['fine']],
        ['Removed', ['gone']],
      ]);
    });
  });

  describe('describeDiffCounts', () => {
    it('leaves out what did not happen', () => {
      expect(describeDiffCounts(repaired)).toBe('4 fixed, 11 otherwise changed, 24 unchanged');
      expect(describeDiffCounts(grown)).toBe('2 added, 1 removed, 0 unchanged');
    });
  });

  describe('describeChange', () => {
    it('shows both verdicts where there are two', () => {
      expect(repaired.fixed.slice(0, 1).map(describeChange)).toEqual(['fail → pass']);
      expect(grown.removed.map(describeChange)).toEqual(['pass']);
    });
  });
});

describe('formatDiffJson', () => {
  it('has everything', () => {
    const diff = diffReports(SAMPLE_REPORT, CONFORMING_REPORT);
    expect(JSON.parse(formatDiffJson(diff))).toEqual(diff);
  });
});
