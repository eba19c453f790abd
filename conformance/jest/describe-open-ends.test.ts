import { describe, expect, it } from '@jest/globals';
import { createReport, createResult } from '../report/testing/create-result.ts';
import { describeOpenEnds } from './describe-open-ends.ts';

describe('describeOpenEnds', () => {
  it('has nothing to say of what was decided, or can never be', () => {
    expect(describeOpenEnds(createReport({ verdicts: ['pass', 'fail', 'error', 'notApplicable'] }))).toBeUndefined();
  });

  it('lists warnings, notes, what is waived and what was not decided, with the reason', () => {
    const waiver = { id: 'orders.w', reason: 'being repaired', expires: '2026-03-31' };
    const results = [
      createResult({ id: 'orders.i', verdict: 'inconclusive', reason: 'No rows\ntie.' }),
      createResult({ id: 'orders.p' }),
      createResult({ id: 'orders.w', verdict: 'waived', reason: 'It is wrong.', waiver }),
      createResult({ id: 'orders.a', verdict: 'warn', reason: 'It is odd.' }),
    ];
    expect(describeOpenEnds(createReport({ results, requests: 1 }))?.split('\n')).toEqual([
      'orders at https://staging.example.com/v2: 1 passed, 1 warning, 1 inconclusive, 1 waived, 1 request',
      '  warning: orders.a: It is odd.',
      '  waived: orders.w: It is wrong. Until 2026-03-31: being repaired',
      '  not decided: orders.i: No rows tie.',
    ]);
  });
});
