import { describe, expect, it } from '@jest/globals';
import { createEvidence, createResult } from '../report/testing/create-result.ts';
import { describeFailure } from './describe-failure.ts';

describe('describeFailure', () => {
  it('says what is demanded and why it is not met, and shows it', () => {
    const evidence = createEvidence({
      demand: 'MUST count all rows: page 1 has a total of 11',
      expected: 10,
      received: 11,
      curl: ["curl 'http://127.0.0.1/orders'"],
    });
    const text = describeFailure(
      createResult({ verdict: 'fail', title: 'MUST count all rows', reason: 'Page 1 has 11.', evidence: [evidence] }),
    );
    expect(text.split('\n')).toEqual([
      'MUST count all rows',
      'orders.order.default · Orders API, section 3.1',
      'Page 1 has 11.',
      '',
      'demanded  MUST count all rows: page 1 has a total of 11',
      'expected  10',
      'received  11',
      "show it   curl 'http://127.0.0.1/orders'",
    ]);
  });

  it('tells what could not be decided from what is wrong', () => {
    const result = createResult({ verdict: 'error', reason: 'The connection was closed.' });
    expect(describeFailure(result)).toBe('could not be decided\nThe connection was closed.');
  });
});
