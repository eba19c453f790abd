import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { createMock } from '../../server/create-mock.ts';
import type { Mock } from '../../server/mock.ts';
import { createTestTerminal, run } from '../testing/create-test-terminal.ts';

let mock: Mock;
beforeAll(async () => {
  mock = await createMock({ contract: ['devdraft', 'wingback'] });
});
afterAll(() => mock.close());

const control = (...words: readonly string[]): ReturnType<typeof run> =>
  run(words, createTestTerminal({ env: { PAGEWRIGHT_URL: mock.url } }));

describe('createScenarioCommand', () => {
  it('lists scenarios, and marks those that are served', async () => {
    const { output } = await control('scenario');
    const lines = output.trimEnd().split('\n');
    expect(lines).toHaveLength(mock.scenarios.list().length);
    expect(lines.filter((line) => line.startsWith('*'))).toEqual([
      expect.stringMatching(/^\* {2}devdraft {2}demo +\w/),
      expect.stringMatching(/^\* {2}wingback {2}demo +\w/),
    ]);
    expect((await control('scenario', 'list', '--contract', 'wingback')).output).not.toContain('devdraft');
  });

  it('loads one, for all contracts or one of them', async () => {
    expect((await control('scenario', 'load', 'ties')).output).toMatch(
      /^\* {2}devdraft {2}ties .*\n\* {2}wingback {2}ties /,
    );
    const { output } = await control('scenario', 'load', 'empty', '--contract', 'wingback', '--json');
    expect(JSON.parse(output)).toEqual([
      expect.objectContaining({ contract: 'wingback', name: 'empty', isLoaded: true }),
    ]);
    expect(mock.contracts.map(({ scenario }) => scenario)).toEqual(['ties', 'empty']);
  });

  it('refuses one that there is not', async () => {
    expect(await control('scenario', 'load', 'none')).toMatchObject({
      exitCode: 2,
      output: '',
      errors: expect.stringContaining('there is no scenario none; devdraft has'),
    });
  });
});
