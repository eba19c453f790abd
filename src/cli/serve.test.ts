import '../alter/deviations/catalogue.ts';
import '../dataset/scenarios/load-scenario.ts';
import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterEach, describe, expect, it } from '@jest/globals';
import { formatJson, listRequirements, loadContracts } from '../../conformance/index.ts';
import type { Verdict } from '../../conformance/result.ts';
import { createReport, createResult } from '../../conformance/testing/results.ts';
import { builtInContracts } from '../contract/load-contracts.ts';
import type { RunningMock } from '../server/mock.ts';
import type { ContractDescription } from '../server/routing/contract-description.ts';
import { sampleScenario, writeSample } from '../server/testing/sample.ts';
import type { ServeSettings } from './config-file.ts';
import { watchFiles } from './file-watch.ts';
import { describeSetup, formatCurl, formatFirstScreen } from './first-screen.ts';
import { serve } from './serve.ts';
import { printOnTty } from './testing/command-lines.ts';
import { createTestTerminal, run, type TestTerminal } from './testing/test-terminal.ts';
import { createPaint } from './text.ts';

describe('serve command', () => {
  /** Runs a command line that serves, until it has said what. */
  async function serveUntilAnnounced(
    words: readonly string[],
    terminal: TestTerminal = createTestTerminal(),
  ): Promise<string> {
    const ended = run(words, terminal);
    await Promise.race([terminal.waitFor(/http/), ended]);
    terminal.stop();
    const { exitCode, output, errors } = await ended;
    expect({ exitCode, errors }).toEqual({ exitCode: 0, errors: '' });
    return output;
  }

  describe('createServeCommand', () => {
    const file = writeSample();
    const scenario = sampleScenario(file);

    it('serves what it is given', async () => {
      const output = await serveUntilAnnounced(['serve', file, '--scenario', scenario, '-p', '0', '--json']);
      expect(JSON.parse(output)).toEqual([expect.objectContaining({ id: 'orders', rows: 5 })]);
    });

    it('says which deviation is on', async () => {
      const words = ['serve', file, '--scenario', scenario, '-p', '0', '--deviation', 'total-of-page'];
      expect(await serveUntilAnnounced(words)).toContain(
        'Deviation total-of-page is active in orders: the total counts the rows of the page.',
      );
    });

    it('is greased and faulty as it is told, by flags or else by a file', async () => {
      const terminal = createTestTerminal();
      const settings = { contracts: [file], scenario, port: 0, grease: true, faults: ['cycle'] };
      writeFileSync(join(terminal.cwd, 'pagewright.config.json'), JSON.stringify(settings));
      const words = ['--no-grease', '--fault', 'latency:ms=1', '--fault', '429', '--session-idle', '60000'];
      const output = await serveUntilAnnounced(words, terminal);
      expect(output).toContain('Active faults: latency:ms=1; rate-limit\n');
      expect(output).not.toContain('Grease');
      expect(await serveUntilAnnounced(['--grease', '5', file, '--scenario', scenario, '-p', '0'])).toContain(
        'Grease is on (seed 5)',
      );
    });

    it('is what runs when no command is named', async () => {
      expect(await serveUntilAnnounced([file, '--scenario', `orders=${scenario}`, '--port=0'])).toContain(
        '1 contract on http://',
      );
    });

    it('takes settings from a file, which flags override', async () => {
      const terminal = createTestTerminal();
      const settings = { contracts: [file], scenario: 'nope', port: 0, json: true, 'public-url': 'https://api.test' };
      writeFileSync(join(terminal.cwd, 'pagewright.config.json'), JSON.stringify(settings));
      const output = await serveUntilAnnounced(['--scenario', scenario, '--no-json'], terminal);
      expect(output).toContain('1 contract on http://');
    });

    it.each([
      [['-p', 'x'], 'pagewright: Invalid --port "x": must be a port from 0 (any free port) to 65535\n'],
      [['--allow', 'none', file], 'none: must be an existing folder'],
      [['--size', '-1'], 'Invalid --size "-1": must be a whole number'],
      [['-p'], 'Missing value of --port'],
      [['--host', ''], 'Invalid --host "": must not be empty'],
      [['', file], 'Invalid argument <contract> "": must not be empty'],
      [['--scenario', 'a', '--scenario', 'b'], 'must be one scenario for all contracts'],
      [['--seeds', '1'], 'Unknown option --seeds; did you mean --seed?'],
      [['--config', 'none.yaml'], 'Configuration file not found: none.yaml'],
      [['--now', 'soon', file], 'Invalid now "soon": must be a date-time'],
      [['--public-url', 'x', file], 'Invalid public URL "x": must be'],
      [['--deviation', 'total-off-page', file], 'Unknown deviation total-off-page; did you mean total-of-page?'],
      [['--deviation', 'page-count-floor', file], 'Deviation page-count-floor does not apply to orders'],
      [['--fault', 'latenc', file], 'Unknown fault "latenc"; did you mean latency?'],
      [['--grease', file], 'Write --grease after the contracts, or with a seed: --grease 1'],
      [['--journal-size', '0', file], 'Invalid journal-size "0": must be a number of exchanges, or bytes such as 64MB'],
      [['--session-idle', '0', file], 'Invalid sessionIdle: must be greater than 0'],
      [['--session-idle', 'soon', file], 'Invalid sessionIdle "soon": must be a duration'],
      [['--admin-token', '', file], 'Invalid admin token "": must be'],
      [['--scenario', 'dmo', file], 'Unknown scenario dmo: orders has'],
      [['ordes'], 'Unknown contract, file or command ordes'],
      [[file, file], 'orders is given twice'],
    ])('refuses %p', async (words, message) => {
      const { exitCode, output, errors } = await run(['serve', ...words]);
      expect({ exitCode, output, errors }).toEqual({
        exitCode: 2,
        output: '',
        errors: expect.stringContaining(message),
      });
      expect(errors).not.toContain('    at ');
    });

    it('ends with 1 when a contract file has mistakes', async () => {
      const broken = writeSample('orders', ['pastEnd: empty', 'pastEnd: elsewhere']);
      const { exitCode, errors } = await run(['serve', broken]);
      expect({ exitCode, errors }).toEqual({
        exitCode: 1,
        errors: expect.stringMatching(/^pagewright: 1 problem .*\n.*orders\.yaml:\d+:\d+ /),
      });
    });

    it('explains itself with examples', async () => {
      const { exitCode, output } = await run(['serve', '--help']);
      expect({ exitCode, output }).toEqual({
        exitCode: 0,
        output: expect.stringMatching(/-h, --host <address>[\s\S]*Examples:\n {2}pagewright serve/),
      });
    });
  });
});

