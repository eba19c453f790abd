import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import { createTestServers } from '../../../conformance/client/testing/create-test-servers.ts';
import { createTestTerminal, run } from '../testing/create-test-terminal.ts';
import { type ControlledMock, openControlledMock } from './testing/open-controlled-mock.ts';

const servers = createTestServers();
const TOKEN = 'sesame-of-the-mock';
let opened: ControlledMock;
beforeAll(async () => {
  opened = await openControlledMock({ adminToken: TOKEN });
});
afterAll(() => opened.mock.close());
afterEach(() => servers.close());

const control = (words: readonly string[], env: Record<string, string> = {}): ReturnType<typeof run> =>
  run(words, createTestTerminal({ env }));

describe('createControlCommand', () => {
  it('finds the mock and the token in flags, or in the environment', async () => {
    const { url } = opened.mock;
    const env = { PAGEWRIGHT_URL: url, PAGEWRIGHT_ADMIN_TOKEN: TOKEN };
    expect((await control(['clock'], env)).exitCode).toBe(0);
    const other = { PAGEWRIGHT_URL: 'http://127.0.0.1:9', PAGEWRIGHT_ADMIN_TOKEN: 'wrong' };
    expect((await control(['clock', '--url', `${url}/`, '--admin-token', TOKEN], other)).exitCode).toBe(0);
  });

  it('passes on what the administration says, and how to give a token', async () => {
    const { exitCode, errors } = await control(['clock', '--url', opened.mock.url, '--admin-token', 'wrong-secret']);
    expect(exitCode).toBe(2);
    expect(errors).toMatch(
      /^pagewright: the administration asks for a token;.*\nGive it with --admin-token, or as \$PAGEWRIGHT_ADMIN_TOKEN\.\n$/,
    );
    expect(errors).not.toContain('wrong-secret');
  });

  it('says that nothing listens, and how to start what would', async () => {
    const url = await servers.http(() => {});
    await servers.close();
    expect(await control(['faults', 'add', 'latency', '--url', url])).toEqual({
      exitCode: 3,
      output: '',
      errors: `pagewright: nothing listens at ${url}; start a mock with "pagewright serve", or say with --url where one is\n`,
    });
  });

  it('paints on a terminal only', async () => {
    let text = '';
    const write = (part: string): void => {
      text += part;
    };
    const words = ['faults', 'kinds', '--url', opened.mock.url, '--admin-token', TOKEN];
    await run(words, createTestTerminal({ stdout: { isTTY: true, write } }));
    expect(text).toContain('\u001b[1m');
    expect((await control(words)).output).not.toContain('\u001b');
  });

  it.each([
    ['audit'],
    ['journal'],
    ['faults'],
    ['grease'],
    ['clock'],
    ['scenario'],
    ['snapshot'],
    ['reset'],
    ['sessions'],
    ['faults add'],
    ['sessions create'],
  ])('explains %s with its options, and examples where it has actions of its own', async (name) => {
    const words = name.split(' ');
    const { exitCode, output } = await control([...words, '--help']);
    expect(exitCode).toBe(0);
    expect(output).toMatch(/--url <url>[\s\S]*--admin-token <secret>/);
    if (words.length === 1) expect(output).toContain(`Examples:\n  pagewright ${name}`);
  });
});
