import { describe, expect, it } from '@jest/globals';
import { resolveReferences } from './resolve-references.ts';
import { parseSourceDocument } from './source-document.ts';

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
    expect(() => resolve("a:\n  b: { $ref: '#/c' }")).toThrow('test.yaml:2:8 $ref #/c: nothing stands there');
    expect(() => resolve("a: { $ref: 'other.yaml#/c' }")).toThrow(/only references within the file are read/);
  });
});
