import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from '@jest/globals';
import { fc } from '../testing/properties.ts';
import { parseSourceDocument, readSourceDocument } from './source-document.ts';

describe('parseSourceDocument', () => {
  const yaml = parseSourceDocument('a:\n  - x: 1\n  - y: 2\nb:\n  deep: { key: 2 }\n', 'f.yaml');
  const json = parseSourceDocument('{\n  "a": [\n {"x": 1}, {"y": 2}],\n  "b": {"deep": {"key": 2}}}', 'f.json');

  it.each([
    [['a', 0, 'x'], { line: 2, column: 5 }],
    [['a', 1], { line: 3, column: 5 }],
    [['b', 'deep', 'key'], { line: 5, column: 11 }],
    [['b', 'missing'], { line: 4, column: 1 }],
    [[], { line: 1, column: 1 }],
  ])('knows where %j stands in YAML', (path, place) => {
    expect(yaml.problemAt(path, 'no')).toEqual({ file: 'f.yaml', ...place, message: 'no' });
  });

  it.each([
    [['a', 0, 'x'], { line: 3, column: 3 }],
    [['a', 1], { line: 3, column: 12 }],
    [['b', 'deep', 'key'], { line: 4, column: 18 }],
    [['b', 'missing'], { line: 4, column: 3 }],
    [[], { line: 1, column: 1 }],
  ])('knows where %j stands in JSON', (path, place) => {
    expect(json.problemAt(path, 'no')).toEqual({ file: 'f.json', ...place, message: 'no' });
  });

  it('finds each key and element of any JSON', () => {
    const keys = fc.uniqueArray(fc.string({ minLength: 1, maxLength: 4 }), { maxLength: 4 });
    fc.assert(
      fc.property(fc.jsonValue({ maxDepth: 3 }), keys, fc.constantFrom(undefined, 1, '\t'), (value, names, indent) => {
        const root = { filler: { '\\"}': value }, found: Object.fromEntries(names.map((name) => [name, value])) };
        const text = JSON.stringify(root, null, indent);
        const source = parseSourceDocument(text, 'f.json');
        for (const name of names) {
          const { line, column } = source.problemAt(['found', name], '');
          const rest = text
            .split('\n')
            .slice(line - 1)
            .join('\n')
            .slice(column - 1);
          expect(rest.startsWith(`${JSON.stringify(name)}:`)).toBe(true);
        }
      }),
    );
  });

  it('merges what a << key names, and knows where it stands', () => {
    const source = parseSourceDocument('a: &a { x: 1, y: 1 }\nb:\n  <<: *a\n  y: 2\nc: *a\n', 'f.yaml');
    expect(source.value).toEqual({ a: { x: 1, y: 1 }, b: { x: 1, y: 2 }, c: { x: 1, y: 1 } });
    expect(source.problemAt(['b', 'x'], 'no')).toMatchObject({ line: 1, column: 9 });
    expect(source.problemAt(['b', 'y'], 'no')).toMatchObject({ line: 4, column: 3 });
    expect(source.problemAt(['c', 'y'], 'no')).toMatchObject({ line: 1, column: 15 });
  });

  it('refuses keys that stand twice, with the line', () => {
    expect(() => parseSourceDocument('a: 1\na: 2\n', 'f.yaml')).toThrow(
      'f.yaml:2:1 Invalid YAML: Map keys must be unique',
    );
    expect(() => parseSourceDocument('{"a": [{"b": 1,\n"b": 2}]}', 'f.json')).toThrow(
      'f.json:2:1 Invalid JSON: Map keys must be unique',
    );
  });

  it('refuses aliases that multiply beyond measure', () => {
    const bomb = [
      'a: &a [x, x, x, x, x, x, x, x, x, x]',
      ...[...'bcdefgh'].map(
        (name, index) => `${name}: &${name} [${Array(10).fill(`*${'abcdefg'[index]}`).join(', ')}]`,
      ),
    ].join('\n');
    expect(() => parseSourceDocument(bomb, 'bomb.yaml')).toThrow(/bomb\.yaml:1:1 Invalid YAML/);
  });

  it('refuses what is nested too deeply, once', () => {
    expect(() => parseSourceDocument('['.repeat(5000), 'f.yaml')).toThrow(
      /^f\.yaml:1:\d+ Invalid YAML: nested too deeply$/,
    );
  });

  it('reads an alias that is used thousands of times', () => {
    const text = `a: &a { x: 1 }\nb: [${Array(5000).fill('*a').join(', ')}]\n`;
    expect((parseSourceDocument(text, 'f.yaml').value as { b: unknown[] }).b).toHaveLength(5000);
  });

  it.each([
    ['a: 1\n---\nb: 2\n', 'f.yaml:2:1 Invalid YAML: must be a single document; remove the --- and everything after it'],
    ['a: 1\nb: !!js/function "x => 1"\n', 'f.yaml:2:4 Invalid YAML: unknown tag !!js/function'],
    ['{"a": 1,\n "b": }}', 'f.yaml:2:8 Invalid YAML'],
    ['a: 1\nb: [*a, 2]\n', 'f.yaml:2:5 Invalid YAML: unknown alias *a; there is no &a before it'],
    [
      'a: { b: 1\n',
      'f.yaml:2:1 Invalid YAML: a map in braces in block collection must be sufficiently indented and end with a }',
    ],
  ])('rejects %j, with the line', (text, message) => {
    expect(() => parseSourceDocument(text, 'f.yaml')).toThrow(message);
  });

  it('says of a file that is to be JSON that its JSON is invalid', () => {
    expect(() => parseSourceDocument('{"a": 1', 'f.json')).toThrow(
      'f.json:1:8 Invalid JSON: a map in braces must end with a }',
    );
  });
});

describe('readSourceDocument', () => {
  function write(bytes: Buffer): string {
    const file = join(mkdtempSync(join(tmpdir(), 'source-')), 'f.yaml');
    writeFileSync(file, bytes);
    return file;
  }

  const text = 'a: é\n';
  const bigEndian = Buffer.from(`\ufeff${text}`, 'utf16le').swap16();

  it.each([
    ['UTF-8', Buffer.from(text)],
    ['UTF-8 with a mark', Buffer.from(`\ufeff${text}`)],
    ['UTF-16 of little ends', Buffer.from(`\ufeff${text}`, 'utf16le')],
    ['UTF-16 without a mark', Buffer.from(text, 'utf16le')],
    ['UTF-16 of big ends', bigEndian],
  ])('reads %s', (_, bytes) => {
    const source = readSourceDocument(write(bytes));
    expect(source.value).toEqual({ a: 'é' });
    expect(source.problemAt(['a'], 'no')).toMatchObject({ line: 1, column: 1 });
  });

  it('says that a file is not there', () => {
    expect(() => readSourceDocument('/no/such/file.yaml')).toThrow(
      '/no/such/file.yaml:1:1 Cannot read the file: no such file',
    );
    expect(() => readSourceDocument(tmpdir())).toThrow('Cannot read the file: it is a folder');
  });
});
