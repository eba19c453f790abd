import { EventEmitter } from 'node:events';
import { mkdirSync, mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from '@jest/globals';
import { parseFault } from '../alter/faults/parse.ts';
import { PagewrightError, problemsError } from '../contract/error.ts';
import { builtInContracts } from '../contract/load-contracts.ts';
import { readVersion } from '../contract/package-file.ts';
import { readCheckSettings, readServeSettings, resolveFiles } from './config-file.ts';
import { resolveContract } from './contract-files.ts';
import { explainFailure, usageError } from './errors.ts';
import {
  collectHeader,
  collectParameter,
  collectRole,
  collectScenario,
  collectText,
  parseDuration,
  parseGreaseSeed,
  parsePort,
  parseRate,
  parseTime,
  parseWhole,
  requireValidToken,
} from './flags.ts';
import { createProgram } from './program.ts';
import { createProcessTerminal } from './terminal.ts';
import { createTestTerminal, run } from './testing/test-terminal.ts';
import { createPaint, formatFault, formatTable } from './text.ts';
import { expandVariables } from './variables.ts';

describe('createProgram', () => {
  const program = createProgram(createTestTerminal(), () => {});

  it('has a description and an example for every command', () => {
    const commands = program.commands.filter((command) => command.name() !== 'help');
    expect(commands.map((command) => command.name()).sort()).toEqual([
      'audit',
      'changes',
      'check',
      'clock',
      'contracts',
      'demos',
      'deviations',
      'diff',
      'explain',
      'faults',
      'grease',
      'init',
      'journal',
      'record',
      'requirements',
      'reset',
      'scenario',
      'serve',
      'sessions',
      'snapshot',
      'validate',
      'walks',
    ]);
    for (const command of commands) expect(command.description()).not.toBe('');
  });

  it('knows what a mistyped command was meant for', async () => {
    for (const command of program.commands) {
      const name = command.name();
      const { errors } = await run([`${name}${name.at(-1)}`]);
      expect(errors).toMatch(new RegExp(`did you mean (?:\\w+ or )?${name}\\b`));
    }
  });

  it('lists commands in groups', () => {
    expect(program.helpInformation().match(/^\w.*:$/gm)).toEqual([
      'Options:',
      'Serve and check:',
      'Read contracts:',
      'Control a running mock:',
      'Help:',
    ]);
  });

  it('keeps -h for the host: help is --help', () => {
    const flags = [program, ...program.commands].flatMap((command) => command.options.map((option) => option.short));
    expect(flags.filter((flag) => flag === '-h')).toEqual(['-h']);
  });
});

describe('runCli', () => {
  it('prints the version', async () => {
    expect(await run(['--version'])).toEqual({ exitCode: 0, output: `${readVersion()}\n`, errors: '' });
  });

  it.each([['--help'], ['help']])('explains itself with examples and exit codes: %s', async (word) => {
    const { exitCode, output, errors } = await run([word]);
    expect({ exitCode, errors }).toEqual({ exitCode: 0, errors: '' });
    expect(output).toMatch(/Usage: pagewright[\s\S]*Examples:[\s\S]*Exit codes: 0 success; /);
  });

  it('tells the wrong use of a flag on the other stream', async () => {
    const { exitCode, output, errors } = await run(['--nope']);
    expect({ exitCode, output }).toEqual({ exitCode: 2, output: '' });
    expect(errors).toMatch(/^pagewright: Unknown option --nope/);
  });

  it('has no help for what is no command', async () => {
    expect(await run(['help', 'chek'])).toMatchObject({
      exitCode: 2,
      output: '',
      errors: 'pagewright: Unknown command chek; did you mean check?\n',
    });
    expect(await run(['help', 'check'])).toMatchObject({ exitCode: 0, errors: '' });
  });

  it('asks for a report of a fault of its own', async () => {
    const stdout = {
      write: () => {
        throw new TypeError('broken');
      },
    };
    const { exitCode, errors } = await run(['contracts'], createTestTerminal({ stdout }));
    expect({ exitCode, errors }).toEqual({ exitCode: 4, errors: expect.stringContaining('Please report it') });
  });
});

describe('explain failure', () => {
  const PROBLEM = { file: 'a.yaml', line: 3, column: 5, message: 'wrong' };

  describe('explainFailure', () => {
    it.each([
      [usageError('m'), 2, 'm'],
      [new PagewrightError('unreachable', 'm'), 3, 'm'],
      [new PagewrightError('not-accessible', 'm'), 3, 'm'],
      [
        problemsError('invalid-contract', [PROBLEM]),
        1,
        '1 problem in contract, scenario or configuration files:\na.yaml:3:5 wrong',
      ],
      [
        problemsError('invalid-contract', [PROBLEM, PROBLEM]),
        1,
        '2 problems in contract, scenario or configuration files:\na.yaml:3:5 wrong\na.yaml:3:5 wrong',
      ],
      [new PagewrightError('cannot-listen', 'm'), 3, 'm'],
      [new PagewrightError('invalid-option', 'm'), 2, 'm'],
      [new PagewrightError('path-taken', 'm'), 2, 'm'],
      [new PagewrightError('unknown-fault', 'm'), 2, 'm'],
      [new PagewrightError('unknown-scenario', 'm'), 2, 'm'],
      [new PagewrightError('invalid-size', 'm'), 2, 'm'],
      [new PagewrightError('invalid-hint', 'm'), 1, 'm'],
    ])('explains %p', (error, exitCode, message) => {
      expect(explainFailure(error)).toEqual({ exitCode, message });
    });

    it.each([new TypeError('x is no function'), 'text', undefined])('asks for a report of %p', (error) => {
      const { exitCode, message } = explainFailure(error);
      expect({ exitCode, message }).toEqual({
        exitCode: 4,
        message: expect.stringMatching(/^This is a bug in pagewright\. Please report it:\n/),
      });
    });
  });
});

describe('create process terminal', () => {
  /** A process that remembers how it was ended. */
  class FakeProcess extends EventEmitter {
    readonly stdout = new EventEmitter();
    readonly stderr = new EventEmitter();
    readonly env = { A: 'b' };
    readonly exits: number[] = [];
    cwd(): string {
      return '/somewhere';
    }
    exit(code: number): void {
      this.exits.push(code);
    }
  }

  function create(): { process: FakeProcess; terminal: ReturnType<typeof createProcessTerminal> } {
    const process = new FakeProcess();
    return { process, terminal: createProcessTerminal(process as unknown as NodeJS.Process) };
  }

  describe('createProcessTerminal', () => {
    it('takes over streams, environment and folder', () => {
      const { process, terminal } = create();
      expect(terminal).toMatchObject({ env: { A: 'b' }, cwd: '/somewhere' });
      expect([terminal.stdout, terminal.stderr]).toEqual([process.stdout, process.stderr]);
    });

    it.each(['SIGINT', 'SIGTERM'])('stops on %s', async (signal) => {
      const { process, terminal } = create();
      const stopped = terminal.waitForStop();
      process.emit(signal);
      await expect(stopped).resolves.toBe(signal);
      expect(process.exits).toEqual([]);
    });

    it('is forced to end by a second signal', async () => {
      const { process, terminal } = create();
      const stopped = terminal.waitForStop();
      process.emit('SIGINT');
      process.emit('SIGINT');
      await stopped;
      expect(process.exits).toEqual([130]);
    });

    it('tells that nobody reads its output any more', async () => {
      const { process, terminal } = create();
      const broken = terminal.waitForBrokenPipe();
      process.stdout.emit('error', Object.assign(new Error('gone'), { code: 'EPIPE' }));
      await expect(broken).resolves.toBeUndefined();
    });

    it('bears a reader that has gone, and no other fault of its streams', () => {
      const { process } = create();
      expect(() => process.stdout.emit('error', Object.assign(new Error('gone'), { code: 'EPIPE' }))).not.toThrow();
      expect(() => process.stderr.emit('error', Object.assign(new Error('full'), { code: 'ENOSPC' }))).toThrow('full');
    });
  });
});

describe('createPaint', () => {
  const paintAll = (isTTY: boolean | undefined, env: Record<string, string>): string => {
    const paint = createPaint({ stdout: { write: () => true, isTTY }, env });
    return paint.bold(paint.accent('a')) + paint.dim('b');
  };

  it('paints on a terminal', () => {
    expect(paintAll(true, {})).toBe('\u001b[1m\u001b[36ma\u001b[39m\u001b[22m\u001b[2mb\u001b[22m');
  });

  it('has colours for what went well and what did not', () => {
    const paint = createPaint({ stdout: { write: () => true, isTTY: true }, env: {} });
    expect([paint.success('a'), paint.warning('b'), paint.error('c')]).toEqual([
      '\u001b[32ma\u001b[39m',
      '\u001b[33mb\u001b[39m',
      '\u001b[31mc\u001b[39m',
    ]);
  });

  it.each([
    [false, {}],
    [undefined, {}],
    [true, { NO_COLOR: '1' }],
    [true, { TERM: 'dumb' }],
  ])('does not where the terminal is %p and the environment %p', (isTTY, env) => {
    expect(paintAll(isTTY, env as Record<string, string>)).toBe('ab');
  });

  it('paints anything where FORCE_COLOR is set', () => {
    expect(paintAll(false, { FORCE_COLOR: '1' })).not.toBe('ab');
  });

  it('does where NO_COLOR is empty', () => {
    expect(paintAll(true, { NO_COLOR: '' })).not.toBe('ab');
  });
});

describe('formatTable', () => {
  it('lines up columns', () => {
    expect(
      formatTable([
        ['a', 'bb', 'c'],
        ['aaa', 'b', 'ccc'],
      ]),
    ).toEqual(['a    bb  c', 'aaa  b   ccc']);
  });

  it('takes rows of different lengths, and none', () => {
    expect(formatTable([['a', ''], ['aaa']])).toEqual(['a', 'aaa']);
    expect(formatTable([])).toEqual([]);
  });
});

describe('formatFault', () => {
  it.each(['latency', 'latency:ms=300,jitterMs=50', 'server-error:status=503,contract=orders,page=2,probability=0.5'])(
    'writes %s as it was asked for',
    (text) => {
      expect(formatFault(parseFault(text))).toBe(text);
    },
  );

  it('leaves out what a board says of it', () => {
    const active = { kind: 'cycle', times: 3, id: 'fault-1', struck: 1, remaining: 2 } as const;
    expect(formatFault(active)).toBe('cycle:times=3');
  });
});

describe('read serve settings', () => {
  const [builtIn = ''] = builtInContracts();

  function folderWith(files: Readonly<Record<string, string>>): string {
    const folder = mkdtempSync(join(tmpdir(), 'config-'));
    mkdirSync(join(folder, 'sub'));
    for (const [name, text] of Object.entries(files)) writeFileSync(join(folder, name), text);
    return folder;
  }

  describe('readServeSettings', () => {
    it('reads every setting', () => {
      const folder = folderWith({
        'own.yaml': '',
        'pagewright.config.yaml': `contracts: [${builtIn}, own.yaml]
port: 0
host: localhost
seed: 7
size: 10
scenario: { ${builtIn}: demo, own: ./own.yaml }
now: 2026-05-05T09:30:00Z
deviation: ties-lost
grease: 7
faults: ['latency:ms=300', 503, { kind: cycle, page: 2 }]
session-idle: 2h
key: secret
admin-token: sesame
public-url: https://a.test
trust-proxy: true
cors: true
json: false
watch: true
`,
      });
      expect(readServeSettings(undefined, folder)).toEqual({
        contracts: [builtIn, join(folder, 'own.yaml')],
        port: 0,
        host: 'localhost',
        seed: '7',
        size: 10,
        scenario: { [builtIn]: 'demo', own: join(folder, 'own.yaml') },
        now: '2026-05-05T09:30:00Z',
        deviation: 'ties-lost',
        grease: '7',
        faults: [
          { kind: 'latency', ms: 300 },
          { kind: 'server-error', status: 503 },
          { kind: 'cycle', page: 2 },
        ],
        'session-idle': '2h',
        key: 'secret',
        'admin-token': 'sesame',
        'public-url': 'https://a.test',
        'trust-proxy': true,
        cors: true,
        json: false,
        watch: true,
      });
    });

    it('reads JSON, and takes paths from the folder of the file', () => {
      const folder = folderWith({
        'sub/other.json': '{"contracts":["own.yaml"],"scenario":"x/y.yaml"}',
        'sub/own.yaml': '',
      });
      expect(readServeSettings('sub/other.json', folder)).toEqual({
        contracts: [join(folder, 'sub/own.yaml')],
        scenario: join(folder, 'sub/x/y.yaml'),
      });
    });

    it('has no settings without a file, or with an empty one', () => {
      expect(readServeSettings(undefined, folderWith({}))).toEqual({});
      expect(readServeSettings(undefined, folderWith({ 'pagewright.config.yml': '' }))).toEqual({});
    });

    it.each([
      ['prot: 1', ':1:1 Unknown setting prot; did you mean port?'],
      ['cors: true\npublicUrl: x', ':2:1 Unknown setting publicUrl; did you mean public-url?'],
      ['port: http', ':1:1 Invalid port "http": must be a whole number'],
      ['cors: 1', ':1:1 Invalid cors 1: must be true or false'],
      ['contracts: demo', 'must be a list of contract ids and files'],
      ['contracts: []', 'must be a list of contract ids and files'],
      ['scenario: [a]', 'must be a name, a file, or a map from contract id to either'],
      ['key: ""', 'Invalid key: must be text'],
      ['grease: [1]', 'Invalid grease [1]: must be true, false, or a seed'],
      ['faults: latency', 'must be a list of faults'],
      ['faults:\n  - latency\n  - latenc', ':3:5 Unknown fault "latenc"; did you mean latency?'],
      ['session-idle: true', 'Invalid session-idle true: must be text or a number'],
      ['seed: [1]', 'Invalid seed [1]: must be text or a number'],
      ['[1]', 'Invalid configuration: must be a map of settings: contracts, allow, overlay, port'],
      ['a: b: c', 'Invalid YAML'],
    ])('says what is wrong with %p', (text, message) => {
      expect(() => readServeSettings(undefined, folderWith({ 'pagewright.config.yaml': text }))).toThrow(message);
    });

    it('shows no secret where one is not as it should be', () => {
      const folder = folderWith({ 'pagewright.config.yaml': 'admin-token: 12345678' });
      expect(() => readServeSettings(undefined, folder)).toThrow('Invalid admin-token: must be text');
      expect(() => readServeSettings(undefined, folder)).not.toThrow('12345678');
    });

    it('takes grease without a seed', () => {
      const folder = folderWith({ 'pagewright.config.yaml': 'grease: true' });
      expect(readServeSettings(undefined, folder)).toEqual({ grease: true });
    });

    it('says that a file is not there', () => {
      expect(() => readServeSettings('none.yaml', folderWith({}))).toThrow('Configuration file not found: none.yaml');
    });
  });
});

describe('readCheckSettings', () => {
  function folderWith(files: Readonly<Record<string, string>>): string {
    const folder = mkdtempSync(join(tmpdir(), 'config-'));
    mkdirSync(join(folder, 'sub'));
    for (const [name, text] of Object.entries(files)) writeFileSync(join(folder, name), text);
    return folder;
  }

  it('reads every setting', () => {
    const folder = folderWith({
      'pagewright.config.yaml': `port: 4010
check:
  base-url: https://staging.test
  header: { Authorization: Bearer $TOKEN }
  path-param: { shop: north }
  foreign-path-param: { shop: theirs }
  as: { expired: { Authorization: Bearer $OLD } }
  operation: listOrders
  json: '-'
  junit: out/report.xml
  html: /tmp/report.html
  markdown: report.md
  max-requests: 200
  rate: 0.5
  concurrency: 1
  timeout: 2000
  only: [a.*, b]
  waivers: waivers.yaml
  strict: true
  quick: true
  seed: 7
`,
    });
    expect(readCheckSettings(undefined, folder)).toEqual({
      baseUrl: 'https://staging.test',
      header: { Authorization: 'Bearer $TOKEN' },
      pathParam: { shop: 'north' },
      foreignPathParam: { shop: 'theirs' },
      as: { expired: { Authorization: 'Bearer $OLD' } },
      operation: 'listOrders',
      json: '-',
      junit: join(folder, 'out/report.xml'),
      html: '/tmp/report.html',
      markdown: join(folder, 'report.md'),
      maxRequests: 200,
      rate: 0.5,
      concurrency: 1,
      timeout: 2000,
      only: ['a.*', 'b'],
      waivers: join(folder, 'waivers.yaml'),
      strict: true,
      quick: true,
      seed: 7,
    });
  });

  it('takes files relative to the file that names them, wherever it is read from', () => {
    const folder = folderWith({ 'sub/own.json': '{"check": {"waivers": "known.yaml"}}' });
    expect(readCheckSettings('sub/own.json', folder)).toEqual({ waivers: join(folder, 'sub/known.yaml') });
  });

  it.each(['', 'port: 4010', 'check: {}'])('finds nothing in %j', (text) => {
    expect(readCheckSettings(undefined, folderWith({ 'pagewright.config.yml': text }))).toEqual({});
  });

  it('finds nothing where there is no file, unless one is named', () => {
    const folder = folderWith({});
    expect(readCheckSettings(undefined, folder)).toEqual({});
    expect(() => readCheckSettings('none.yaml', folder)).toThrow('Configuration file not found: none.yaml');
  });

  it('reads what the flags take as text, and times and lists', () => {
    const folder = folderWith({
      'pagewright.config.yaml':
        'check: { timeout-total: 1.5m, fail-on: "warning, a.*", levels: { a.b: off }, baseline: old.json }',
    });
    expect(readCheckSettings(undefined, folder)).toEqual({
      timeoutTotal: 90_000,
      failOn: ['warning', 'a.*'],
      levels: { 'a.b': 'off' },
      baseline: join(folder, 'old.json'),
    });
  });

  describe('with targets', () => {
    const text = `
check:
  target: local
  header: { Authorization: Bearer $LOCAL, X-Mode: test }
  rate: 5
targets:
  local: { base-url: http://localhost:3000 }
  staging:
    base-url: https://staging.test
    header: { authorization: env:STAGING }
    as: { expired: { authorization: env:OLD } }
    contracts:
      orders.yaml: { path-param: { shop: north } }
      pyng: { path-param: { siteId: '1' }, rate: 1 }
  empty:
`;
    const read = (choice: Parameters<typeof readCheckSettings>[2]): unknown =>
      readCheckSettings(undefined, folderWith({ 'pagewright.config.yaml': text }), choice);

    it('puts the target over the section, and what it has for a contract over both', () => {
      const usual = { header: { Authorization: 'Bearer $LOCAL', 'X-Mode': 'test' }, rate: 5 };
      expect(read({})).toEqual({ ...usual, baseUrl: 'http://localhost:3000' });
      expect(read({ target: 'empty' })).toEqual(usual);
      const staging = {
        baseUrl: 'https://staging.test',
        header: { 'X-Mode': 'test', authorization: 'env:STAGING' },
        as: { expired: { authorization: 'env:OLD' } },
        rate: 5,
      };
      expect(read({ target: 'staging' })).toEqual(staging);
      expect(read({ target: 'staging', contract: 'pyng' })).toEqual({
        ...staging,
        rate: 1,
        pathParam: { siteId: '1' },
      });
      expect(read({ target: 'staging', contract: './orders.yaml' })).toEqual({
        ...staging,
        pathParam: { shop: 'north' },
      });
      expect(read({ target: 'staging', contract: 'sub/orders.yaml' })).toEqual(staging);
    });

    it('says which targets there are', () => {
      expect(() => read({ target: 'stagin' })).toThrow('did you mean staging?');
      expect(() => readCheckSettings(undefined, folderWith({}), { target: 'staging' })).toThrow(
        'Unknown target staging: there is no pagewright.config.yaml that describes targets',
      );
      const none = folderWith({ 'pagewright.config.yaml': 'port: 1' });
      expect(() => readCheckSettings(undefined, none, { target: 'a' })).toThrow('it describes none');
    });
  });

  it.each([
    ['chek: {}', ':1:1 Unknown setting chek; did you mean check?'],
    ['port: http', ':1:1 Invalid port "http": must be a whole number'],
    ['- check: {}', ':1:1 Invalid configuration: must be a map of settings: contracts, allow'],
    ['just text', ':1:1 Invalid configuration: must be a map of settings: contracts, allow'],
    ['\u0000\u0001\u0002ELF\u0000', 'pagewright.config.yaml:1:'],
    ['targets: { a: { base-url: 7 } }', ':1:17 Invalid base-url 7: must be text'],
    ['targets: [a]', ':1:1 Invalid targets: must be a map from name to settings'],
    ['targets:\n  a:\n    contracts:\n      x: { rat: 1 }', ':4:12 Unknown setting rat; did you mean rate?'],
    [
      'check: { levels: { a: fatal } }',
      ':1:20 Invalid levels {"a":"fatal"}: must be a map from requirement id to must',
    ],
    ['check: { timeout-total: soon }', 'must be a time above 0, such as 90s'],
    ['check: { header: { a: 1 } }', ':1:20 Invalid header: must be a map from name to text'],
    ['check: nope', ':1:1 Invalid check: must be a map of settings'],
    ['check:\n  headr: {}', ':2:3 Unknown setting headr; did you mean header'],
    ['check:\n  constructor: 1', ':2:3 Unknown setting constructor; known: base-url, header'],
    ['check: { base-url: 7 }', 'Invalid base-url 7: must be text'],
    ['check: { json: "" }', 'must be a file, or - for standard output'],
    ['check: { rate: 0 }', 'must be a number above 0'],
    ['check: { max-requests: 1.5 }', 'must be a whole number above 0'],
    ['check: { strict: maybe }', 'must be true or false'],
    ['check: { only: a }', 'must be a list of texts'],
    ['check: { header: [a] }', 'must be a map from name to text'],
    ['check: { header: { a: 1 } }', 'must be a map from name to text'],
    ['check: { as: { expired: old } }', 'must be a map from role to a map of headers'],
  ])('says what is wrong with %j', (text, message) => {
    const folder = folderWith({ 'pagewright.config.yaml': text });
    expect(() => readCheckSettings(undefined, folder)).toThrow(message);
  });
});

describe('resolve files', () => {
  const folder = mkdtempSync(join(tmpdir(), 'resolve-'));
  const own = join(folder, 'orders.yaml');
  writeFileSync(own, '');
  const [builtIn = ''] = builtInContracts();

  describe('resolveFiles', () => {
    it('makes paths absolute and leaves names alone', () => {
      const settings = {
        contracts: [builtIn, 'orders.yaml'],
        scenario: { orders: './x.yaml', other: 'demo' },
        seed: '7',
      };
      expect(resolveFiles(settings, folder)).toEqual({
        contracts: [builtIn, own],
        scenario: { orders: join(folder, 'x.yaml'), other: 'demo' },
        seed: '7',
      });
      expect(resolveFiles({ scenario: 'x/y.yaml' }, folder)).toEqual({ scenario: join(folder, 'x/y.yaml') });
      expect(resolveFiles({ scenario: 'demo' }, folder)).toEqual({ scenario: 'demo' });
    });
  });

  describe('resolveContract', () => {
    it('names what is near, and what there is', () => {
      const known = `\nBuilt-in contracts: ${builtInContracts().join(', ')}`;
      expect(() => resolveContract(`${builtIn}x`, folder)).toThrow(
        `Unknown contract, file or command ${builtIn}x; did you mean ${builtIn}?${known}`,
      );
      expect(() => resolveContract('validat', folder)).toThrow('did you mean validate?');
      expect(() => resolveContract('./none.yaml', folder)).toThrow(`File not found: ./none.yaml${known}`);
    });
  });
});

describe('parse flags', () => {
  describe('parseWhole', () => {
    it('reads whole numbers', () => {
      expect(['0', '1000000'].map(parseWhole)).toEqual([0, 1_000_000]);
    });

    it.each(['', '-1', '1.5', '1e3', 'x', '0x10', '9999999999'])('refuses %p', (text) => {
      expect(() => parseWhole(text)).toThrow('Must be a whole number');
    });
  });

  describe('parsePort', () => {
    it('reads ports', () => {
      expect(['0', '4010', '65535'].map(parsePort)).toEqual([0, 4010, 65535]);
    });

    it.each(['65536', '-1', 'http', '', '80.5'])('refuses %p', (text) => {
      expect(() => parsePort(text)).toThrow('Must be a port from 0 (any free port) to 65535.');
    });
  });

  describe('collectScenario', () => {
    it('takes one for all contracts', () => {
      expect(collectScenario('demo', undefined)).toBe('demo');
    });

    it('collects one for each contract', () => {
      expect(collectScenario('b=./x=y.yaml', collectScenario('a=demo', undefined))).toEqual({
        a: 'demo',
        b: './x=y.yaml',
      });
    });

    it.each([
      ['', undefined],
      ['=demo', undefined],
      ['a=', undefined],
      ['demo', 'ties'],
      ['demo', { a: 'ties' }],
      ['a=demo', 'ties'],
    ])('refuses %p after %p', (text, known) => {
      expect(() => collectScenario(text, known)).toThrow(/^(?:Must be a name|Must be one scenario)/);
    });
  });

  describe('parseGreaseSeed', () => {
    it('takes a seed', () => {
      expect(['7', 'monday'].map(parseGreaseSeed)).toEqual(['7', 'monday']);
    });

    it.each(['', 'orders.yaml', './a/orders.yml', 'orders.json', ...builtInContracts()])('does not take %p', (text) => {
      expect(() => parseGreaseSeed(text)).toThrow('Write --grease after the contracts');
    });
  });

  describe('parseDuration', () => {
    it('takes digits alone for milliseconds', () => {
      expect(['500', '-500', '8d', 'P8D', '1.5s'].map(parseDuration)).toEqual([500, -500, '8d', 'P8D', '1.5s']);
    });
  });

  describe('parseTime', () => {
    it('takes many digits for milliseconds, and a few for what has to be written otherwise', () => {
      expect(['1900000000000', '2030', '2030-01-01'].map(parseTime)).toEqual([1_900_000_000_000, '2030', '2030-01-01']);
    });
  });
});

describe('flags that may be given several times', () => {
  it('become values by name', () => {
    expect(collectHeader('b: 2', collectHeader('A:  x: y'))).toEqual({ A: 'x: y', b: '2' });
    expect(collectParameter('c=', collectParameter('a=b=c'))).toEqual({ a: 'b=c', c: '' });
    expect(collectRole('old=B: 2', collectRole('old=A: 1'))).toEqual({ old: { A: '1', B: '2' } });
    expect(collectText('b', collectText('a'))).toEqual(['a', 'b']);
    expect([parseRate('5/s'), parseRate('0.5')]).toEqual([5, 0.5]);
  });

  it('say what would be right', () => {
    expect(() => collectHeader('no colon')).toThrow("Must be 'Name: value'");
    expect(() => collectParameter('=x')).toThrow('Must be name=value');
    expect(() => collectRole('expired')).toThrow('Must be ROLE=');
    expect(() => parseRate('0')).toThrow('Must be a number of requests per second');
  });
});

describe('require token', () => {
  /** Runs a command line; a mock that it starts is stopped at once. */
  function tryOut(words: readonly string[], env: Readonly<Record<string, string>> = {}): ReturnType<typeof run> {
    const terminal = createTestTerminal({ env });
    terminal.stop();
    return run(words, terminal);
  }

  describe('requireValidToken', () => {
    it.each([undefined, '', 'x', 'a token\tof one', 'clé'])('lets %j pass', (token) => {
      expect(() => requireValidToken(token)).not.toThrow();
      // What it lets pass can be sent, and comes as it was.
      expect(new Headers({ token: token ?? '' }).get('token')).toBe(token ?? '');
    });

    const unsendable = [
      'hush\n',
      'hu\nsh',
      'hu\rsh',
      'hu\0sh',
      'hush\u007f',
      ' hush',
      'hush\t',
      'hu€sh',
      'hush\u{1f511}',
    ];
    it.each(unsendable)('refuses %j, and does not show it', async (token) => {
      const refused = {
        exitCode: 2,
        output: '',
        errors: expect.stringMatching(/^pagewright: Invalid admin token .*: must be Latin-1/),
      };
      for (const words of [['clock'], ['serve', '-p', '0']]) {
        const given = await tryOut([...words, '--admin-token', token]);
        expect(given).toEqual(refused);
        expect(given.errors).not.toContain('hu');
        expect(await tryOut(words, { PAGEWRIGHT_ADMIN_TOKEN: token })).toEqual(refused);
      }
    });
  });
});

describe('expandVariables', () => {
  it.each([
    ['env:TOKEN', 't0k'],
    ['env:token', 'env:token'],
    ['x env:TOKEN', 'x env:TOKEN'],
    ['Bearer $TOKEN', 'Bearer t0k'],
    [`$\{TOKEN}x`, 't0kx'],
    ['a$$b', 'a$b'],
    ['costs 5$', 'costs 5$'],
  ])('%s: %s', (text, expected) => {
    expect(expandVariables(text, { TOKEN: 't0k' })).toBe(expected);
  });

  it('says which variable is missing', () => {
    expect(() => expandVariables('$NONE', {})).toThrow('Environment variable NONE is not set');
  });
});
