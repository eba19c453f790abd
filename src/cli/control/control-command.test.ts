import '../reports.ts';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { readReport } from '../../../conformance/index.ts';
import { createTestServers } from '../../../conformance/testing/servers.ts';
import { builtInContracts } from '../../contract/load-contracts.ts';
import { createMock, type Mock } from '../../server/mock.ts';
import { sampleScenario, writeSample } from '../../server/testing/sample.ts';
import { printOnTty } from '../testing/command-lines.ts';
import { type ControlledMock, openControlledMock } from '../testing/controlled-mock.ts';
import { createTestTerminal, run } from '../testing/test-terminal.ts';
import { connectToMock, createAdminClient, readResponse } from './admin-client.ts';

const servers = createTestServers();
afterEach(() => servers.close());

describe('create control command', () => {
  const TOKEN = 'sesame-of-the-mock';
  let opened: ControlledMock;
  beforeAll(async () => {
    opened = await openControlledMock({ adminToken: TOKEN });
  });
  afterAll(() => opened.mock.close());

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

    it('passes on what the mock says, and how to give a token', async () => {
      const { exitCode, errors } = await control(['clock', '--url', opened.mock.url, '--admin-token', 'wrong-secret']);
      expect(exitCode).toBe(2);
      expect(errors).toMatch(
        /^pagewright: .*token.*\nPass it with --admin-token, or set \$PAGEWRIGHT_ADMIN_TOKEN\.\n$/,
      );
      expect(errors).not.toContain('wrong-secret');
    });

    it('says that nothing listens, and how to start what would', async () => {
      const url = await servers.http(() => {});
      await servers.close();
      expect(await control(['faults', 'add', 'latency', '--url', url])).toEqual({
        exitCode: 3,
        output: '',
        errors: `pagewright: Cannot connect to ${url}. Start a mock with \`pagewright serve\`, or pass --url.\n`,
      });
    });

    it('paints on a terminal only', async () => {
      const words = ['faults', 'kinds', '--url', opened.mock.url, '--admin-token', TOKEN];
      expect(await printOnTty(words)).toContain('\u001b[1m');
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
      ['walks'],
      ['changes'],
      ['demos'],
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
});

describe('create admin client', () => {
  /** Serves what was asked, as JSON. */
  const echo = (): Promise<string> =>
    servers.http(async (request, response) => {
      let body = '';
      for await (const part of request) body += part;
      const { method, url, headers } = request;
      response.end(JSON.stringify({ method, url, headers, body }));
    });

  describe('createAdminClient', () => {
    it('asks below the prefix of the mock, for a session, with a token', async () => {
      const admin = createAdminClient({ url: `${await echo()}/prefix/`, session: 'a b', token: 'secret' });
      expect(
        await admin.call('POST', '/clock', { query: { contract: 'x', limit: undefined }, body: { set: 1 } }),
      ).toMatchObject({
        method: 'POST',
        url: '/prefix/__admin/clock?session=a+b&contract=x',
        headers: { 'content-type': 'application/json', 'x-pagewright-token': 'secret' },
        body: '{"set":1}',
      });
      expect(admin.url).toMatch(/^http:.*\/prefix$/);
    });

    it('sends no body, session or token where none is given', async () => {
      const admin = createAdminClient({ url: await echo() });
      const asked = await admin.call<{ headers: object }>('DELETE', '/faults');
      expect(asked).toMatchObject({ method: 'DELETE', url: '/__admin/faults', body: '' });
      expect(Object.keys(asked.headers)).not.toContain('content-type');
      expect(Object.keys(asked.headers)).not.toContain('x-pagewright-token');
    });

    it('gives up when no answer comes in time, or the connection breaks', async () => {
      const silent = createAdminClient({ url: await servers.http(() => {}), timeoutMs: 20 });
      await expect(silent.call('GET', '/clock')).rejects.toMatchObject({
        code: 'unreachable',
        message: expect.stringMatching(/^http:\S+ did not respond within 0.02 s$/),
      });
      const broken = await servers.raw((socket) => socket.destroy());
      await expect(createAdminClient({ url: broken.origin }).call('GET', '/clock')).rejects.toMatchObject({
        code: 'unreachable',
        message: expect.stringMatching(/^Cannot connect to http:\S+: /),
      });
      const cut = await servers.raw((socket) => socket.end('HTTP/1.1 200 OK\r\nContent-Length: 9\r\n\r\n{'));
      await expect(createAdminClient({ url: cut.origin }).call('GET', '/clock')).rejects.toMatchObject({
        code: 'unreachable',
      });
    });

    it.each(['127.0.0.1:4010', 'ftp://h', 'http://', 'http://h?x=1', 'http://me:secret@h'])(
      'refuses the URL %s',
      (url) => {
        expect(() => createAdminClient({ url })).toThrow('must be a URL such as http://127.0.0.1:4010');
      },
    );
  });

  describe('stream', () => {
    it('begins behind the last event that is known, and ends when it is told to', async () => {
      const seen: unknown[] = [];
      const url = await servers.http(({ url: path, headers }, response) => {
        seen.push([path, headers['last-event-id'], headers['accept']]);
        response.writeHead(200, { 'Content-Type': 'text/event-stream' }).write('data: x\n\n');
      });
      const ending = new AbortController();
      const body = await createAdminClient({ url }).stream('/s', {
        query: { a: 1 },
        lastId: '7',
        signal: ending.signal,
      });
      const reader = body.getReader();
      expect(new TextDecoder().decode((await reader.read()).value)).toBe('data: x\n\n');
      ending.abort();
      await expect(reader.read()).rejects.toThrow();
      expect(seen).toEqual([['/__admin/s?a=1', '7', 'text/event-stream']]);
    });

    it('takes nothing else for a stream, and passes on a refusal', async () => {
      const { signal } = new AbortController();
      const open = async (status: number, text: string): Promise<unknown> => {
        const url = await servers.http((_, response) => response.writeHead(status).end(text));
        return createAdminClient({ url }).stream('/s', { signal });
      };
      await expect(open(200, '{}')).rejects.toMatchObject({ code: 'unreachable' });
      const refusal = JSON.stringify({ error: { code: 'invalid-filter', message: 'no such status' } });
      await expect(open(400, refusal)).rejects.toMatchObject({ code: 'usage', message: 'no such status' });
    });
  });
});

describe('read response', () => {
  const answer = (status: number, body: string | null): Promise<unknown> =>
    readResponse(new Response(body, { status }));
  const refusal = (code: string, message: string): string => JSON.stringify({ error: { code, message } });

  describe('readResponse', () => {
    it('takes JSON, or nothing', async () => {
      expect(await answer(200, '{"a":1}')).toEqual({ a: 1 });
      expect(await answer(200, 'null')).toBeNull();
      expect(await answer(204, null)).toBeUndefined();
    });

    it.each([
      [400, 'invalid-option', 'no', 'usage', 'no'],
      [503, 'too-many-sessions', 'full', 'unreachable', 'full'],
      [401, 'token-needed', 'who?', 'usage', 'who?\nPass it with --admin-token, or set $PAGEWRIGHT_ADMIN_TOKEN.'],
      [404, 'x', 'red \u001b[31m', 'usage', 'red \\u001b[31m'],
    ])('passes on the refusal %i %s', async (status, given, message, code, shown) => {
      await expect(answer(status, refusal(given, message))).rejects.toMatchObject({ code, message: shown });
    });

    it.each([
      [200, '<html>'],
      [404, '{"error":"not found"}'],
      [404, 'null'],
      [500, ''],
      [404, '{"error":{"message":"a"}}'],
    ])('does not take %i with %s for an admin API', async (status, body) => {
      await expect(answer(status, body)).rejects.toMatchObject({
        code: 'unreachable',
        message: expect.stringContaining(`responded with ${status}, but not as the admin API of a mock`),
      });
    });
  });
});

describe('connectToMock', () => {
  it('calls no session by connecting', async () => {
    await using opened = await openControlledMock();
    const { admin, startsSession } = await connectToMock({ url: opened.mock.url, session: 'later' }, true);
    expect(startsSession).toBe(true);
    expect(opened.mock.sessions.list()).toHaveLength(1);
    await admin.call('POST', '/clock', { body: { frozen: true } });
    expect(opened.mock.sessions.list().map(({ id }) => id)).toEqual(['default', 'later']);
    expect((await connectToMock({ url: opened.mock.url, session: 'later' }, true)).startsSession).toBe(false);
  });

  it.each(['{"status":"healthy","version":"3.9.1"}', '{}', 'null', '[]'])(
    'does not take a server that responds with %s for a mock',
    async (body) => {
      const url = await servers.http((_, response) => response.end(body));
      await expect(connectToMock({ url }, false)).rejects.toMatchObject({
        code: 'unreachable',
        message: expect.stringContaining('is not that of a pagewright mock'),
      });
    },
  );
});

describe('a session that does not exist', () => {
  let opened: ControlledMock;
  beforeEach(async () => {
    opened = await openControlledMock();
  });
  afterEach(() => opened.mock.close());

  it.each([
    'audit',
    'journal',
    'journal --clear',
    'clock',
    'faults',
    'faults kinds',
    'faults clear',
    'grease',
    'grease off',
    'grease kinds',
    'scenario',
    'snapshot',
    'snapshot save before',
    'reset',
  ])('is an error for %s, which starts none', async (command) => {
    opened.mock.sessions.create({ id: 'checkout' });
    const words = command.split(' ');
    expect(await opened.refuse(...words, '--session', 'chekout')).toEqual([
      2,
      'pagewright: Unknown session chekout; did you mean checkout?\n',
    ]);
    expect(await opened.refuse(...words, '--session', 'zzzz')).toEqual([
      2,
      'pagewright: Unknown session zzzz; known: default, checkout\n',
    ]);
    expect(opened.mock.sessions.list()).toHaveLength(2);
  });

  it.each(['clock --advance 1d', 'faults add latency', 'grease on', 'scenario load sample'])(
    'is started by %s, which says so',
    async (command) => {
      const words = [...command.split(' '), '--session', 'new'];
      const { errors } = await run(words, opened.createTerminal());
      expect(errors).toMatch(/^Starting session new\n/);
      expect(opened.mock.sessions.list()).toHaveLength(2);
      expect((await run(words, opened.createTerminal())).errors).not.toContain('Starting');
    },
  );

  it('is not started with an invalid id', async () => {
    const [exitCode, errors] = await opened.refuse('clock', '--run', '--session', 'no/ne');
    expect(exitCode).toBe(2);
    expect(errors).toMatch(/^pagewright: .*no\/ne/m);
    expect(opened.mock.sessions.list()).toHaveLength(1);
  });
});

describe('pagewright audit', () => {
  let opened: ControlledMock;
  beforeEach(async () => {
    opened = await openControlledMock();
  });
  afterEach(() => opened.mock.close());

  const audit = (...words: readonly string[]): ReturnType<typeof run> =>
    run(['audit', ...words], opened.createTerminal());

  /** Reads all pages, as a client should. */
  async function readAll(): Promise<void> {
    for (const skip of [0, 2]) await opened.ask(`?size=2&skip=${skip}`);
  }

  it('finds a client clean that keeps the rules', async () => {
    await readAll();
    const { exitCode, output, errors } = await audit();
    expect({ exitCode, errors }).toEqual({ exitCode: 0, errors: '' });
    expect(output).toMatch(/\nclient of orders is clean: \d+ passed.*2 requests/);
  });

  it('says which rules a client broke', async () => {
    await readAll();
    await opened.ask('?size=2&skip=0&made-up=1');
    await opened.ask('?size=2&skip=2&made-up=1');
    const { exitCode, output } = await audit('--contract', 'orders');
    expect(exitCode).toBe(1);
    expect(output).toMatch(/sends\s+made-up,\s+which\s+is\s+not\s+documented/);
    expect(output).toContain('client of orders is not clean');
    expect(JSON.parse((await audit('--json', '-')).output)).toMatchObject({ subject: 'client', verdict: 'fail' });
  });

  it('is no success where nothing was sent', async () => {
    expect(await audit()).toMatchObject({
      exitCode: 3,
      output: expect.stringContaining('client of orders not decided'),
    });
    await readAll();
    opened.mock.sessions.create({ id: 'other' });
    expect((await audit('--session', 'other')).exitCode).toBe(3);
  });

  it('judges by some rules, by what the client reads, and without what is waived', async () => {
    await opened.ask('?size=2');
    expect((await audit()).exitCode).toBe(1);
    expect((await audit('--reads', 'some')).exitCode).toBe(0);
    expect((await audit('--except', 'read-to-the-end')).exitCode).toBe(0);
    expect((await audit('--only', 'send-*,keep-credentials-out-of-urls')).exitCode).toBe(0);
    const terminal = opened.createTerminal();
    const waivers = '[{ id: orders.client.read-to-the-end, reason: a widget, expires: 2999-01-01 }]';
    writeFileSync(join(terminal.cwd, 'waivers.yaml'), waivers);
    const { exitCode, output } = await run(['audit', '--waivers', 'waivers.yaml'], terminal);
    expect({ exitCode, output }).toEqual({ exitCode: 0, output: expect.stringContaining('1 waived') });
  });

  it.each([
    [['--only', 'read-twice'], 'Unknown rule read-twice; did you mean read-once?'],
    [['--reads', 'most'], 'Invalid --reads "most": must be all or some'],
    [['orders.yaml'], 'use --contract orders.yaml'],
    [['--fault', '503'], '--fault needs --run'],
    [['--run', 'true', '--url', 'http://127.0.0.1:1'], 'Give either --run'],
  ])('rejects %p', async (words, message) => {
    expect(await opened.refuse('audit', ...words)).toEqual([2, expect.stringContaining(message)]);
  });

  it('writes reports of every kind', async () => {
    await readAll();
    const terminal = opened.createTerminal();
    const files = ['--json', 'r.json', '--junit', 'r.xml', '--html', 'r.html', '--markdown', 'r.md'];
    expect((await run(['audit', ...files], terminal)).exitCode).toBe(0);
    const read = (name: string): string => readFileSync(join(terminal.cwd, name), 'utf8');
    expect(readReport(join(terminal.cwd, 'r.json'))).toMatchObject({ contract: 'orders', subject: 'client' });
    expect(read('r.xml')).toContain('<testsuite name="orders.client"');
    expect(read('r.html')).toContain('Audit of a client');
    expect(read('r.md')).toMatch(/^## . client of orders is clean/u);
    const { output } = await audit('--json', '-');
    expect(JSON.parse(output)).toMatchObject({ subject: 'client', requests: 2 });
  });

  it.each([
    [['--contract', 'none'], 'Unknown contract none'],
    [['--html', 'no/such/r.html'], 'Cannot write the report no/such/r.html'],
  ])('refuses %p', async (words, message) => {
    expect(await opened.refuse('audit', ...words)).toEqual([2, expect.stringContaining(message)]);
  });
});

describe('pagewright clock', () => {
  let opened: ControlledMock;
  beforeAll(async () => {
    opened = await openControlledMock();
  });
  afterAll(() => opened.mock.close());

  it('shows the clock and moves it, by spans and to times in words or in milliseconds', async () => {
    expect(await opened.print('clock')).toBe('2026-05-05T09:30:00.000Z  frozen\n');
    expect(await opened.print('clock', '--advance', '8d')).toBe('2026-05-13T09:30:00.000Z  frozen\n');
    expect(await opened.print('clock', '--advance', '-1500')).toBe('2026-05-13T09:29:58.500Z  frozen\n');
    expect(await opened.print('clock', '--set', '2030-01-01T00:00:00Z')).toMatch(/^2030-01-01T00:00:00.000Z/);
    expect(await opened.print('clock', '--set', '1900000000000', '--advance', '1s')).toMatch(/^2030-03-17T17:46:41/);
    expect(opened.mock.now()).toBe(1_900_000_001_000);
  });

  it('lets it run, and stand still again', async () => {
    expect(await opened.print('clock', '--run')).toContain('  running\n');
    expect(opened.mock.clock.read().runs).toBe(true);
    expect(await opened.print('clock', '--freeze')).toContain('  frozen\n');
    expect(opened.mock.clock.read().runs).toBe(false);
  });

  it('is about the session that is named, and about no other', async () => {
    const before = opened.mock.now();
    opened.mock.sessions.create({ id: 'other' });
    const text = await opened.print('clock', '--session', 'other', '--set', '2040-01-01T00:00:00Z', '--json');
    expect(JSON.parse(text)).toEqual({
      now: '2040-01-01T00:00:00.000Z',
      runs: false,
      contracts: { orders: '2040-01-01T00:00:00.000Z' },
      ahead: [],
    });
    expect(opened.mock.now()).toBe(before);
  });

  it('names contracts whose clocks differ', async () => {
    const [one, other] = [
      writeSample('orders'),
      writeSample('invoices', ['/shops', '/stores'], ['/orders/{id}', '/bills/{id}']),
    ];
    await using mock = await createMock({
      contract: [one, other],
      scenario: { orders: sampleScenario(one), invoices: 'default' },
    });
    const { output } = await run(['clock', '--url', mock.url], createTestTerminal());
    expect(output).toMatch(/^orders {4}2026-05-05T09:30:00.000Z {2}frozen\ninvoices {2}\S+Z {2}frozen\n$/);
  });

  it.each([
    [['--set', '2030'], 'Invalid time "2030": must be a date-time'],
    [['--advance', 'soon'], 'Invalid advance "soon": must be a duration'],
    [['--freeze', '--run'], '--freeze cannot be used with --run'],
  ])('refuses %p', async (words, message) => {
    expect(await opened.refuse('clock', ...words)).toEqual([2, expect.stringContaining(message)]);
  });
});

describe('pagewright faults', () => {
  let opened: ControlledMock;
  beforeEach(async () => {
    opened = await openControlledMock();
  });
  afterEach(() => opened.mock.close());

  it('switches faults on, lists and clears them', async () => {
    expect(await opened.print('faults')).toBe('No active faults\n');
    expect(await opened.print('faults', 'add', '503:times=2,retryAfter=0')).toBe(
      'Activated fault-1: server-error:status=503,times=2,retryAfter=0\n',
    );
    await opened.print('faults', 'add', 'latency:ms=1');
    expect((await opened.ask()).status).toBe(503);
    expect((await opened.print('faults')).split('\n')).toEqual([
      'fault-1  server-error:status=503,times=2,retryAfter=0  applied 1 time, 1 remaining',
      expect.stringMatching(/^fault-2 {2}latency:ms=1 +applied/),
      '',
    ]);
    expect(await opened.print('faults', 'clear', 'fault-1')).toBe('Cleared fault-1\n');
    expect(JSON.parse(await opened.print('faults', 'list', '--json'))).toMatchObject([{ id: 'fault-2', ms: 1 }]);
    expect(await opened.print('faults', 'clear')).toBe('Cleared all faults\n');
    expect(opened.mock.faults.list()).toEqual([]);
  });

  it('says when the contract forbids what is added', async () => {
    expect(await opened.print('faults', 'add', 'malformed-json')).toMatch(
      /^Activated \S+: malformed-json\norders does not allow it \(\w+\): .*; a client that stumbles over it is not at fault\n$/,
    );
  });

  it('takes options before and behind the name of an action', async () => {
    opened.mock.sessions.create({ id: 'a' });
    await opened.print('faults', '--session', 'a', 'add', '429');
    await opened.print('faults', 'add', '429', '--session', 'a');
    expect(opened.mock.session('a').faults.list()).toHaveLength(2);
    expect(opened.mock.faults.list()).toEqual([]);
  });

  it('tells of each kind its own parameters, and what contracts make of it', async () => {
    const lines = (await opened.print('faults', 'kinds')).split('\n');
    const at = lines.findIndex((line) => /^latency {2}\w.*; ms, jitterMs$/.test(line));
    expect(lines[at + 1]).toMatch(/^ {4}orders {2}allowed {2}\w/);
    expect(lines).toContainEqual(expect.stringMatching(/^ {4}orders {2}not allowed \(\w+\) {2}/));
    expect(lines).toContainEqual(expect.stringMatching(/^ {4}orders {2}not applicable {2}/));
    expect(JSON.parse(await opened.print('faults', 'kinds', '--json'))).toEqual(opened.mock.faults.available());
  });

  it('lists the kinds for built-in contracts and files without a mock', async () => {
    const { exitCode, output } = await run(['faults', 'kinds', '--json']);
    expect(exitCode).toBe(0);
    const kinds = JSON.parse(output) as readonly { kind: string; contracts: Readonly<Record<string, object>> }[];
    expect(kinds.map(({ kind }) => kind)).toEqual(opened.mock.faults.available().map(({ kind }) => kind));
    expect(Object.keys(kinds[0]?.contracts ?? {})).toEqual(builtInContracts());
    expect((await run(['faults', 'kinds', writeSample()])).output).toBe(await opened.print('faults', 'kinds'));
    expect(await opened.refuse('faults', 'kinds', 'orders.yaml')).toEqual([
      2,
      expect.stringContaining('Give either contracts or a running mock'),
    ]);
  });

  it.each([
    [['add', 'latenc'], 'Unknown fault "latenc"; did you mean latency?'],
    [['add', 'latency:ms'], 'Invalid fault "latency:ms": must be'],
    [['add', 'expired-link'], 'Fault expired-link does not apply to any served list'],
    [['add'], 'Missing argument <fault>'],
    [['clear', 'fault-7'], 'Unknown fault fault-7: none is active'],
    [['ad', 'latency'], 'Unknown action ad of faults; did you mean add?'],
    [['remove-all'], 'Unknown action remove-all of faults; known: list, add, clear, kinds'],
  ])('refuses %p', async (words, message) => {
    expect(await opened.refuse('faults', ...words)).toEqual([2, expect.stringContaining(message)]);
  });
});

describe('pagewright grease', () => {
  let opened: ControlledMock;
  beforeEach(async () => {
    opened = await openControlledMock();
  });
  afterEach(() => opened.mock.close());

  it('switches grease on and off', async () => {
    expect(await opened.print('grease')).toBe('Grease is off\n');
    expect(await opened.print('grease', 'on')).toBe('Grease is on (seed 1)\n');
    expect(await opened.print('grease', 'on', '7', '--feature', 'header-case', '--feature', 'media-type')).toBe(
      'Grease is on (seed 7): header-case, media-type\n',
    );
    expect(opened.mock.grease.read()).toEqual({ seed: '7', features: ['header-case', 'media-type'] });
    expect(JSON.parse(await opened.print('grease', '--json'))).toMatchObject({ isOn: true, seed: '7' });
    expect(await opened.print('grease', 'off')).toBe('Grease is off\n');
    expect(opened.mock.grease.read()).toBeUndefined();
  });

  it('tells what each contract leaves open, and why not the rest', async () => {
    const [first, ...lines] = (await opened.print('grease', 'kinds')).trimEnd().split('\n');
    expect(first).toBe('orders');
    const kinds = opened.mock.grease.available();
    expect(lines).toHaveLength(kinds.length);
    for (const [index, { name, applies, reason }] of kinds.entries()) {
      expect(lines[index]).toMatch(new RegExp(`^ {2}\\${applies ? '+' : '-'} ${name} +`));
      expect(lines[index]).toContain(reason);
    }
  });

  it('lists them for files without a mock', async () => {
    expect((await run(['grease', 'kinds', writeSample()])).output).toBe(await opened.print('grease', 'kinds'));
  });

  it('refuses what there is not', async () => {
    expect(await opened.refuse('grease', 'on', '1', '--feature', 'colour')).toEqual([
      2,
      expect.stringContaining('Unknown grease feature colour'),
    ]);
  });
});

describe('pagewright reset', () => {
  let opened: ControlledMock;
  beforeAll(async () => {
    opened = await openControlledMock();
  });
  afterAll(() => opened.mock.close());

  it('puts back the rows of a contract alone, or everything', async () => {
    opened.mock.rows.remove('o1');
    opened.mock.clock.advance('1d');
    const later = opened.mock.now();
    expect(await opened.print('reset', '--contract', 'orders')).toBe('Reset the rows of orders\n');
    expect(opened.mock.rows.get('o1')).toMatchObject({ id: 'o1' });
    expect(opened.mock.now()).toBe(later);
    expect(await opened.print('reset')).toBe(
      'Reset scenarios, rows, clock, faults, grease and journal; kept snapshots\n',
    );
    expect(opened.mock.now()).toBe(Date.parse('2026-05-05T09:30:00Z'));
  });

  it('prints nothing as JSON, as the mock has nothing to say', async () => {
    expect(await opened.print('reset', '--json')).toBe('');
  });

  it('refuses a contract that is not served', async () => {
    expect(await opened.refuse('reset', '--contract', 'none')).toEqual([
      2,
      expect.stringMatching(/Unknown contract none/),
    ]);
  });
});

describe('pagewright scenario', () => {
  let mock: Mock;
  beforeAll(async () => {
    mock = await createMock({ contract: ['devdraft', 'wingback'] });
  });
  afterAll(() => mock.close());

  const control = (...words: readonly string[]): ReturnType<typeof run> =>
    run(words, createTestTerminal({ env: { PAGEWRIGHT_URL: mock.url } }));

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
      errors: expect.stringContaining('Unknown scenario none: devdraft has'),
    });
  });
});

