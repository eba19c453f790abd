import { readFileSync, writeFileSync } from 'node:fs';
import type { RequestListener } from 'node:http';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import { createTestServers } from '../../../conformance/client/testing/create-test-servers.ts';
// What is imported later is loaded now, so that no test has to wait for it.
import { readReport } from '../../../conformance/index.ts';
import { emptyList } from '../../../conformance/testing/empty-list.ts';
import { openBrokenMock } from '../../../conformance/testing/open-broken-mock.ts';
import { createMock } from '../../server/create-mock.ts';
import type { Mock } from '../../server/mock.ts';
import { checkWords } from '../testing/check-words.ts';
import { createTestTerminal, run, type TestTerminal } from '../testing/create-test-terminal.ts';

const servers = createTestServers();
let mock: Mock;
beforeAll(async () => {
  mock = await createMock({ contract: 'devdraft' });
});
afterAll(() => mock.close());
afterEach(() => servers.close());

/** A few requirements, so that a run takes little. */
const FEW = ['--only', '*.echo.*', '--only', '*.total.*'];

function check(terminal: TestTerminal, ...words: readonly string[]): ReturnType<typeof run> {
  return run(checkWords('devdraft', mock.url, ...FEW, ...words), terminal);
}

/** The address of a mock whose totals are wrong. */
async function withWrongTotals(use: (url: string) => Promise<void>): Promise<void> {
  await using broken = await openBrokenMock('devdraft', (page) => ({ ...page, total: Number(page['total']) + 1 }));
  await use(await servers.http(broken.app));
}

