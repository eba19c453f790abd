import { describe, expect, it } from '@jest/globals';
import { createReport } from '../report/testing/create-result.ts';
import type { Report, Verdict } from '../result.ts';
import { NotAccessibleError } from '../run/not-accessible-error.ts';
import { requireConformance, requireDecisions } from './require-conformance.ts';

describe('require conformance', () => {
function thrownBy(body: () => void): Error | undefined {
  try {
    body();
  } catch (error) {
    return error as Error;
  }
  return undefined;
}

describe('requireDecisions', () => {
  const decide = (report: Report): string | undefined => thrownBy(() => requireDecisions({ report }))?.message;

  it('is content with a run that came to its end and decided something', () => {
    expect(decide(createReport({ verdict: 'pass' }))).toBeUndefined();
    expect(decide(createReport({ verdict: 'fail' }))).toBeUndefined();
  });

  it('takes a run that ended early, or decided nothing, for a failure', () => {
    expect(decide(createReport({ stopped: 'the budget is spent' }))).toBe('the run ended early: the budget is spent');
    expect(decide(createReport({ verdict: 'inconclusive' }))).toContain('nothing could be decided');
  });

  it('throws what kept a run from reporting, without a stack where it is the target’s doing', () => {
    const failure = new RangeError('a fault');
    expect(thrownBy(() => requireDecisions({ failure }))).toBe(failure);
    const refused = thrownBy(() => requireDecisions({ failure: new NotAccessibleError('answers 401') }));
    expect([refused?.message, refused?.stack]).toEqual(['answers 401', 'answers 401']);
  });
});

describe('requireConformance', () => {
  const judge = (verdict: Verdict): string | undefined => {
    return thrownBy(() => requireConformance({ report: createReport({ verdicts: [verdict] }) }, 'orders.0'))?.message;
  };

  it.each(['pass', 'warn', 'note', 'inconclusive', 'notApplicable', 'waived'] as const)('lets %s pass', (verdict) => {
    expect(judge(verdict)).toBeUndefined();
  });

  it('fails for a violation, and for what kept it from being decided', () => {
    expect(judge('fail')).toMatch(/^MUST list the newest order first\norders\.0/);
    expect(judge('error')).toMatch(/^could not be decided/);
  });

  it('fails for what was not looked at', () => {
    expect(() => requireConformance({ failure: new Error('no') }, 'orders.0')).toThrow('the first test says why');
    expect(() => requireConformance({ report: createReport() }, 'orders.0')).toThrow('was not decided');
  });
});
});
