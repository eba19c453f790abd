import { mkdirSync, mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from '@jest/globals';
import { builtInContracts } from '../../contract/load-contracts.ts';
import { readConfigFile } from './read-config-file.ts';

const [builtIn = ''] = builtInContracts();

function folderWith(files: Readonly<Record<string, string>>): string {
  const folder = mkdtempSync(join(tmpdir(), 'config-'));
  mkdirSync(join(folder, 'sub'));
  for (const [name, text] of Object.entries(files)) writeFileSync(join(folder, name), text);
  return folder;
}

describe('readConfigFile', () => {
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
    expect(readConfigFile(undefined, folder)).toEqual({
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
    expect(readConfigFile('sub/other.json', folder)).toEqual({
      contracts: [join(folder, 'sub/own.yaml')],
      scenario: join(folder, 'sub/x/y.yaml'),
    });
  });

  it('has no settings without a file, or with an empty one', () => {
    expect(readConfigFile(undefined, folderWith({}))).toEqual({});
    expect(readConfigFile(undefined, folderWith({ 'pagewright.config.yml': '' }))).toEqual({});
  });

  it.each([
    ['prot: 1', ':1:1 there is no setting prot; did you mean port?'],
    ['cors: true\npublicUrl: x', ':2:1 there is no setting publicUrl; did you mean public-url?'],
    ['port: http', ':1:1 port is "http"; expected a whole number'],
    ['cors: 1', ':1:1 cors is 1; expected true or false'],
    ['contracts: demo', 'expected a list of contract ids and files'],
    ['contracts: []', 'expected a list of contract ids and files'],
    ['scenario: [a]', 'expected a name, a file, or a map from contract id to either'],
    ['key: ""', 'key is something else; expected a text'],
    ['grease: [1]', 'grease is [1]; expected true, false, or a seed'],
    ['faults: latency', 'expected a list of faults'],
    ['faults:\n  - latency\n  - latenc', ':3:5 there is no fault "latenc"; did you mean latency?'],
    ['session-idle: true', 'session-idle is true; expected a text or a number'],
    ['seed: [1]', 'expected a text or a number'],
    ['[1]', 'expected settings by name: contracts, port'],
    ['a: b: c', 'not valid YAML'],
  ])('says what is wrong with %p', (text, message) => {
    expect(() => readConfigFile(undefined, folderWith({ 'pagewright.config.yaml': text }))).toThrow(message);
  });

  it('shows no secret where one is not as it should be', () => {
    const folder = folderWith({ 'pagewright.config.yaml': 'admin-token: 12345678' });
    expect(() => readConfigFile(undefined, folder)).toThrow('admin-token is something else; expected a text');
    expect(() => readConfigFile(undefined, folder)).not.toThrow('12345678');
  });

  it('takes grease without a seed', () => {
    const folder = folderWith({ 'pagewright.config.yaml': 'grease: true' });
    expect(readConfigFile(undefined, folder)).toEqual({ grease: true });
  });

  it('says that a file is not there', () => {
    expect(() => readConfigFile('none.yaml', folderWith({}))).toThrow('there is no configuration file none.yaml');
  });
});
