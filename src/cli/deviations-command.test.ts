import { describe, expect, it } from '@jest/globals';
// What is imported later is loaded now, so that no test has to wait for it.
import '../deviation/deviations.ts';
import { builtInContracts } from '../contract/load-contracts.ts';
import { writeSample } from '../server/testing/sample-contract.ts';
import { run } from './testing/create-test-terminal.ts';

describe('createDeviationsCommand', () => {
  it('lists deviations by area, with the contracts in which they break something', async () => {
    const { exitCode, output } = await run(['deviations', writeSample()]);
    expect(exitCode).toBe(0);
    expect(output).toMatch(/^paging\n/m);
    expect(output).toMatch(/^ {2}total-of-page +orders documented\n {4}the total counts the rows of the page\n/m);
    expect(output).toMatch(/^variations, which contracts allow\n[\s\S]*^ {2}other-tie-order +orders\n/m);
  });

  it('lists them for scripts, for all contracts that come with the package', async () => {
    const { output } = await run(['deviations', '--json']);
    const listings = JSON.parse(output) as { name: string; breaks: Record<string, string> }[];
    const named = (name: string): unknown => listings.find((one) => one.name === name)?.breaks;
    expect(Object.keys(named('total-of-page') ?? {})).toEqual(builtInContracts());
    expect(new Set(Object.values(named('more-headers') ?? {}))).toEqual(new Set(['nothing']));
  });

  it('refuses a contract that there is not', async () => {
    expect(await run(['deviations', 'nope'])).toMatchObject({ exitCode: 2, errors: expect.stringContaining('nope') });
  });
});
