import { describe, expect, it } from '@jest/globals';
import { createMock } from '../../src/index.ts';
import { profile } from '../../src/testing/runs.ts';
import type { Report } from '../result.ts';
import { runConformance } from '../run/conformance-run.ts';
import { listRequirements } from '../run/requirements.ts';
import { loadContract } from '../testing/fake-list.ts';
import { callerOf } from '../testing/mock-target.ts';

const IDS = ['pyng', 'piriod', 'wingback', 'devdraft'];
/** `npm test` makes a run for each contract, a whole one over many rows for one of them; CI makes all, and so does the mutation run. */
const isWhole = profile() === 'whole';
const scenariosOf = (id: string): readonly string[] => {
  if (isWhole) return ['demo', 'ties', 'awkward', 'one-page', 'empty'];
  return id === 'pyng' ? ['ties', 'empty'] : ['one-page'];
};

async function check(id: string, scenario: string, size?: number): Promise<Report> {
  const contract = loadContract(id);
  await using mock = await createMock({ contract: id, scenario, ...(size === undefined ? {} : { size }) });
  const effort = scenario === 'one-page' ? profile() : 'whole';
  return await runConformance({ contract, baseUrl: mock.url, ...callerOf(id) }, { profile: effort }).report;
}

describe.each(IDS)('%s', (id) => {
  const rows = listRequirements(loadContract(id));

  it('has a check, or a reason why there is none, for every requirement', () => {
    expect(rows.filter(({ checks, unverifiable }) => checks.length === 0 && unverifiable === undefined)).toEqual([]);
  });

  it('keeps the ids of its requirements', () => {
    expect(rows.map((row) => `${row.level} ${row.id}`)).toMatchSnapshot();
  });

  it.each(scenariosOf(id))('is kept by the mock in the scenario %s', async (scenario) => {
    const { results, stopped, requests } = await check(id, scenario);
    const bad = results.filter(({ verdict }) => ['fail', 'warn', 'note', 'error'].includes(verdict));
    expect(bad.map((result) => `${result.verdict} ${result.id}: ${result.reason}`)).toEqual([]);
    expect([results.length, stopped]).toEqual([rows.length, undefined]);
    expect(requests).toBeLessThan(400);
  });

  if (isWhole)
    it('costs about the same for a hundred times the rows', async () => {
      const [small, large] = await Promise.all([check(id, 'large', 400), check(id, 'large', 40_000)]);
      expect([small.verdict, large.verdict]).toEqual(['pass', 'pass']);
      expect(large.requests).toBeLessThan(small.requests * 1.25);
    });
});