describe('pagewright sessions', () => {
  let opened: ControlledMock;
  beforeAll(async () => {
    opened = await openControlledMock();
  });
  afterAll(() => opened.mock.close());

  it('prints the base URL of a new session, and ends it', async () => {
    const url = (await opened.print('sessions', 'create')).trimEnd();
    const { session } = new URL(url).pathname.match(/^\/__session\/(?<session>[^/]+)$/)?.groups ?? {};
    const inside = url + new URL(opened.mock.listUrl).pathname;
    expect((await fetch(inside, { headers: opened.mock.headers })).status).toBe(200);
    const lines = (await opened.print('sessions')).trimEnd().split('\n');
    expect(lines[0]).toMatch(/^default +0 exchanges +last used .*Z {2}http:\S+ +orders=/);
    expect(lines[1]).toContain('1 exchange ');
    expect(lines[1]).toContain(url);
    expect(await opened.print('sessions', 'end', session ?? '')).toBe(`Ended session ${session}\n`);
    expect(opened.mock.sessions.list()).toHaveLength(1);
  });

  it('begins one under an id, with a scenario', async () => {
    const text = await opened.print('sessions', 'create', 'one', '--scenario', 'orders=default', '--json');
    expect(JSON.parse(text)).toMatchObject({ id: 'one', scenarios: { orders: 'default' } });
    expect(JSON.parse(await opened.print('sessions', 'create', 'two', '--reads', 'some', '--json'))).toMatchObject({
      reads: 'some',
    });
    expect(await opened.refuse('sessions', 'create', 'one')).toEqual([2, 'pagewright: Session one already exists\n']);
  });

  it.each([
    [['end', 'none'], 'Unknown session none'],
    [['end', 'default'], 'The default session cannot be ended'],
    [['create', 'a b'], 'Invalid session id "a b"'],
    [['create', 'x', '--scenario', 'none'], 'Unknown scenario none'],
    [['--session', 'x'], 'Unknown option --session'],
  ])('refuses %p', async (words, message) => {
    expect(await opened.refuse('sessions', ...words)).toEqual([2, expect.stringContaining(message)]);
  });
});

