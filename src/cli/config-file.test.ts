import { mkdirSync, mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from '@jest/globals';
import { builtInContracts } from '../contract/load-contracts.ts';
import { readCheckSettings, readServeSettings, resolveFiles } from './config-file.ts';
import { resolveContract } from './contract-files.ts';
import {
  collectHeader,
  collectParameter,
  collectRole,
  collectScenario,
  collectText,
  expandVariables,
  parseDuration,
  parseGreaseSeed,
  parsePort,
  parseRate,
  parseTime,
  parseWhole,
  requireValidToken,
} from './flags.ts';
import { createTestTerminal, run } from './testing/test-terminal.ts';

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
      ['faults:\n  - latency\n  - latenc', ':3:5 there is no fault "latenc"; did you mean latency?'],
      ['session-idle: true', 'Invalid session-idle true: must be text or a number'],
      ['seed: [1]', 'Invalid seed [1]: must be text or a number'],
      ['[1]', 'Must be a map of settings: contracts, port'],
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

  it.each([
    ['check: nope', ':1:1 Must be a map of settings'],
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
      expect(() => parseWhole(text)).toThrow('Must be a whole number.');
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
      expect(() => collectScenario(text, known)).toThrow(/^(?:Must be a name|Give either one scenario)/);
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
    expect(() => parseRate('0')).toThrow('Must be requests per second');
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
