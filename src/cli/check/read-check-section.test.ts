import { mkdirSync, mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from '@jest/globals';
import { readCheckSection } from './read-check-section.ts';

function folderWith(files: Readonly<Record<string, string>>): string {
  const folder = mkdtempSync(join(tmpdir(), 'config-'));
  mkdirSync(join(folder, 'sub'));
  for (const [name, text] of Object.entries(files)) writeFileSync(join(folder, name), text);
  return folder;
}

describe('readCheckSection', () => {
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
    expect(readCheckSection(undefined, folder)).toEqual({
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
    expect(readCheckSection('sub/own.json', folder)).toEqual({ waivers: join(folder, 'sub/known.yaml') });
  });

  it.each(['', 'port: 4010', 'check: {}'])('finds nothing in %j', (text) => {
    expect(readCheckSection(undefined, folderWith({ 'pagewright.config.yml': text }))).toEqual({});
  });

  it('finds nothing where there is no file, unless one is named', () => {
    const folder = folderWith({});
    expect(readCheckSection(undefined, folder)).toEqual({});
    expect(() => readCheckSection('none.yaml', folder)).toThrow('there is no configuration file none.yaml');
  });

  it.each([
    ['check: nope', ':1:1 expected settings by name'],
    ['check:\n  headr: {}', ':2:3 there is no setting headr; did you mean header'],
    ['check:\n  constructor: 1', ':2:3 there is no setting constructor; there are base-url, header'],
    ['check: { base-url: 7 }', 'expected a text'],
    ['check: { json: "" }', 'expected a file, or - for standard output'],
    ['check: { rate: 0 }', 'expected a number above 0'],
    ['check: { max-requests: 1.5 }', 'expected a whole number above 0'],
    ['check: { strict: maybe }', 'expected true or false'],
    ['check: { only: a }', 'expected a list of texts'],
    ['check: { header: [a] }', 'expected a map from name to text'],
    ['check: { header: { a: 1 } }', 'expected a map from name to text'],
    ['check: { as: { expired: old } }', 'expected a map from role to a map of headers'],
  ])('says what is wrong with %j', (text, message) => {
    const folder = folderWith({ 'pagewright.config.yaml': text });
    expect(() => readCheckSection(undefined, folder)).toThrow(message);
  });
});
