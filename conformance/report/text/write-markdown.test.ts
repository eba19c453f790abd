import { describe, expect, it } from '@jest/globals';
import { fc } from '../../../src/testing/properties.ts';
import { writeCode, writeCodeBlock, writeRow, writeSentence } from './write-markdown.ts';

describe('writeSentence', () => {
  it('keeps code, and lets nothing else be markup', () => {
    expect(writeSentence('MUST give `a|b` **now** <b>x</b> & [y](z)\n# no')).toBe(
      'MUST give `a|b` \\*\\*now\\*\\* &lt;b&gt;x&lt;/b&gt; &amp; \\[y\\](z) \\# no',
    );
  });

  it('makes no links', () => {
    expect(writeSentence('see https://evil.example or www.evil.example')).toBe(
      'see https\\://evil.example or www\\.evil.example',
    );
  });
});

describe('writeCode', () => {
  it.each([
    ['a<b', '`a<b`'],
    ['a`b', '``a`b``'],
    ['``', '``` `` ```'],
    ['a\n\nb', '`a b`'],
    [' ', '(empty)'],
  ])('writes %j', (text, code) => {
    expect(writeCode(text)).toBe(code);
  });

  it('is never ended by its text', () => {
    const text = fc.string({ unit: fc.constantFrom('`', 'a', ' ', '\n', '|') }).filter((value) => value.trim() !== '');
    fc.assert(
      fc.property(text, (value) => {
        const [, fence = '', inner = ''] = /^(`+)(.*?)\1$/s.exec(writeCode(value)) ?? [];
        expect([...inner.matchAll(/`+/g)].map(([run]) => run.length)).not.toContain(fence.length);
      }),
    );
  });
});

describe('writeCodeBlock', () => {
  it('has a fence longer than any in its text', () => {
    expect(writeCodeBlock('a\n````\nb', 'json')).toBe('`````json\na\n````\nb\n`````');
    expect(writeCodeBlock('a', '')).toBe('```\na\n```');
  });
});

describe('writeRow', () => {
  it('lets no cell end early', () => {
    expect(writeRow([writeSentence('a|b'), writeCode('c|d')])).toBe('| a&#124;b | `c\\|d` |');
  });
});
