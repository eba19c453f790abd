import { describe, expect, it } from '@jest/globals';
import { countVerdicts } from '../result.ts';
import { createReport, createResult } from '../testing/results.ts';
import {
  describeCost,
  describeCounts,
  describeGrounds,
  describeSubject,
  describeVerdict,
  groupByArea,
} from './summary.ts';

describe('describe report', () => {
  const conforming = createReport({ verdict: 'pass', verdicts: ['pass', 'pass'] });
  const broken = createReport({ verdict: 'fail', verdicts: ['pass', 'fail', 'inconclusive', 'error'] });
  const undecided = createReport({ verdict: 'inconclusive', verdicts: ['inconclusive'] });
  const strict = createReport({ verdict: 'fail', verdicts: ['pass', 'warn'] });

  describe('describeVerdict', () => {
    it('has words for each verdict', () => {
      expect([conforming, broken, undecided].map(describeVerdict)).toEqual([
        'Conforms',
        'Does not conform',
        'Not decided',
      ]);
    });
  });

  describe('describeSubject', () => {
    it('tells a client from an implementation, and so does the verdict', () => {
      const judged = [conforming, broken, undecided].flatMap((report) => [
        report,
        { ...report, subject: 'client' } as const,
      ]);
      expect(judged.map((report) => `${describeSubject(report)} ${describeVerdict(report).toLowerCase()}`)).toEqual([
        `${conforming.contract} conforms`,
        `client of ${conforming.contract} is clean`,
        `${conforming.contract} does not conform`,
        `client of ${conforming.contract} is not clean`,
        `${conforming.contract} not decided`,
        `client of ${conforming.contract} not decided`,
      ]);
    });
  });

  describe('describeGrounds', () => {
    it('says what was violated and what stayed open', () => {
      expect([conforming, broken, undecided, strict].map(describeGrounds)).toEqual([
        'No requirement is violated.',
        '1 requirement is violated. 2 requirements could not be decided.',
        'No requirement could be decided.',
        '1 warning (treated as a failure).',
      ]);
    });

    it('says that the run ended early', () => {
      expect(describeGrounds({ ...conforming, stopped: 'stopped by the user' })).toBe(
        'No requirement is violated. The run ended early: stopped by the user.',
      );
      const some = createReport({ verdict: 'inconclusive', verdicts: ['pass', 'inconclusive'], stopped: 'enough' });
      expect(describeGrounds(some)).toBe(
        'No requirement is violated. 1 requirement could not be decided. The run ended early: enough.',
      );
    });
  });

  describe('describeCounts', () => {
    it('leaves out what did not happen', () => {
      expect(describeCounts(broken.summary)).toBe('1 passed, 1 failed, 1 inconclusive, 1 error');
      expect(describeCounts(countVerdicts([]))).toBe('no results');
    });
  });

  describe('describeCost', () => {
    it('counts requests and time', () => {
      expect(describeCost({ ...conforming, requests: 1, durationMs: 3400 })).toBe('1 request, 3.4 s');
    });
  });
});

describe('groupByArea', () => {
  it('keeps the order of areas and of results', () => {
    const results = [
      createResult({ id: '1', area: 'walks' }),
      createResult({ id: '2', area: 'constructor', verdict: 'fail' }),
      createResult({ id: '3', area: 'walks' }),
    ];
    const groups = groupByArea(results);
    expect(groups.map(({ area, results: group }) => [area, group.map(({ id }) => id)])).toEqual([
      ['walks', ['1', '3']],
      ['constructor', ['2']],
    ]);
    expect(groups.map(({ counts }) => [counts.pass, counts.fail])).toEqual([
      [2, 0],
      [0, 1],
    ]);
  });
});
