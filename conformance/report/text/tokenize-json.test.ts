import { describe, expect, it } from '@jest/globals';
import { codePoint, fc } from '../../../src/testing/properties.ts';
import { tokenizeJson } from './tokenize-json.ts';

describe('tokenizeJson', () => {
  it('knows keys from strings, and keeps every spelling', () => {
    const tokens = tokenizeJson('{"a\\"b": ["x", 1.00, -2e+5, null],\n "c": true}');
    expect(tokens.filter(({ kind }) => kind !== 'punctuation')).toEqual([
      { kind: 'key', text: '"a\\"b"' },
      { kind: 'string', text: '"x"' },
      { kind: 'number', text: '1.00' },
      { kind: 'number', text: '-2e+5' },
      { kind: 'literal', text: 'null' },
      { kind: 'key', text: '"c"' },
      { kind: 'literal', text: 'true' },
    ]);
  });

  it('takes what was cut off', () => {
    expect(tokenizeJson('{"a": "unfin').map(({ text }) => text)).toEqual(['{', '"a"', ':', '"unfin']);
  });

  it('loses nothing but blanks, of any text', () => {
    fc.assert(
      fc.property(fc.oneof(fc.string({ unit: codePoint }), fc.json()), (text) => {
        const tokens = tokenizeJson(text);
        expect(
          tokens
            .map((token) => token.text)
            .join('')
            .replace(/\s/g, ''),
        ).toBe(text.replace(/\s/g, ''));
      }),
    );
  });
});
