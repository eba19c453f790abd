import { describe, expect, it } from '@jest/globals';
import { loadContracts } from '../../src/contract/load-contracts.ts';
import { createMock } from '../../src/index.ts';
import type { Report } from '../result.ts';
import { runConformance } from '../run/conformance-run.ts';
import { listRequirements } from '../run/requirements.ts';
import { callerOf } from '../testing/mock-target.ts';

const IDS = ['pyng', 'piriod', 'wingback', 'devdraft'];
/** A run of the suite takes seconds: `npm test` makes those over the hardest rows and over none, CI makes all. */
const isWhole = Number(process.env['PAGEWRIGHT_RUNS'] ?? 0) >= 1;
const SCENARIOS = ['ties', 'empty', ...(isWhole ? ['demo', 'awkward', 'one-page'] : [])];

async function check(id: string, scenario: string, size?: number): Promise<Report> {
  const [contract] = loadContracts(id);
  if (contract === undefined) throw new Error(`${id} comes with the package`);
  await using mock = await createMock({ contract: id, scenario, ...(size === undefined ? {} : { size }) });
  return await runConformance({ contract, baseUrl: mock.url, ...callerOf(id) }).report;
}

describe.each(IDS)('%s', (id) => {
  const rows = loadContracts(id).flatMap((contract) => listRequirements(contract));

  it('has a check, or a reason why there is none, for every requirement', () => {
    expect(rows.filter(({ checks, unverifiable }) => checks.length === 0 && unverifiable === undefined)).toEqual([]);
  });

  it('keeps the ids of its requirements', () => {
    expect(rows.map((row) => `${row.level} ${row.id}`)).toMatchSnapshot();
  });

  it.each(SCENARIOS)('is kept by the mock in the scenario %s', async (scenario) => {
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
