import { describe, expect, it } from '@jest/globals';
import { countVerdicts, nameVerdict, VERDICTS, verdictOfBreach } from './result.ts';

describe('verdicts', () => {
  describe('VERDICTS', () => {
    it('has each verdict once', () => {
      expect(new Set(VERDICTS).size).toBe(8);
    });
  });

  describe('nameVerdict', () => {
    it('minds the number', () => {
      expect([nameVerdict('warn', 1), nameVerdict('warn', 2), nameVerdict('notApplicable', 1)]).toEqual([
        'warning',
        'warnings',
        'not applicable',
      ]);
    });
  });
});

describe('countVerdicts', () => {
  it('counts every verdict, zero included, in a fixed order', () => {
    const counts = countVerdicts([{ verdict: 'fail' }, { verdict: 'pass' }, { verdict: 'fail' }]);
    expect(JSON.stringify(counts)).toBe(
      '{"pass":1,"fail":2,"warn":0,"note":0,"inconclusive":0,"notApplicable":0,"waived":0,"error":0}',
    );
  });
});

describe('verdictOfBreach', () => {
  it.each([
    ['must', 'fail'],
    ['should', 'warn'],
    ['may', 'note'],
  ] as const)('of what %s be kept is %s', (level, verdict) => {
    expect(verdictOfBreach(level)).toBe(verdict);
  });
});
