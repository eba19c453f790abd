import { describe, expect, it } from '@jest/globals';
import { VALID_CONTRACT, writeContract } from '../../src/testing/write-contract.ts';
import { formatPlanTerminal } from '../report/plan.ts';
import { callerOf } from '../testing/mock-target.ts';
import { planConformance } from './plan.ts';

describe('planConformance', () => {
  it('says what is tried, with how many requests, and what cannot be decided', () => {
    const plan = planConformance({ contract: 'devdraft' });
    expect(plan).toMatchObject({ contract: 'devdraft', list: 'GET /api/v0/customers', requests: { limit: 400 } });
    expect(plan.requests.planned).toBe(plan.checks.reduce((sum, { requests }) => sum + requests, 0));
    const open = plan.undecidable.flatMap(({ ids }) => ids);
    expect(plan.requirements.decidable).toBe(plan.requirements.total - open.length);
    expect(open).toContain('devdraft.access.expired.refused');
    expect(plan.missing.map(({ give }) => give)).toContain("--as expired='Name: value'");
    expect(plan.checks.map(({ id }) => id)).not.toContain('filters.known-values');
  });

  it('wants nothing that was given, and plans what that makes possible', () => {
    const { missing, checks, requests } = planConformance(
      { contract: 'pyng', ...callerOf('pyng'), known: { state: 'linked' }, maxRequests: 50 },
      { only: ['pyng.access.*', 'pyng.filter.*'] },
    );
    expect(missing).toEqual([]);
    expect(checks.map(({ id }) => id)).toContain('filters.known-values');
    expect(requests.limit).toBe(50);
    expect(planConformance({ contract: 'pyng' }, { profile: 'quick' }).requests.limit).toBe(60);
  });

  it('names parameters that the document requires and gives no value for', () => {
    const parameters = `parameters:
        - { name: region, in: query, required: true, schema: { type: string } }
        - { name: lang, in: query, required: true, schema: { type: string, default: en } }`;
    const contract = writeContract(VALID_CONTRACT.replace('parameters:', parameters));
    const plan = planConformance({ contract });
    expect(plan.missing[0]).toMatchObject({ give: '--query region=value', decides: [] });
    expect(formatPlanTerminal(plan, { colors: false, width: 100 })).toContain(
      'The document requires --query region=value.',
    );
    expect(planConformance({ contract, query: { region: 'eu' } }).missing.map(({ give }) => give)).not.toContain(
      '--query region=value',
    );
  });
});
