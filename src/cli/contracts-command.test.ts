import { describe, expect, it } from '@jest/globals';
// What is imported later is loaded now, so that no test has to wait for it.
import '../dataset/list-scenarios.ts';
import { builtInContracts } from '../contract/load-contracts.ts';
import { writeSample } from '../server/testing/sample-contract.ts';
import { run } from './testing/create-test-terminal.ts';

describe('createContractsCommand', () => {
  it('lists what comes with the package', async () => {
    const { exitCode, output } = await run(['contracts']);
    expect(exitCode).toBe(0);
    const names = output.split('\n').flatMap((line) => /^(\w+) .* pages {2,}\//.exec(line)?.[1] ?? []);
    expect(names).toEqual(builtInContracts());
    expect(output).toMatch(/\n {2}scenarios: .*\bdemo\b/);
  });

  it('lists what a file describes, for scripts as well', async () => {
    const file = writeSample();
    expect((await run(['contracts', file])).output).toBe(
      'orders  Orders  offset pages  /shops/{shop}/orders\n  scenarios: default\n',
    );
    const { output } = await run(['contracts', '--json', file]);
    const expected = {
      id: 'orders',
      title: 'Orders',
      style: 'offset',
      path: '/shops/{shop}/orders',
      file,
      scenarios: ['default'],
    };
    expect(JSON.parse(output)).toEqual([expected]);
  });

  it('refuses a contract that there is not', async () => {
    expect(await run(['contracts', 'nope'])).toMatchObject({
      exitCode: 2,
      output: '',
      errors: expect.stringContaining('nope'),
    });
  });

  it('ends with 1 when a file has mistakes', async () => {
    expect((await run(['contracts', writeSample('bad', ['identity: id', 'identity: name'])])).exitCode).toBe(1);
  });
});