describe('serve', () => {
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
        'admin-token': 'sesame',
        scenario: 'default',
        size: 7,
      };
      const terminal = await start(settings);
      const { url, headers, rows } = describeFirst(terminal);
      expect(rows).toBeGreaterThanOrEqual(7);
      const response = await fetch(url, { headers });
      expect(response.headers.get('access-control-allow-origin')).toBe('*');
      const admin = await fetch(`${new URL(url).origin}/__admin/contracts/orders`, {
        headers: { 'X-Forwarded-Prefix': '/before', 'X-Pagewright-Token': 'sesame' },
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
      expect(output()).toContain('Active fault: server-error:status=503,times=1');
      const url = /http:\/\/\S+\/orders/.exec(output())?.[0] ?? '';
      expect([(await fetch(url)).status, (await fetch(url)).status]).toEqual([503, 401]);
    });

    it('reads files again when they change, and keeps what it has when they have mistakes', async () => {
      const { file, output, waitFor } = await start({ watch: true });
      expect(output()).toContain('are reloaded when they change');
      const text = readFileSync(file, 'utf8');
      writeFileSync(file, text.replace('pastEnd: empty', 'pastEnd: elsewhere'));
      await waitFor(/Not reloaded, still serving the previous version\. 1 problem/);
      const url = /http:\/\/\S+\/orders/.exec(output())?.[0] ?? '';
      expect((await fetch(url)).status).toBe(401);
      writeFileSync(file, text.replaceAll('no such place', 'nothing there'));
      await waitFor(/Reloaded: .*orders\.yaml changed/);
      expect(await (await fetch(new URL('/nowhere', url))).json()).toMatchObject({ error: 'nothing there' });
    });

    it('reads a document without blocks again when another file that it refers to changes', async () => {
      const folder = mkdtempSync(join(tmpdir(), 'parts-'));
      const content = { 'application/json': { schema: { $ref: 'pets.json' } } };
      const parameters = ['page', 'limit'].map((name) => ({ name, in: 'query', schema: { type: 'integer' } }));
      const paths = { '/pets': { get: { parameters, responses: { 200: { description: 'Pets', content } } } } };
      const file = join(folder, 'api.json');
      writeFileSync(file, JSON.stringify({ openapi: '3.0.3', info: { title: 'Parts', version: '1' }, paths }));
      const write = (kind: string): void => {
        const properties = { id: { type: 'string' }, kind: { type: 'string', enum: [kind] } };
        const items = { type: 'object', required: ['id', 'kind'], properties };
        writeFileSync(join(folder, 'pets.json'), JSON.stringify({ type: 'array', items }));
      };
      write('cat');
      const { output, waitFor } = await start({ contracts: [file], scenario: {}, watch: true });
      write('dog');
      await waitFor(/Reloaded: .*pets\.json changed/);
      const url = /http:\/\/\S+\/pets/.exec(output())?.[0] ?? '';
      expect(await (await fetch(url)).json()).toEqual(
        expect.arrayContaining([expect.objectContaining({ kind: 'dog' })]),
      );
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
});

describe('format first screen', () => {
  const contract = {
    id: 'orders',
    title: 'Orders',
    style: 'links',
    path: '/{shop}/orders',
    rows: 12_345,
    scenario: 'demo',
    operations: [],
  } as unknown as ContractDescription;
  const contracts: ContractDescription[] = [
    { ...contract, url: 'http://h:1/north/orders', headers: { 'X-Key': 'secret a' } },
    { ...contract, id: 'x', title: 'X', style: 'offset', path: '/x', rows: 1, url: 'http://h:1/x', headers: {} },
  ];
  const screen = { version: '1.2.3', url: 'http://h:1', contracts, notes: ['A note.'] };

  describe('formatFirstScreen', () => {
    it('shows each contract with a command that calls it', () => {
      const plain = createPaint({ stdout: { write: () => true }, env: {} });
      expect(formatFirstScreen(screen, plain).split('\n')).toEqual([
        'pagewright 1.2.3  2 contracts on http://h:1',
        '',
        'orders  Orders  links    /{shop}/orders  12,345 rows  demo',
        "  curl -H 'X-Key: secret a' http://h:1/north/orders",
        '',
        'x       X       offsets  /x              1 row        demo',
        '  curl http://h:1/x',
        '',
        'Console: http://h:1/__console/',
        'For scripts: http://h:1/__admin/contracts    Stop: Ctrl-C',
        'A note.',
        '',
      ]);
    });

    it('shows the first of many', () => {
      const plain = createPaint({ stdout: { write: () => true }, env: {} });
      const many = Array.from({ length: 129 }, (_, index) => ({
        ...(contracts[1] as typeof contract),
        id: `list-${index}`,
      }));
      const lines = formatFirstScreen({ ...screen, contracts: many }, plain).split('\n');
      expect(lines.length).toBeLessThan(30);
      expect(lines.filter((line) => line.startsWith('list-'))).toHaveLength(6);
      expect(lines).toContain('… and 123 more: http://h:1/__admin/contracts');
    });

    it('names the operations that act on the same rows, with what they ask for beside the list', () => {
      const headers = { Authorization: 'Bearer a b' };
      const operations: ContractDescription['operations'] = [
        { kind: 'create', method: 'POST', path: '/x', headers },
        { kind: 'read', method: 'GET', path: '/x/{id}' },
        { kind: 'delete', method: 'DELETE', path: '/x/{id}', headers },
      ];
      const plain = createPaint({ stdout: { write: () => true }, env: {} });
      const lines = formatFirstScreen(
        { ...screen, contracts: [{ ...(contracts[1] as typeof contract), operations }] },
        plain,
      ).split('\n');
      expect(lines.slice(4, 6)).toEqual([
        '  on the same rows: POST /x; GET, DELETE /x/{id}',
        "    with -H 'Authorization: Bearer a b'",
      ]);
    });

    it('leaves commands unpainted, so that they can be copied', () => {
      const painted = formatFirstScreen(screen, createPaint({ stdout: { write: () => true, isTTY: true }, env: {} }));
      expect(painted).toContain('\n  curl http://h:1/x\n');
      expect(painted).toContain('\u001b[');
    });
  });
});

describe('describe setup', () => {
  const mockWith = (parts: { deviation?: object; grease?: object; faults?: readonly object[] } = {}): RunningMock => {
    const { deviation, grease, faults = [] } = parts;
    return { deviation, grease: { read: () => grease }, faults: { list: () => faults } } as unknown as RunningMock;
  };

  describe('describeSetup', () => {
    it('has nothing to say of a usual mock', () => {
      expect(describeSetup(mockWith(), {})).toEqual([]);
      expect(describeSetup(mockWith(), { host: 'localhost' })).toEqual([]);
    });

    it('tells what is not as usual', () => {
      const deviation = { name: 'ties-lost', summary: 'rows are lost', contracts: ['a', 'b'] };
      expect(describeSetup(mockWith({ deviation }), {})).toEqual([
        'Deviation ties-lost is active in a, b: rows are lost.',
      ]);
      const faults = [{ kind: 'latency', ms: 5, id: 'fault-1', struck: 0 }, { kind: 'cycle' }];
      expect(describeSetup(mockWith({ grease: { seed: '7' }, faults }), { watch: true })).toEqual([
        'Grease is on (seed 7): responses vary wherever contracts allow it.',
        'Active faults: latency:ms=5; cycle',
        'Contract and scenario files are reloaded when they change.',
      ]);
    });

    it('tells who can reach what, and never the token', () => {
      const describe = (settings: ServeSettings): string => describeSetup(mockWith(), settings).join();
      const [host, token] = ['0.0.0.0', 'sesame'];
      expect(describe({ host })).toBe(
        'Other machines can reach the lists. The admin API (/__admin) accepts only this machine; --admin-token opens it to others.',
      );
      expect(describe({ host, 'admin-token': token })).toBe(
        'Other machines can reach the lists. The admin API (/__admin) requires the admin token.',
      );
      expect(describe({ host: '::1', 'admin-token': token })).toBe(
        'The admin API (/__admin) requires the admin token.',
      );
    });

    it('tells that a token is needed behind a proxy', () => {
      for (const settings of [{ 'trust-proxy': true }, { 'public-url': 'https://api.test' }]) {
        expect(describeSetup(mockWith(), settings)).toEqual([
          'Behind a proxy, the admin API (/__admin) requires a token: set one with --admin-token.',
        ]);
        expect(describeSetup(mockWith(), { ...settings, 'admin-token': 'sesame' }).join()).toContain(
          'requires the admin token',
        );
      }
      expect(describeSetup(mockWith(), { 'trust-proxy': false })).toEqual([]);
    });
  });
});

describe('format curl', () => {
  describe('formatCurl', () => {
    it('quotes what needs it, and nothing else', () => {
      const command = formatCurl('http://127.0.0.1:4010/a?b=1&c=2', { Authorization: "Bearer it's", 'x-key': '$HOME' });
      expect(command).toBe(
        `curl -H 'Authorization: Bearer it'\\''s' -H 'x-key: $HOME' 'http://127.0.0.1:4010/a?b=1&c=2'`,
      );
      expect(formatCurl('http://127.0.0.1:4010/customers/', {})).toBe('curl http://127.0.0.1:4010/customers/');
    });
  });
});

describe('watchFiles', () => {
  let watch: ReturnType<typeof watchFiles> | undefined;
  afterEach(() => watch?.stop());

  const createFile = (): string => {
    const file = join(mkdtempSync(join(tmpdir(), 'watch-')), 'a.yaml');
    writeFileSync(file, 'first');
    return file;
  };
  /** Watches files, and gives the next change. */
  const nextChange = (files: readonly string[]): Promise<string> => {
    return new Promise((resolve) => {
      watch = watchFiles(resolve);
      watch.follow(files);
    });
  };

  it('tells of a file that is written', async () => {
    const file = createFile();
    const change = nextChange([file]);
    writeFileSync(file, 'second');
    expect(await change).toBe(file);
  });

  it('tells of a file that another is put in the place of', async () => {
    const file = createFile();
    const change = nextChange([file]);
    writeFileSync(`${file}.new`, 'second');
    renameSync(`${file}.new`, file);
    expect(await change).toBe(file);
  });

  it('follows other files when told to, and no longer the first', async () => {
    const [first, second] = [createFile(), createFile()];
    const change = nextChange([first]);
    watch?.follow([second]);
    writeFileSync(first, 'second');
    writeFileSync(second, 'second');
    expect(await change).toBe(second);
  });
});

describe('pagewright contracts', () => {
  it('lists what comes with the package', async () => {
    const { exitCode, output } = await run(['contracts']);
    expect(exitCode).toBe(0);
    const names = output.split('\n').flatMap((line) => /^(\w+) {2,}\w.* {2,}\//.exec(line)?.[1] ?? []);
    expect(names).toEqual(builtInContracts());
    expect(output).toMatch(/\n {2}scenarios: .*\bdemo\b/);
  });

  it('lists what a file describes, for scripts as well', async () => {
    const file = writeSample();
    expect((await run(['contracts', file])).output).toBe(
      'orders  Orders  offsets  /shops/{shop}/orders\n  scenarios: default\n',
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

describe('pagewright deviations', () => {
  it('lists deviations by area, with the contracts in which they break something', async () => {
    const { exitCode, output } = await run(['deviations', writeSample()]);
    expect(exitCode).toBe(0);
    expect(output).toMatch(/^paging\n/m);
    expect(output).toMatch(/^ {2}total-of-page +orders documented\n {4}the total counts the rows of the page\n/m);
    expect(output).toMatch(/^variations \(allowed by contracts\)\n[\s\S]*^ {2}no-head +orders\n/m);
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

describe('pagewright requirements', () => {
  const file = writeSample();
  const rows = loadContracts(file).flatMap((contract) => listRequirements(contract));

  it('lists every requirement below its area, with the checks that verify it or why none does', async () => {
    const { exitCode, output } = await run(['requirements', file]);
    expect(exitCode).toBe(0);
    const lines = output.split('\n');
    for (const { id, title, checks, unverifiable } of rows) {
      const line = lines.find((one) => one.startsWith(`  ${id} `));
      expect(line).toContain(title);
      expect(line).toContain(unverifiable ?? checks.join(', '));
    }
    expect(lines.filter((line) => /^\w/.test(line))).toEqual([...new Set(rows.map(({ area }) => area))]);
  });

  it('prints them as JSON', async () => {
    const { output } = await run(['requirements', file, '--json']);
    expect(JSON.parse(output)).toEqual(rows);
  });

  it('prints them as a table, whose cells hold no bar', async () => {
    const barred = writeSample('orders', ['enum: [open, closed]', 'enum: ["open|half", open, closed]']);
    const { output } = await run(['requirements', barred, '--markdown']);
    const lines = output.trimEnd().split('\n');
    expect(lines.slice(0, 2)).toEqual(['| Id | Requirement | Source | Verified by |', '| --- | --- | --- | --- |']);
    expect(lines.length).toBe(rows.length + 2);
    for (const line of lines) expect(line.replaceAll('\\|', '').split('|')).toHaveLength(6);
    expect(output).toContain('open\\|half');
  });

  it('paints areas only where the terminal shows it', async () => {
    expect(await printOnTty(['requirements', file])).toContain('\u001b[1m');
    expect((await run(['requirements', file])).output).not.toContain('\u001b[');
  });

  it.each([
    [['no-such'], 'Unknown contract, file or command no-such'],
    [[file, '--operation', 'listNothing'], 'Unknown list listNothing in '],
    [[], 'Missing argument <contract>'],
  ])('refuses %j', async (words, message) => {
    const { exitCode, errors } = await run(['requirements', ...words]);
    expect(exitCode).toBe(2);
    expect(errors).toContain(message);
  });
});

describe('pagewright validate', () => {
  const good = writeSample();
  const bad = writeSample('bad', ['pastEnd: empty', 'pastEnd: elsewhere'], ['identity: id', 'identity: name']);

  it('says what a file without mistakes describes', async () => {
    const { exitCode, output } = await run(['validate', good]);
    expect(exitCode).toBe(0);
    expect(output).toContain(`${good}: valid. Lists: orders (offsets)\n`);
    expect(output).toContain('  orders  GET /shops/{shop}/orders\n');
    expect(output).toContain('size      size from 1 to 50, 10 by default\n');
    expect(output).toContain('access    key; shop names the collection\n');
    expect(output).toMatch(/^ {4}errors +400 invalidParameter,.*; 429 rateLimited$/m);
  });

  it('says it for scripts', async () => {
    const { exitCode, output } = await run(['validate', good, bad, '--json']);
    expect(exitCode).toBe(1);
    const [first, second] = JSON.parse(output) as readonly Record<string, unknown>[];
    expect(first).toMatchObject({
      file: good,
      valid: true,
      guessed: false,
      lists: [{ id: 'orders', style: 'offset', position: 'skip', size: { maximum: 50 }, order: { by: ['id'] } }],
    });
    expect(second).toMatchObject({ valid: false, lists: [], problems: [{ line: expect.any(Number) }] });
  });

  it('prints every mistake with its place, and looks at all files', async () => {
    const { exitCode, output } = await run(['validate', bad, good]);
    expect(exitCode).toBe(1);
    const lines = output.trimEnd().split('\n');
    const problems = lines.filter((line) => /bad\.yaml:\d+:\d+ \S/.test(line));
    expect(problems.length).toBeGreaterThan(0);
    expect(lines.slice(0, problems.length)).toEqual(problems);
    expect(output).toContain(`${good}: valid. Lists: `);
  });

  it('reads other folders where that is allowed, and warns of what no list needs', async () => {
    const size = writeSample();
    writeFileSync(join(dirname(size), 'size.yaml'), 'type: integer\nminimum: 1\nmaximum: 50\ndefault: 10\n');
    const file = writeSample('orders', [
      'openapi: 3',
      `x-more: { $ref: '${dirname(size)}/size.yaml' }\nx-notes: { $ref: './notes.md' }\nopenapi: 3`,
    ]);
    const alone = await run(['validate', file]);
    expect(alone.exitCode).toBe(0);
    expect(alone.output).toContain(`${file}:1:11 Warning: Unresolved $ref ${dirname(size)}/size.yaml: must not leave`);
    const allowed = await run(['validate', file, '--allow', dirname(size)]);
    expect(allowed.output).toContain(
      `${file}:2:12 Warning: Unresolved $ref ./notes.md: Cannot read the file: no such file`,
    );
    expect(allowed.output).not.toContain('must not leave');
    expect(allowed.output).toContain(': valid. Lists: ');
  });

  it('sums up warnings of one kind', async () => {
    const notes = Array.from({ length: 9 }, (_, index) => `{ $ref: './${index}.md' }`);
    const file = writeSample('orders', ['openapi: 3', `x-notes: [${notes.join(', ')}]\nopenapi: 3`]);
    const { exitCode, output } = await run(['validate', file]);
    expect(exitCode).toBe(0);
    expect(output.match(/:1:\d+ Warning: Unresolved/g)).toHaveLength(3);
    expect(output).toContain(`${file}: Warning: … and 6 more of “Unresolved $ref” (all of them with --json)\n`);
    const all = (await run(['validate', file, '--json'])).output;
    expect(all.match(/"Unresolved \$ref/g)).toHaveLength(9);
    expect(output).toMatch(/0\.md: .*\n.*1\.md: .*\n.*2\.md: /);
  });

  it.each([
    [[], 'Missing argument <file>'],
    [['none.yaml'], 'File not found: none.yaml'],
  ])('refuses %p', async (files, message) => {
    const { exitCode, errors } = await run(['validate', ...files]);
    expect({ exitCode, errors }).toEqual({ exitCode: 2, errors: expect.stringContaining(message) });
  });

  it('explains itself with examples', async () => {
    expect((await run(['validate', '--help'])).output).toContain('Examples:\n  pagewright validate');
  });
});

describe('pagewright diff', () => {
  /** A terminal in a folder with reports, each by the verdict on `orders.a` and on `orders.b`. */
  function terminalWith(reports: Readonly<Record<string, readonly [a: Verdict, b: Verdict]>>): TestTerminal {
    const terminal = createTestTerminal();
    for (const [name, [a, b]] of Object.entries(reports)) {
      const results = [createResult({ id: 'orders.a', verdict: a }), createResult({ id: 'orders.b', verdict: b })];
      const verdict = [a, b].includes('fail') ? 'fail' : 'pass';
      writeFileSync(join(terminal.cwd, `${name}.json`), formatJson(createReport({ verdict, results })));
    }
    return terminal;
  }

  it.each<[Verdict, Verdict, number]>([
    ['pass', 'fail', 1],
    ['inconclusive', 'fail', 1],
    ['waived', 'fail', 1],
    ['fail', 'fail', 0],
    ['fail', 'pass', 0],
    ['pass', 'warn', 0],
    ['pass', 'inconclusive', 0],
  ])('from %s to %s: %i', async (before, after, exitCode) => {
    const terminal = terminalWith({ old: [before, 'fail'], new: [after, 'fail'] });
    expect((await run(['diff', 'old.json', 'new.json'], terminal)).exitCode).toBe(exitCode);
  });

  it('shows what has changed, for people, programs and pages', async () => {
    const terminal = terminalWith({ old: ['pass', 'fail'], new: ['fail', 'pass'] });
    const show = async (...flags: readonly string[]): Promise<string> => {
      const { exitCode, output } = await run(
        ['diff', 'old.json', 'new.json', ...flags],
        createTestTerminal({ cwd: terminal.cwd }),
      );
      expect(exitCode).toBe(1);
      return output;
    };
    expect(await show()).toMatch(/orders\.a.*orders\.b/s);
    expect(JSON.stringify(JSON.parse(await show('--json')))).toContain('orders.a');
    expect(await show('--markdown')).toMatch(/^#.*`orders\.a`/s);
  });

  it('has colours only where the terminal shows them', async () => {
    const { cwd } = terminalWith({ old: ['pass', 'pass'], new: ['fail', 'pass'] });
    const show = (env: Readonly<Record<string, string>>): Promise<string> =>
      printOnTty(['diff', 'old.json', 'new.json'], { cwd, env });
    expect((await show({})).includes('\u001b[')).toBe(true);
    expect((await show({ NO_COLOR: '1' })).includes('\u001b[')).toBe(false);
  });

  it.each([
    [['old.json', 'none.json'], 'none.json'],
    [['old.json', 'bad.json'], 'bad.json'],
    [['old.json'], 'Missing argument <after>'],
  ])('refuses %j', async (files, message) => {
    const terminal = terminalWith({ old: ['pass', 'pass'] });
    writeFileSync(join(terminal.cwd, 'bad.json'), '{"contract": 7}');
    const { exitCode, output, errors } = await run(['diff', ...files], terminal);
    expect([exitCode, output]).toEqual([2, '']);
    expect(errors).toContain(message);
  });
});
