import { execFile } from 'node:child_process';
import { mkdtempSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import type { RequestListener } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import { Command } from 'commander';
import { readReport } from '../../conformance/index.ts';
import { emptyList } from '../../conformance/testing/fake-list.ts';
import { openBrokenMock } from '../../conformance/testing/mock-target.ts';
import { createReport } from '../../conformance/testing/results.ts';
import { createTestServers } from '../../conformance/testing/servers.ts';
import { createMock, type Mock } from '../server/mock.ts';

import { addReportOptions, openReports, writeReports } from './reports.ts';
import { checkWords, printOnTty } from './testing/command-lines.ts';
import { createTestTerminal, run, type TestTerminal } from './testing/test-terminal.ts';

const servers = createTestServers();
let mock: Mock;
beforeAll(async () => {
  mock = await createMock({ contract: 'devdraft', scenario: 'one-page' });
});
afterAll(() => mock.close());
afterEach(() => servers.close());

/** Requirements that take four requests to check. */
const FEW = ['--only', 'devdraft.item.status', '--only', 'devdraft.media-type'];

function withUnknownStatus(page: Readonly<Record<string, unknown>>): unknown {
  return { ...page, data: (page['data'] as readonly object[]).map((row) => ({ ...row, status: 'GONE' })) };
}

describe('check command', () => {
  describe('createCheckCommand', () => {
    it('finds nothing to object to in a target that conforms', async () => {
      const { exitCode, output } = await run(checkWords('devdraft', mock.url, '--only', 'devdraft.item.*'));
      expect(exitCode).toBe(0);
      expect(output).toMatch(/devdraft conforms: \d+ passed/);
    });

    it('checks all lists of a file, one after the other, in one report', async () => {
      const terminal = createTestTerminal();
      const row = { type: 'object', required: ['id'], properties: { id: { type: 'integer' } } };
      const list = (extra: object = {}): object => ({
        parameters: ['page', 'size'].map((name) => ({ name, in: 'query', schema: { type: 'integer', minimum: 1 } })),
        responses: {
          200: {
            description: 'A page',
            content: {
              'application/json': {
                schema: {
                  type: 'object',
                  required: ['data', 'total'],
                  properties: { data: { type: 'array', items: row }, total: { type: 'integer' } },
                },
              },
            },
          },
        },
        ...extra,
      });
      const paths = {
        '/dogs': { get: list({ operationId: 'listDogs' }) },
        '/cats': { get: list({ operationId: 'listCats' }) },
        '/teams/{team}/dogs': { get: list(), parameters: [{ name: 'team', in: 'path', required: true, schema: {} }] },
      };
      const file = join(terminal.cwd, 'pets.json');
      const write = (some: readonly string[]): void => {
        const chosen = Object.fromEntries(Object.entries(paths).filter(([path]) => some.includes(path)));
        writeFileSync(file, JSON.stringify({ openapi: '3.0.3', info: { title: 'Pets', version: '1' }, paths: chosen }));
      };
      write(Object.keys(paths));
      await using pets = await createMock({ contract: file });
      write(['/dogs', '/cats']);
      const words = ['check', 'pets.json', '--base-url', pets.url];
      const whole = await run(
        [...words, '--only', 'pets.*.media-type', '--json', 'all.json', '--junit', 'all.xml'],
        terminal,
      );
      expect(whole).toMatchObject({ exitCode: 0, output: expect.stringContaining('pets conforms: 2 passed') });
      const report = readReport(join(terminal.cwd, 'all.json'));
      expect(report.results.map(({ id, area }) => [id, area])).toEqual([
        ['pets.listDogs.media-type', 'listDogs'],
        ['pets.listCats.media-type', 'listCats'],
      ]);
      expect(readFileSync(join(terminal.cwd, 'all.xml'), 'utf8').match(/<testsuite name="[^"]*"/g)).toEqual([
        '<testsuite name="pets.listDogs"',
        '<testsuite name="pets.listCats"',
      ]);
      const again = await run([...words, '--only', 'pets.listCats.media-type', '--baseline', 'all.json'], terminal);
      expect(again).toMatchObject({ exitCode: 0, output: expect.stringContaining('0 new, 0 known, 0 gone') });
      expect(await run([...words, '--only', 'pets.listCows.*'], terminal)).toMatchObject({
        exitCode: 2,
        errors: expect.stringContaining('Unknown requirement pets.listCows.*'),
      });
      write(Object.keys(paths));
      const open = await run([...words, '--only', 'pets.*.media-type'], terminal);
      expect(open.exitCode).toBe(3);
      expect(open.output.replaceAll(/\s+/g, ' ')).toContain('/teams/{team}/dogs: pass --path-param team=…');
    });

    it('reads path parameters and other roles', async () => {
      await using linked = await createMock({ contract: 'pyng' });
      const { exitCode, output } = await run(
        checkWords(
          'pyng',
          linked.url,
          ...['--as', 'expired=Authorization: Bearer pyng_test_acme_expired', '--only', '*.access.expired.*'],
          ...['--foreign-path-param', 'siteId=site-globex-hobart', '--only', 'pyng.access.foreign*'],
          ...['--rate', '1000/s', '--concurrency', '2', '--timeout', '5000', '--max-requests', '399'],
        ),
      );
      expect(exitCode).toBe(0);
      expect(output).not.toContain('was not given');
      expect(output).toMatch(/conforms: \d+ passed \(/);
    });

    it('runs commands that change rows between two pages, and that say which rows there are', async () => {
      await using linked = await createMock({
        contract: 'pyng',
        scenario: 'one-page',
        deviation: 'offset-behind-token',
      });
      const rows = `${linked.url}/__admin/contracts/pyng/rows`;
      const site = 'collection=site-acme-sydney';
      const terminal = createTestTerminal({ env: { PATH: process.env['PATH'] } });
      const write = (name: string, lines: readonly string[]): string => {
        writeFileSync(join(terminal.cwd, name), lines.join('\n'));
        return `'${process.execPath}' ${name}`;
      };
      const change = write('change.mjs', [
        'import { text } from "node:stream/consumers";',
        'const { PAGEWRIGHT_PHASE: phase, PAGEWRIGHT_ID: id, PAGEWRIGHT_PAGE: page, PAGEWRIGHT_BASE_URL: base } = process.env;',
        'const moment = JSON.parse(await text(process.stdin));',
        'if (moment.phase !== phase || String(moment.page) !== page || moment.items.length !== moment.ids.length) process.exit(9);',
        `const [method, path] = phase === "insert" ? ["POST", "?${site}"] : ["DELETE", "/" + id + "?${site}"];`,
        'const { status } = await fetch(base + "/__admin/contracts/pyng/rows" + path, { method });',
        'console.log(phase, status);',
      ]);
      const oracle = write('all.mjs', [
        `const { rows } = await (await fetch("${rows}?${site}&limit=1000")).json();`,
        'for (const row of rows) console.log(JSON.stringify(row));',
      ]);
      const words = checkWords('pyng', linked.url, '--only', 'pyng.stability.*', '--only', 'pyng.rows.*');
      const hooks = ['--between-pages', change, '--oracle', oracle, '--json', 'report.json'];
      const { exitCode, output } = await run([...words, ...hooks], terminal);
      expect(output).toContain('Rows that are added or removed shift the pages after them');
      expect(exitCode).toBe(0);
      const { results, hooks: calls = [] } = readReport(join(terminal.cwd, 'report.json'));
      expect(results.map(({ id, verdict }) => [id.slice('pyng.'.length), verdict])).toEqual([
        ['rows.complete', 'pass'],
        ['rows.existing', 'pass'],
        ['rows.values', 'pass'],
        ['stability.insert', 'warn'],
        ['stability.delete', 'warn'],
      ]);
      expect(calls.find(({ phase }) => phase === 'delete')?.output).toBe('delete 204\n');
      expect(calls.find(({ hook }) => hook === 'oracle')?.output).toMatch(/^\d+ rows$/);
      const failing = ['--between-pages', 'echo no row >&2; exit 7', '--oracle', 'echo [1'];
      const broken = await run([...words, ...failing], createTestTerminal({ env: { PATH: process.env['PATH'] } }));
      expect(broken.exitCode).toBe(3);
      const said = broken.output.replaceAll(/\s+/g, ' ');
      expect(said).toContain('Between two pages, its command ended with exit code 7: no row.');
      expect(said).toContain('one of them in each line; it is not valid JSON.');
    });

    it('takes hooks from the configuration file, and plans them', async () => {
      const terminal = createTestTerminal();
      const config = 'check:\n  between-pages: ./change.sh\n  oracle: https://rows.example/all\n  hook-timeout: 2m\n';
      writeFileSync(join(terminal.cwd, 'pagewright.config.yaml'), config);
      const { output } = await run(['check', 'pyng', '--plan', '--json', '-'], terminal);
      const { checks, missing } = JSON.parse(output) as { checks: { id: string }[]; missing: { give: string }[] };
      expect(checks.map(({ id }) => id)).toEqual(expect.arrayContaining(['stability.changes', 'oracle.rows']));
      expect(missing.filter(({ give }) => /oracle|between/.test(give))).toEqual([]);
      const bare = await run(['check', 'pyng', '--plan']);
      expect(bare.output).toContain("--between-pages 'COMMAND' (3)");
      expect(bare.output.replaceAll(/\s+/g, ' ')).toContain("--oracle 'URL or COMMAND' (3)");
    });

    it('says what a target violates', async () => {
      await using broken = await openBrokenMock('devdraft', withUnknownStatus);
      const { exitCode, output } = await run(checkWords('devdraft', await servers.http(broken.app), ...FEW));
      expect(exitCode).toBe(1);
      expect(output).toContain('✗ MUST return `status` as a value, one of');
      expect(output).toContain('-H "x-client-key: $X_CLIENT_KEY"');
    });

    it('lets warnings pass unless it is strict', async () => {
      await using broken = await openBrokenMock('devdraft', (page) => ({ ...page, take: 99 }));
      const words = checkWords('devdraft', await servers.http(broken.app), '--only', 'devdraft.echo.limit');
      expect(await run(words)).toMatchObject({ exitCode: 0, output: expect.stringContaining('1 warning') });
      expect(await run([...words, '--strict'])).toMatchObject({
        exitCode: 1,
        output: expect.stringContaining('1 failed'),
      });
    });

    it('fails for what else it is told to, and only for what is new to a baseline', async () => {
      await using broken = await openBrokenMock('devdraft', (page) => ({ ...page, take: 99 }));
      const terminal = createTestTerminal();
      const only = ['--only', 'devdraft.echo.limit', '--only', 'devdraft.access.expired.refused'];
      const words = checkWords('devdraft', await servers.http(broken.app), ...only);
      const { output, ...before } = await run([...words, '--fail-on', 'warning', '--json', 'old.json'], terminal);
      expect([before.exitCode, output]).toEqual([1, expect.stringContaining('1 failed')]);
      const after = await run(
        [...words, '--fail-on', 'warning', '--baseline', 'old.json'],
        createTestTerminal({ cwd: terminal.cwd }),
      );
      expect(after).toMatchObject({ exitCode: 0, output: expect.stringContaining('0 new, 1 known, 0 gone') });
      const undecided = await run([...words, '--fail-on', 'inconclusive,devdraft.echo.*']);
      expect(undecided.exitCode).toBe(1);
      const one = await run([...words, '--fail-on', 'inconclusive']);
      expect(one).toMatchObject({
        exitCode: 1,
        output: expect.stringMatching(/\(fail-on:\s+inconclusive\)[\s\S]*devdraft does not pass: /),
      });
    });

    it('says what it would try, and asks nothing', async () => {
      let requests = 0;
      const url = await servers.http((request, response) => {
        requests += 1;
        emptyList(request, response);
      });
      const words = checkWords('devdraft', url, '--plan', '--only', 'devdraft.access.*');
      const { exitCode, output } = await run(words);
      expect([exitCode, requests]).toEqual([0, 0]);
      expect(output).toMatch(/6 {2}Requests the list with expired and insufficient credentials/);
      expect(output).toContain("To decide 7 more requirements, give --as expired='Name: value' (4)");
      const { output: json } = await run(['check', 'pyng', '--plan', '--json', '-']);
      expect(JSON.parse(json)).toMatchObject({
        contract: 'pyng',
        missing: expect.arrayContaining([expect.objectContaining({ give: '--path-param siteId=value' })]),
      });
    });

    it.each([
      [
        ['--as', 'expird=x-client-key: old'],
        'Unknown role expird, which is not used; known: expired, insufficient-scope, other-tenant\n',
      ],
      [['--path-param', 'shop=7'], 'Unknown path parameter shop, which is not used; the path has none\n'],
    ])('says of %p that nothing uses it, and goes on', async (flags, errors) => {
      const words = checkWords('devdraft', 'http://127.0.0.1:1', '--plan', ...flags);
      expect(await run(words)).toMatchObject({ exitCode: 0, errors });
    });

    it('says on one line what to give so that more is decided', async () => {
      const { output } = await run(checkWords('devdraft', mock.url, '--only', 'devdraft.access.expired.refused'));
      expect(output).toContain("To decide 1 more requirement, give --as expired='Name: value' (1).");
    });

    it('holds values against the target that some rows are said to have', async () => {
      const words = checkWords('devdraft', mock.url, '--only', 'devdraft.filter.email.all-matching', '--known');
      const { exitCode, output } = await run([...words, 'email=no.such@row.example']);
      expect(exitCode).toBe(1);
      expect(output).toMatch(/No rows for `email=no\.such@row\.example`, which some rows are said to\s+have\./);
    });

    it('writes reports of a target that cannot be read, too, so that none of an earlier run is taken for it', async () => {
      const terminal = createTestTerminal();
      const words = checkWords('devdraft', 'http://u:secret@127.0.0.1:1/api/', '--json', 'r.json', '--junit', 'r.xml');
      expect((await run(words, terminal)).exitCode).toBe(3);
      const report = readReport(join(terminal.cwd, 'r.json'));
      expect(report).toMatchObject({
        verdict: 'inconclusive',
        target: 'http://127.0.0.1:1/api',
        summary: { pass: 0, fail: 0 },
      });
      expect(readFileSync(join(terminal.cwd, 'r.xml'), 'utf8')).toMatch(/errors="1".*connection refused/s);
    });

    it('takes an invalid file for a usage error, as 1 is a verdict', async () => {
      const terminal = createTestTerminal();
      writeFileSync(join(terminal.cwd, 'bad.yaml'), 'openapi: 3.1.0\n');
      const { exitCode, errors } = await run(['check', 'bad.yaml', '--base-url', 'http://127.0.0.1:1'], terminal);
      expect([exitCode, errors]).toEqual([2, expect.stringContaining('bad.yaml:1:1')]);
    });

    it.each<[string, readonly string[], number, string]>([
      [
        'a time is none',
        ['check', 'devdraft', '--timeout-total', 'soon'],
        2,
        'Invalid --timeout-total "soon": must be a time above 0',
      ],
      [
        'a gate names nothing',
        checkWords('devdraft', 'http://127.0.0.1:1', '--fail-on', 'warnigs'),
        2,
        'Unknown requirement warnigs',
      ],
      [
        'a baseline is missing',
        checkWords('devdraft', 'http://127.0.0.1:1', '--baseline', 'no.json'),
        2,
        'no such file',
      ],
      ['nothing listens', checkWords('devdraft', 'http://127.0.0.1:1'), 3, 'connection refused'],
      ['no base URL is given', ['check', 'devdraft'], 2, 'Missing --base-url, for example'],
      [
        'the base URL is none',
        checkWords('devdraft', 'staging'),
        2,
        'Invalid base URL: must be an http:// or https:// URL',
      ],
      [
        'a path parameter has no value',
        ['check', 'pyng', '--base-url', 'http://127.0.0.1:1'],
        2,
        'Missing path parameter siteId of /billing/sites/{siteId}/customers: pass --path-param siteId=…, or set path-param in the',
      ],
      ['nothing is named', ['check'], 2, 'Missing argument <contract>'],
      [
        'the contract is unknown',
        checkWords('devdraft', 'http://127.0.0.1:1').with(1, 'devdrft'),
        2,
        'did you mean devdraft?',
      ],
      [
        'a header is none',
        ['check', 'devdraft', '--header', 'Authorization'],
        2,
        'Invalid --header "Authorization": must be',
      ],
      ['a role is none', ['check', 'devdraft', '--as', 'expired'], 2, 'Invalid --as "expired": must be ROLE='],
      [
        'a rate is none',
        ['check', 'devdraft', '--rate', 'fast'],
        2,
        'Invalid --rate "fast": must be a number of requests per second',
      ],
      ['a hook is none', ['check', 'devdraft', '--oracle', ''], 2, 'Invalid --oracle "": must not be empty'],
      [
        'two reports go to standard output',
        ['check', 'devdraft', '--base-url', 'http://127.0.0.1:1', '--json', '-', '--html', '-'],
        2,
        'Invalid --json and --html: only one report can be written to standard output',
      ],
      ['an option is unknown', ['check', 'devdraft', '--base-uri', 'x'], 2, 'Unknown option --base-uri'],
    ])('where %s, says so', async (_, words, exitCode, message) => {
      expect(await run(words)).toMatchObject({ exitCode, output: '', errors: expect.stringContaining(message) });
    });

    it('says which headers are missing when the credentials are wrong', async () => {
      const { exitCode, errors } = await run([
        'check',
        'devdraft',
        '--base-url',
        mock.url,
        '--header',
        'x-client-key: no',
      ]);
      expect(exitCode).toBe(3);
      expect(errors).toContain('responded with 401');
      expect(errors).toContain('Required headers: X-Client-Key, X-Client-Secret.');
    });

    it('explains itself, its exit codes among it', async () => {
      const { output } = await run(['check', '--help']);
      expect(output).toContain('Examples:\n  pagewright check');
      expect(output).toContain('Exit codes: 0 conforms');
    });
  });
});

describe('run check', () => {
  function check(terminal: TestTerminal, ...words: readonly string[]): ReturnType<typeof run> {
    return run(checkWords('devdraft', mock.url, ...FEW, ...words), terminal);
  }

  /** The address of a mock that breaks one requirement. */
  async function withViolation(use: (url: string) => Promise<void>): Promise<void> {
    await using broken = await openBrokenMock('devdraft', withUnknownStatus);
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
      expect(read('r.xml')).toMatch(/^<\?xml .*devdraft\.item\.status/s);
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
      expect(errors).toContain('Cannot write the report no/such/folder/r.html');
    });

    it('become annotations and a summary in GitHub Actions', async () => {
      await withViolation(async (url) => {
        const { cwd } = createTestTerminal();
        const env = { GITHUB_ACTIONS: 'true', GITHUB_STEP_SUMMARY: join(cwd, 'summary.md') };
        writeFileSync(env.GITHUB_STEP_SUMMARY, 'before\n');
        const { output } = await run(checkWords('devdraft', url, ...FEW), createTestTerminal({ env }));
        expect(output).toContain('::error ');
        expect(readFileSync(env.GITHUB_STEP_SUMMARY, 'utf8')).toMatch(/^before\n#.*devdraft/s);
      });
    });

    it('have colours only where the terminal shows them', async () => {
      const words = checkWords('devdraft', mock.url, ...FEW);
      expect(await printOnTty(words)).toContain('\u001b[');
      expect(await printOnTty(words, { env: { NO_COLOR: '1' } })).not.toContain('\u001b[');
      const forced = await run(words, createTestTerminal({ env: { FORCE_COLOR: '1' } }));
      expect(forced.output).toContain('\u001b[');
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
        'pagewright: Environment variable NONE is not set (write $$ for a dollar sign)\n',
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

    it('describe a target by name, whose variables stand in the commands, which a shell can run', async () => {
      await using broken = await openBrokenMock('devdraft', withUnknownStatus);
      const asked: unknown[] = [];
      const url = await servers.http((request, response) => {
        const { method, headers } = request;
        const query = [...new URL(request.url ?? '', url).searchParams];
        asked.push([method, query, headers['x-client-key'], headers['x-client-secret']]);
        broken.app(request, response);
      });
      const terminal = createTestTerminal();
      writeFileSync(
        join(terminal.cwd, 'pagewright.config.yaml'),
        `targets:
  staging:
    base-url: $WHERE
    header: { x-client-key: 'devdraft_$\{KIND}_key_acme', x-client-secret: env:STAGING_SECRET }
    query: { trace: "it's on" }
    json: r.json
`,
      );
      const env = { WHERE: url, KIND: 'test', STAGING_SECRET: 'devdraft_test_secret_acme' };
      const words = ['check', 'devdraft', '--target', 'staging', ...FEW];
      expect((await run(words, { ...terminal, env })).exitCode).toBe(1);
      const { results } = readReport(join(terminal.cwd, 'r.json'));
      const commands = results.flatMap(({ evidence }) => evidence.flatMap(({ curl }) => curl));
      expect(commands[0]).toContain(
        `-H 'x-client-key: '"devdraft_$\{KIND}_key_acme" -H 'x-client-secret: '"$\{STAGING_SECRET}"`,
      );
      const before = new Set(asked.map((request) => JSON.stringify(request)));
      asked.length = 0;
      const shell = { env: { PATH: process.env['PATH'] ?? '', ...env, TRACE: "it's on" } };
      const { stdout } = await promisify(execFile)('sh', ['-c', commands.join('\n')], shell);
      expect(stdout.match(/HTTP\/1\.1 200 OK/g)).toHaveLength(commands.length);
      expect(asked.every((request) => before.has(JSON.stringify(request)))).toBe(true);
    });

    it('say that no requirement has such an id', async () => {
      const { exitCode, errors } = await check(createTestTerminal(), '--only', 'devdraft.nothing');
      expect(exitCode).toBe(2);
      expect(errors).toContain('Unknown requirement devdraft.nothing');
    });
  });

  describe('waivers', () => {
    it('let known failures pass until they expire', async () => {
      await withViolation(async (url) => {
        const terminal = createTestTerminal();
        const write = (expires: string): void => {
          const text = `- { id: devdraft.item.*, reason: being repaired, expires: ${expires} }\n`;
          writeFileSync(join(terminal.cwd, 'waivers.yaml'), text);
        };
        const words = checkWords('devdraft', url, ...FEW, '--waivers', 'waivers.yaml', '--json', '-');
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
      writeFileSync(join(terminal.cwd, 'waivers.yaml'), '- { id: devdraft.item.* }\n');
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
      expect(spent.output).toMatch(/The run ended\s+early: the limit of 1 request is reached\.\ndevdraft not decided:/);
    });
  });
});

describe('open reports', () => {
  const folder = mkdtempSync(join(tmpdir(), 'reports-'));

  describe('openReports', () => {
    it('says where each report goes, relative to the folder', () => {
      expect(openReports({ html: 'r.html', json: '-' }, folder)).toEqual([
        { format: 'json', path: '-' },
        { format: 'html', path: join(folder, 'r.html') },
      ]);
      expect(openReports({}, folder)).toEqual([]);
    });

    it('leaves alone what a file holds until the report is there', () => {
      writeFileSync(join(folder, 'old.md'), 'old');
      openReports({ markdown: 'old.md' }, folder);
      expect(readFileSync(join(folder, 'old.md'), 'utf8')).toBe('old');
    });

    it('writes nothing in its place, and leaves nothing beside it, when the report cannot be written whole', async () => {
      const cwd = mkdtempSync(join(tmpdir(), 'reports-'));
      writeFileSync(join(cwd, 'r.json'), 'old');
      const files = openReports({ json: 'r.json', junit: '/dev/full' }, cwd);
      const terminal = createTestTerminal({ cwd });
      const unwritable = {
        ...createReport(),
        get results(): never {
          throw new Error('no report');
        },
      };
      await expect(writeReports(unwritable, files, terminal)).rejects.toThrow('no report');
      expect(readdirSync(cwd)).toEqual(['r.json']);
      expect(readFileSync(join(cwd, 'r.json'), 'utf8')).toBe('old');
      await expect(writeReports(createReport(), files, terminal)).rejects.toThrow(
        'Cannot write the report /dev/full: no space left on the device',
      );
      // The others are written, and the terminal has its text, before that is said.
      expect(readReport(join(cwd, 'r.json')).contract).toBe('orders');
      expect(terminal.output()).toContain('orders conforms');
      expect(readdirSync(cwd)).toEqual(['r.json']);
    });

    it('refuses a file that cannot be written', () => {
      expect(() => openReports({ junit: 'no/such/r.xml' }, folder)).toThrow('Cannot write the report no/such/r.xml');
    });
  });
});

describe('addReportOptions', () => {
  it('takes a file for each format', () => {
    const words = ['--json', 'a', '--junit', 'b', '--html', 'c', '--markdown', '-'];
    const command = addReportOptions(new Command()).parse(words, { from: 'user' });
    expect(command.opts()).toEqual({ json: 'a', junit: 'b', html: 'c', markdown: '-' });
  });
});
