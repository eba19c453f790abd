import { execFileSync } from 'node:child_process';
import { readFileSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterEach, describe, expect, it } from '@jest/globals';
// What is imported later is loaded now, so that no test has to wait for it.
import '../../server/start-mock.ts';
import { sampleScenario, writeSample } from '../../server/testing/sample-contract.ts';
import { createTestTerminal, type TestTerminal } from '../testing/create-test-terminal.ts';
import { serve } from './serve.ts';
import type { ServeSettings } from './serve-settings.ts';

interface Description {
  readonly url: string;
  readonly headers: Record<string, string>;
  readonly rows: number;
}

describe('serve', () => {
  const running: { readonly terminal: TestTerminal; readonly ended: Promise<number> }[] = [];
  afterEach(async () => {
    for (const { terminal } of running) terminal.stop();
    await Promise.all(running.splice(0).map(({ ended }) => ended));
  });

  /** Starts serving the sample, and waits until it is announced. */
  const start = async (
    settings: ServeSettings = {},
    env: Record<string, string> = {},
  ): Promise<TestTerminal & { ended: Promise<number>; file: string }> => {
    const file = writeSample();
    const terminal = createTestTerminal({ env });
    const ended = serve({ contracts: [file], scenario: sampleScenario(file), port: 0, ...settings }, terminal);
    running.push({ terminal, ended });
    await Promise.race([terminal.waitFor(/https?:\/\//), ended]);
    return { ...terminal, ended, file };
  };
  const describeFirst = ({ output }: TestTerminal): Description => {
    const [first] = JSON.parse(output()) as Description[];
    if (first === undefined) throw new Error('nothing is served');
    return first;
  };

  it('shows a command for each contract that works when it is pasted', async () => {
    const { output } = await start();
    expect(output()).toMatch(/^pagewright \S+ {2}1 contract on http:\/\/127\.0\.0\.1:\d+\n/);
    const command = /^ {2}(curl .*)$/m.exec(output())?.[1] ?? '';
    // The command is read by a shell; what it would send is sent from here, for want of a curl everywhere.
    const words = execFileSync('sh', ['-c', `curl() { printf '%s\\n' "$@"; }; ${command}`], { encoding: 'utf8' })
      .trim()
      .split('\n');
    const headers = words.flatMap((word, index) =>
      words[index - 1] === '-H' ? [word.split(': ') as [string, string]] : [],
    );
    expect(await (await fetch(words.at(-1) ?? '', { headers })).json()).toMatchObject({ total: 3 });
  });

  it('prints JSON for scripts instead, in one line', async () => {
    const terminal = await start({ json: true });
    expect(terminal.output()).toMatch(/^\[.*\]\n$/);
    const { url, headers, rows } = describeFirst(terminal);
    expect(rows).toBe(5);
    expect((await fetch(url, { headers })).status).toBe(200);
  });

  it('ends well when it is told to, with connections open', async () => {
    const terminal = await start({ json: true });
    const { url } = describeFirst(terminal);
    await (await fetch(url)).text();
    terminal.stop();
    expect(await terminal.ended).toBe(0);
    await expect(fetch(url)).rejects.toThrow();
  });

  it('heeds every setting', async () => {
    const settings = {
      json: true,
      host: 'localhost',
      seed: 'x',
      now: '2030-01-01',
      cors: true,
      'trust-proxy': true,
      scenario: 'default',
      size: 7,
    };
    const terminal = await start(settings);
    const { url, headers, rows } = describeFirst(terminal);
    expect(rows).toBeGreaterThanOrEqual(7);
    const response = await fetch(url, { headers });
    expect(response.headers.get('access-control-allow-origin')).toBe('*');
    const admin = await fetch(`${new URL(url).origin}/__admin/contracts/orders`, {
      headers: { 'X-Forwarded-Prefix': '/before' },
    });
    expect(((await admin.json()) as Description).url).toContain('/before/');
  });

  it('puts the public URL in what is for scripts, and the real address on the screen', async () => {
    const settings = { 'public-url': 'https://api.test/x' };
    expect(describeFirst(await start({ json: true, ...settings })).url).toBe('https://api.test/x/shops/north/orders');
    expect((await start(settings)).output()).toMatch(/curl .* http:\/\/127\.0\.0\.1:\d+\/shops\/north\/orders\n/);
  });

  it('says what other machines can reach', async () => {
    expect((await start({ host: '0.0.0.0' })).output()).toContain('Other machines can reach the lists.');
    expect((await start()).output()).not.toContain('Other machines');
  });

  it('asks for the token of the environment unless it is told another one, and shows neither', async () => {
    const ask = async (terminal: TestTerminal, token: string): Promise<number> => {
      const url = /http:\S+\/__admin\/contracts/.exec(terminal.output())?.[0] ?? '';
      return (await fetch(url, { headers: { Authorization: `Bearer ${token}` } })).status;
    };
    const env = { PAGEWRIGHT_ADMIN_TOKEN: 'of-the-environment' };
    const [usual, other] = [await start({}, env), await start({ 'admin-token': 'of-the-user' }, env)];
    expect([await ask(usual, 'of-the-environment'), await ask(usual, 'x')]).toEqual([200, 401]);
    expect([await ask(other, 'of-the-user'), await ask(other, 'of-the-environment')]).toEqual([200, 401]);
    expect(usual.output() + other.output()).not.toMatch(/of-the-environment|of-the-user/);
  });

  it('is faulty and greased from the start where it is told to be, and says so', async () => {
    const settings = { faults: ['503:times=1'], grease: '7', 'session-idle': '1h' };
    const { output } = await start(settings);
    expect(output()).toContain('Grease is on (seed 7)');
    expect(output()).toContain('A fault is on: server-error:status=503,times=1');
    const url = /http:\/\/\S+\/orders/.exec(output())?.[0] ?? '';
    expect([(await fetch(url)).status, (await fetch(url)).status]).toEqual([503, 401]);
  });

  it('reads files again when they change, and keeps what it has when they have mistakes', async () => {
    const { file, output, waitFor } = await start({ watch: true });
    expect(output()).toContain('are read again when they change');
    const text = readFileSync(file, 'utf8');
    writeFileSync(file, text.replace('pastEnd: empty', 'pastEnd: elsewhere'));
    await waitFor(/not read again, what was served before goes on: .*problem/);
    const url = /http:\/\/\S+\/orders/.exec(output())?.[0] ?? '';
    expect((await fetch(url)).status).toBe(401);
    writeFileSync(file, text.replaceAll('no such place', 'nothing there'));
    await waitFor(/read again: .*orders\.yaml changed/);
    expect(await (await fetch(new URL('/nowhere', url))).json()).toMatchObject({ error: 'nothing there' });
  });

  it('says that a port is taken', async () => {
    const other = createServer();
    await new Promise<void>((resolve) => other.listen(0, '127.0.0.1', resolve));
    const { port } = other.address() as AddressInfo;
    const file = writeSample();
    await expect(serve({ contracts: [file], port }, createTestTerminal())).rejects.toMatchObject({
      code: 'cannot-listen',
    });
    other.close();
  });
});
