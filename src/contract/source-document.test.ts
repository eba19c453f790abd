import { describe, expect, it } from '@jest/globals';
import { parseSourceDocument, readSourceDocument, resolveReferences } from './source-document.ts';

describe('parseSourceDocument', () => {
  const document = parseSourceDocument("a:\n  - x: 1\n  - $ref: '#/b'\nb:\n  deep: { key: 2 }\n", 'f.yaml');

  it.each([
    [['a', 0, 'x'], { line: 2, column: 5 }],
    [['a', 1, 'deep', 'key'], { line: 5, column: 11 }],
    [['b', 'missing'], { line: 4, column: 1 }],
    [[], { line: 1, column: 1 }],
  ])('knows where %j stands', (path, place) => {
    expect(document.problemAt(path, 'no')).toEqual({ file: 'f.yaml', ...place, message: 'no' });
  });

  it('reads JSON too', () => {
    expect(parseSourceDocument('{"a": [1, null]}', 'f.json').value).toEqual({ a: [1, null] });
  });

  it('refuses keys that stand twice, with the line', () => {
    expect(() => parseSourceDocument('a: 1\na: 2\n', 'f.yaml')).toThrow(/f\.yaml:2:1 Invalid YAML/);
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

  it.each([
    ['a: 1\n---\nb: 2\n', 'f.yaml:2:1 Invalid YAML: must be a single document; remove the --- and everything after it'],
    ['a: 1\nb: !!js/function "x => 1"\n', 'f.yaml:2:4 Invalid YAML: unknown tag !!js/function'],
  ])('rejects %j, with the line', (text, message) => {
    expect(() => parseSourceDocument(text, 'f.yaml')).toThrow(message);
  });

  it('says that a file ', () => {
    expect(() => readSourceDocument('/no/such/file.yaml')).toThrow(
      '/no/such/file.yaml:1:1 Cannot read the file: no such file',
    );
  });
});

describe('resolve references', () => {
  function resolve(text: string): unknown {
    return resolveReferences(parseSourceDocument(text, 'test.yaml'));
  }

  describe('resolveReferences', () => {
    it('puts the target in the place of a reference, through several steps', () => {
      expect(resolve("a: { $ref: '#/b' }\nb: { $ref: '#/c~1d' }\nc/d: { x: 1 }")).toMatchObject({
        a: { x: 1 },
        b: { x: 1 },
      });
    });

    it('keeps what stands beside a reference', () => {
      expect(resolve("a: { $ref: '#/b', description: mine }\nb: { type: string, description: theirs }")).toMatchObject({
        a: { type: 'string', description: 'mine' },
      });
    });

    it('makes a graph of what refers to itself', () => {
      const { tree } = resolve("tree: { type: object, child: { $ref: '#/tree' } }") as { tree: { child: unknown } };
      expect(tree.child).toBe(tree);
    });

    it('tells the line of a reference that leads nowhere or elsewhere', () => {
      expect(() => resolve("a:\n  b: { $ref: '#/c' }")).toThrow('test.yaml:2:8 Unresolved $ref #/c: nothing is there');
      expect(() => resolve("a: { $ref: 'other.yaml#/c' }")).toThrow(/Unresolved \$ref other\.yaml#\/c: must be within the file/);
    });
  });
});