describe('pagewright snapshot', () => {
  let opened: ControlledMock;
  beforeAll(async () => {
    opened = await openControlledMock();
  });
  afterAll(() => opened.mock.close());

  it('keeps rows and clock, and puts them back', async () => {
    expect(await opened.print('snapshot')).toBe('No snapshots\n');
    await opened.print('snapshot', 'save', 'before');
    opened.mock.rows.remove('o1');
    opened.mock.clock.advance('1d');
    await opened.print('snapshot', 'save', 'after');
    expect(await opened.print('snapshot', 'list')).toBe('before\nafter\n');
    opened.mock.faults.add('latency:ms=1');
    expect(await opened.print('snapshot', 'restore', 'before')).toBe(
      'Restored rows, scenarios and clock from "before"\n',
    );
    expect(opened.mock.faults.list()).toHaveLength(1);
    expect(opened.mock.rows.get('o1')).toMatchObject({ id: 'o1' });
    expect(new Date(opened.mock.now()).toISOString()).toBe('2026-05-05T09:30:00.000Z');
    await opened.print('snapshot', 'remove', 'before');
    expect(JSON.parse(await opened.print('snapshot', '--json'))).toEqual(['after']);
  });

  it.each([
    [['restore', 'none'], 'Unknown snapshot none'],
    [['remove', 'no/ne'], 'Unknown snapshot no/ne'],
    [['save', 'no/ne'], 'Invalid snapshot name "no/ne"'],
  ])('refuses %p', async (words, message) => {
    expect(await opened.refuse('snapshot', ...words)).toEqual([2, expect.stringContaining(message)]);
  });
});