describe('reports', () => {
  it('are written to files, of every kind at once, beside what the terminal shows', async () => {
    const terminal = createTestTerminal();
    const files = ['--json', 'r.json', '--junit', 'r.xml', '--html', 'r.html', '--markdown', 'r.md'];
    const { exitCode, output } = await check(terminal, ...files);
    const read = (name: string): string => readFileSync(join(terminal.cwd, name), 'utf8');
    expect(exitCode).toBe(0);
    expect(output).toContain('devdraft conforms');
    expect(readReport(join(terminal.cwd, 'r.json'))).toMatchObject({ contract: 'devdraft', verdict: 'pass' });
    expect(read('r.xml')).toMatch(/^<\?xml .*devdraft\.total\.counts/s);
    expect(read('r.html')).toMatch(/^<!doctype html>.*devdraft/is);
    expect(read('r.md')).toMatch(/^#.*devdraft/s);
  });

  it('go to standard output, which then holds nothing else', async () => {
    const { output, errors } = await check(createTestTerminal(), '--json', '-');
    expect(JSON.parse(output)).toMatchObject({ contract: 'devdraft' });
    expect(errors).toBe('');
  });

  it('replace what a file held before', async () => {
    const terminal = createTestTerminal();
    writeFileSync(join(terminal.cwd, 'r.json'), '{"old": true}'.repeat(10_000));
    await check(terminal, '--json', 'r.json');
    expect(readReport(join(terminal.cwd, 'r.json')).contract).toBe('devdraft');
  });

  it('are refused before anything is asked where they cannot be written', async () => {
    let requests = 0;
    const url = await servers.http((request, response) => {
      requests += 1;
      emptyList(request, response);
    });
    const { exitCode, errors } = await run(checkWords('devdraft', url, '--html', 'no/such/folder/r.html'));
    expect([exitCode, requests]).toEqual([2, 0]);
    expect(errors).toContain('the report no/such/folder/r.html cannot be written');
  });

  it('become annotations and a summary in GitHub Actions', async () => {
    await withWrongTotals(async (url) => {
      const { cwd } = createTestTerminal();
      const env = { GITHUB_ACTIONS: 'true', GITHUB_STEP_SUMMARY: join(cwd, 'summary.md') };
      writeFileSync(env.GITHUB_STEP_SUMMARY, 'before\n');
      const { output } = await run(checkWords('devdraft', url, ...FEW), createTestTerminal({ env }));
      expect(output).toContain('::error ');
      expect(readFileSync(env.GITHUB_STEP_SUMMARY, 'utf8')).toMatch(/^before\n#.*devdraft/s);
    });
  });

  it('have colours only where the terminal shows them', async () => {
    const stdout = (terminal: { text: string }): TestTerminal['stdout'] => ({
      isTTY: true,
      write: (text) => {
        terminal.text += text;
      },
    });
    const [colored, plain] = [{ text: '' }, { text: '' }];
    await check(createTestTerminal({ stdout: stdout(colored) }));
    await check(createTestTerminal({ stdout: stdout(plain), env: { NO_COLOR: '1' } }));
    expect([colored.text.includes('\u001b['), plain.text.includes('\u001b[')]).toEqual([true, false]);
  });
});

describe('settings', () => {
  it('take secrets from the environment, and show none of them', async () => {
    const seen: unknown[] = [];
    const url = await servers.http((request, response) => {
      seen.push(request.headers['x-client-key']);
      response.writeHead(401).end(`who is ${request.headers['x-client-key']}?`);
    });
    const words = ['check', 'devdraft', '--base-url', '$WHERE', '--header', `x-client-key: key-$\{NAME}$$`];
    const { exitCode, errors } = await run(words, createTestTerminal({ env: { WHERE: url, NAME: 'of-ana-1234' } }));
    expect([exitCode, seen]).toEqual([3, ['key-of-ana-1234$']]);
    expect(errors).toContain('who is ***?');
  });

  it.each([
    ['--header', 'x-client-key: $NONE'],
    ['--as', 'expired=x-client-key: $NONE'],
    ['--base-url', 'http://$NONE'],
  ])('say which variable is missing in %s', async (flag, value) => {
    const { exitCode, errors } = await check(createTestTerminal(), flag, value);
    expect([exitCode, errors]).toEqual([
      2,
      'pagewright: the environment variable NONE is not set; write $$ for a dollar\n',
    ]);
  });

  it('come from a file, which flags override', async () => {
    const terminal = createTestTerminal();
    const section = {
      'base-url': '$WHERE',
      header: { 'x-client-key': 'devdraft_test_key_acme', 'x-client-secret': 'devdraft_test_secret_acme' },
      only: ['devdraft.echo.limit'],
      json: 'r.json',
    };
    writeFileSync(join(terminal.cwd, 'pagewright.config.json'), JSON.stringify({ check: section }));
    const env = { WHERE: mock.url };
    await run(['check', 'devdraft'], { ...terminal, env });
    const ids = (): readonly string[] => readReport(join(terminal.cwd, 'r.json')).results.map(({ id }) => id);
    expect(ids()).toEqual(['devdraft.echo.limit']);
    await run(['check', 'devdraft', '--only', 'devdraft.echo.position'], { ...terminal, env });
    expect(ids()).toEqual(['devdraft.echo.position']);
  });

  it('say that no requirement has such an id', async () => {
    const { exitCode, errors } = await check(createTestTerminal(), '--only', 'devdraft.nothing');
    expect(exitCode).toBe(2);
    expect(errors).toContain('no requirement of devdraft has the id devdraft.nothing');
  });
});

describe('waivers', () => {
  it('let known failures pass until they expire', async () => {
    await withWrongTotals(async (url) => {
      const terminal = createTestTerminal();
      const write = (expires: string): void => {
        const text = `- { id: devdraft.total.*, reason: being repaired, expires: ${expires} }\n`;
        writeFileSync(join(terminal.cwd, 'waivers.yaml'), text);
      };
      const words = checkWords('devdraft', url, '--only', '*.total.*', '--waivers', 'waivers.yaml', '--json', '-');
      const verdicts = async (): Promise<unknown> => {
        const { exitCode, output } = await run(words, createTestTerminal({ cwd: terminal.cwd }));
        const { summary } = JSON.parse(output);
        return [exitCode, summary.fail > 0, summary.waived > 0];
      };
      write('9999-12-31');
      expect(await verdicts()).toEqual([0, false, true]);
      write('2020-01-01');
      expect(await verdicts()).toEqual([1, true, false]);
    });
  });

  it('are refused with their place where they are wrong', async () => {
    const terminal = createTestTerminal();
    writeFileSync(join(terminal.cwd, 'waivers.yaml'), '- { id: devdraft.total.* }\n');
    const { exitCode, errors } = await check(terminal, '--waivers', 'waivers.yaml');
    expect(exitCode).toBe(2);
    expect(errors).toContain('waivers.yaml:1:');
  });
});

describe('a run that does not come to its end', () => {
  it('reports what was found so far when it is interrupted', async () => {
    const terminal = createTestTerminal();
    let pages = 0;
    await using stopping = await openBrokenMock('devdraft', (page) => {
      pages += 1;
      if (pages === 40) terminal.stop();
      return page;
    });
    const words = checkWords('devdraft', await servers.http(stopping.app), '--json', 'r.json');
    const { exitCode, output } = await run(words, terminal);
    expect(exitCode).toBe(130);
    expect(output).toMatch(/The run ended\s+early: stopped by the user\.\ndevdraft not decided:/);
    const { stopped, results } = readReport(join(terminal.cwd, 'r.json'));
    expect(stopped).toBe('stopped by the user');
    expect(results.filter(({ verdict }) => verdict === 'pass').length).toBeGreaterThan(0);
    expect(results.filter(({ reason }) => reason.includes('stopped by the user')).length).toBeGreaterThan(0);
  });

  it('fails for a violation that it has found when it is interrupted', async () => {
    const terminal = createTestTerminal();
    let requests = 0;
    const app: RequestListener = (_, response) => {
      requests += 1;
      if (requests === 20) terminal.stop();
      response.end(JSON.stringify({ data: [], total: 0, skip: 0, take: 10 }));
    };
    expect((await run(checkWords('devdraft', await servers.http(app)), terminal)).exitCode).toBe(1);
  });

  it('is no success when it decided nothing, or could not begin with the checks', async () => {
    const url = await servers.http(emptyList);
    expect((await run(checkWords('devdraft', url, '--only', 'devdraft.access.expired.refused'))).exitCode).toBe(3);
    const spent = await run(checkWords('devdraft', url, '--max-requests', '1'));
    expect(spent.exitCode).toBe(3);
    expect(spent.output).toMatch(/The run ended\s+early: the budget of 1 requests is spent\.\ndevdraft not decided:/);
  });
});
