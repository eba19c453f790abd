import { describe, expect, it } from '@jest/globals';
import type { Result } from '../result.ts';
import { createCheck, createRequirement } from '../testing/create-area.ts';
import { createRecord, type RunRecord } from './create-record.ts';

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