describe('pagewright walks, changes and demos', () => {
  const NAME = 'a-tour';
  let opened: ControlledMock;
  beforeAll(async () => {
    opened = await openControlledMock();
    await opened.mock.demos.keep('orders', NAME, {
      title: 'A tour',
      steps: [
        {
          title: 'It begins',
          text: 'With the first page.',
          do: [{ request: 'size=2' }],
          show: 'rows',
          expect: { rows: 2 },
        },
        { title: 'It ends', text: 'With too much.', do: [{ request: 'size=2' }], show: 'rows', expect: { rows: 7 } },
      ],
    });
  });
  afterAll(() => opened.mock.close());

  it('show what was read, and what was not', async () => {
    expect(await opened.print('walks')).toBe('No walks\n');
    await opened.ask('?size=1');
    await opened.ask('?size=1');
    expect(await opened.print('walks', '--contract', 'orders')).toMatch(
      /^\d+ {2}orders {2}1 request {2}read 1 of \d+ {2}0 twice {2}\d+ never {2}not to the end\n/,
    );
    const walks: readonly { readonly walk: number }[] = JSON.parse(
      await opened.print('walks', '--json', '--limit', '1'),
    );
    expect(walks).toHaveLength(1);
    const number = String(walks[0]?.walk);
    expect(await opened.print('walks', 'show', number)).toMatch(/^2 {2}200 {2}places 1 to 1 {2}size=1\n/);
    expect(JSON.parse(await opened.print('walks', 'show', number, '--json'))).toMatchObject({
      windows: [{ exchange: 2 }],
      coverage: { troubles: [] },
    });
  });

  it('take changes back, the latest first', async () => {
    await opened.print('changes');
    opened.mock.rows.remove('o1');
    expect(await opened.print('changes')).toMatch(/row-removed {2}orders {2}o1/);
    expect(await opened.print('changes', 'undo')).toMatch(/^Took back o1/);
    expect(opened.mock.rows.get('o1')).toMatchObject({ id: 'o1' });
    expect(await opened.print('changes')).toContain('taken back');
  });

  it('play a demo to a step, and end with 1 where something is not as it says', async () => {
    expect(await opened.print('demos')).toBe('orders  a-tour  2 steps  A tour  in memory only\n');
    expect(await opened.print('demos', 'show', 'orders', NAME)).toContain('title: A tour');
    expect(await opened.print('demos', 'play', 'orders', NAME, '1')).toMatch(
      /^1 of 2: It begins\nWith the first page\.\n1 request, clock 2026-.*Z\n$/,
    );
    const { exitCode, output } = await run(['demos', 'play', 'orders', NAME], opened.createTerminal());
    expect(exitCode).toBe(1);
    expect(output).toMatch(/^2 of 2: It ends\n[\s\S]*7/);
  });

  it.each([
    [['walks', 'show', 'x'], 'Invalid walk "x": must be its number'],
    [['walks', 'show', '99'], 'Unknown walk 99'],
    [['walks', '--contract', 'x'], 'Unknown contract x'],
    [['changes', 'undone'], 'Unknown action undone of changes; did you mean undo?'],
    [['demos', 'play', 'orders', 'a-tuor'], 'Unknown demo a-tuor of orders; did you mean a-tour?'],
    [['demos', 'play', 'orders', NAME, '0'], 'Invalid step "0": must be a whole number from 1'],
    [['demos', 'play', 'orders', NAME, '3'], 'Invalid step 3: must be a whole number from 1 to 2'],
  ])('refuse %p', async (words, message) => {
    expect(await opened.refuse(...words)).toEqual([2, expect.stringContaining(message)]);
  });
});
