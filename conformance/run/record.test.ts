import { describe, expect, it } from '@jest/globals';
import type { Findings } from '../ledger.ts';
import type { Requirement } from '../requirement.ts';
import type { Result } from '../result.ts';
import { createAnswer, createCheck, createRequirement, loadContract } from '../testing/fake-list.ts';

import { type Circumstances, concludeRequirement, createRecord, type RunRecord } from './record.ts';

describe('create record', () => {
  const requirements = [createRequirement('a'), createRequirement('b.x'), createRequirement('b.y')];

  function open(judge = (result: Result): Result => result): { record: RunRecord; results: Result[] } {
    const results: Result[] = [];
    const record = createRecord({ id: 'things' }, requirements, (result) => {
      const judged = judge(result);
      results.push(judged);
      return judged;
    });
    return { record, results };
  }

  describe('createRecord', () => {
    it('concludes each requirement once, those that are due first', () => {
      const { record, results } = open();
      record.ledger.exercise('b.x', 'pages');
      record.concludeWhere(({ id }) => id === 'b.x');
      record.concludeWhere(({ id }) => id === 'b.x');
      record.conclude();
      record.conclude();
      expect(results.map(({ id, verdict }) => [id, verdict])).toEqual([
        ['things.b.x', 'pass'],
        ['things.a', 'inconclusive'],
        ['things.b.y', 'inconclusive'],
      ]);
    });

    it('counts what is concluded, and what of it fails in the end', () => {
      const { record } = open((result) => (result.id === 'things.b.x' ? { ...result, verdict: 'waived' } : result));
      for (const id of ['a', 'b.x']) record.ledger.violate(id, { summary: 'wrong', answers: [] });
      expect(record.progress).toEqual({ done: 0, failed: 0 });
      record.conclude();
      expect(record.progress).toEqual({ done: 3, failed: 1 });
    });

    it('adds up the requests of all checks that could decide a requirement', () => {
      const { record, results } = open();
      const check = createCheck('b.*', async () => {});
      record.note({ check, requests: 3 });
      record.note({ check: createCheck('b.y', async () => {}), requests: 4 });
      record.conclude();
      expect(results.map(({ requests }) => requests)).toEqual([0, 3, 7]);
    });

    it('tells of an interrupted check where that kept a requirement from being decided', () => {
      const { record, results } = open();
      record.ledger.exercise('b.x', 'pages');
      const check = createCheck('b.*', async () => {});
      record.note({ check, requests: 1, interruption: { verdict: 'error', reason: 'connection lost' } });
      record.conclude();
      expect(results.map(({ verdict }) => verdict)).toEqual(['inconclusive', 'pass', 'error']);
    });

    it('says of what is left when a run ends early that it ended', () => {
      const { record, results } = open();
      record.conclude('stopped by the user');
      expect(results[0]?.reason).toBe('The run ended before this was decided: stopped by the user.');
    });
  });
});

describe('conclude requirement', () => {
  const NOTHING: Findings = { exercised: new Map(), violations: [], violationCount: 0, open: [] };
  const BROKEN: Findings = { ...NOTHING, violations: [{ summary: 'it is wrong', answers: [] }], violationCount: 1 };

  function conclude(
    findings: Partial<Findings>,
    parts: Partial<Requirement> = {},
    circumstances: Partial<Circumstances> = {},
  ): ReturnType<typeof concludeRequirement> {
    const requirement = createRequirement('a', parts);
    return concludeRequirement(
      { id: 'things' },
      requirement,
      { ...NOTHING, ...findings },
      { requests: 0, ...circumstances },
    );
  }

  describe('concludeRequirement', () => {
    it('says what is demanded, of whom, and where that stands', () => {
      expect(conclude({}, { level: 'should', source: 'Paging', area: 'pages' }, { requests: 3 })).toMatchObject({
        id: 'things.a',
        title: 'SHOULD do a',
        level: 'should',
        source: 'Paging',
        area: 'pages',
        requests: 3,
        evidence: [],
      });
      expect(conclude({})).not.toHaveProperty('source');
    });

    it.each([
      ['must', 'fail'],
      ['should', 'warn'],
      ['may', 'note'],
    ] as const)('takes what is wrong with a %s for a %s', (level, verdict) => {
      expect(conclude(BROKEN, { level })).toMatchObject({ verdict, reason: 'It is wrong.' });
    });

    it('says how much more is wrong', () => {
      expect(conclude({ ...BROKEN, violationCount: 4 }).reason).toBe('It is wrong. And 3 more.');
    });

    it('passes what was looked at, and says how much that was', () => {
      const exercised = new Map([
        ['pages', 2],
        ['items', 40],
      ]);
      expect(conclude({ exercised })).toMatchObject({ verdict: 'pass', reason: 'Checked 2 pages, 40 items.' });
      expect(conclude({ ...BROKEN, exercised }).verdict).toBe('fail');
    });

    it.each<[string, Partial<Findings>, Partial<Requirement>, Partial<Circumstances>, string, string]>([
      [
        'nothing could go wrong',
        {},
        {},
        {},
        'inconclusive',
        'Nothing in the responses of the target could have violated this.',
      ],
      [
        'something is missing',
        { open: ['no two rows tie', 'no row!'] },
        {},
        {},
        'inconclusive',
        'No two rows tie. No row!',
      ],
      ['nobody can check it', {}, { unverifiable: 'it takes a year' }, {}, 'notApplicable', 'It takes a year.'],
      ['a check broke', {}, {}, { interruption: { verdict: 'error', reason: 'no answer' } }, 'error', 'No answer.'],
      [
        'the run ended',
        {},
        {},
        { stopped: 'enough' },
        'inconclusive',
        'The run ended before this was decided: enough.',
      ],
    ])('where %s, says so', (_, findings, parts, circumstances, verdict, reason) => {
      expect(conclude(findings, parts, circumstances)).toMatchObject({ verdict, reason });
    });

    it('prefers what is certain: a violation, what was looked at, why a check broke, what is missing, why the run ended', () => {
      const interruption = { verdict: 'error', reason: 'no answer' } as const;
      const all = { interruption, stopped: 'enough' };
      const open = ['no rows'];
      expect(conclude({ ...BROKEN, open }, {}, all).verdict).toBe('fail');
      expect(conclude({ exercised: new Map([['pages', 1]]), open }, {}, all).verdict).toBe('pass');
      expect(conclude({ open }, {}, all).verdict).toBe('error');
      expect(conclude({ open }, {}, { stopped: 'enough' }).reason).toBe('No rows.');
      expect(conclude({}, { unverifiable: 'it takes a year' }, { stopped: 'enough' }).verdict).toBe('notApplicable');
    });

    it('shows what is wrong: what was expected beside what came, and the requests', () => {
      const answer = createAnswer(loadContract('devdraft'), { url: 'https://staging.example.com/v2/orders?take=1' });
      const violation = { summary: 'it is wrong', expected: 1, received: null, answers: [answer] };
      const { evidence } = conclude({ violations: [violation], violationCount: 1 });
      expect(evidence).toMatchObject([{ demand: 'MUST do a: it is wrong', expected: 1, received: null }]);
      expect(evidence[0]?.exchanges).toEqual([answer.response.exchange]);
      expect(evidence[0]?.curl[0]).toContain("'https://staging.example.com/v2/orders?take=1'");
      expect(conclude(BROKEN).evidence[0]).not.toHaveProperty('expected');
    });
  });
});
