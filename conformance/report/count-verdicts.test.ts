import { describe, expect, it } from '@jest/globals';
import { countVerdicts } from './count-verdicts.ts';

describe('countVerdicts', () => {
  it('counts every verdict, zero included, in a fixed order', () => {
    const counts = countVerdicts([{ verdict: 'fail' }, { verdict: 'pass' }, { verdict: 'fail' }]);
    expect(JSON.stringify(counts)).toBe(
      '{"pass":1,"fail":2,"warn":0,"note":0,"inconclusive":0,"notApplicable":0,"waived":0,"error":0}',
    );
  });
});
