import { describe, expect, it } from '@jest/globals';
import { nameVerdict, VERDICTS } from './verdicts.ts';

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
