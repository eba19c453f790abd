import { describe, expect, it } from '@jest/globals';
import { codePoint, fc } from '../testing/properties.ts';
import { parseQuery } from './parse-query.ts';

describe('parseQuery', () => {
  it.each([
    ['', []],
    ['a=1', [['a', '1']]],
    [
      'a=1&b=2&a=3',
      [
        ['a', '1'],
        ['b', '2'],
        ['a', '3'],
      ],
    ],
    ['a', [['a', '']]],
    ['a=', [['a', '']]],
    ['=a', [['', 'a']]],
    ['a==', [['a', '=']]],
    [
      '&&a=1&&b=2&',
      [
        ['a', '1'],
        ['b', '2'],
      ],
    ],
    ['a=b+c%20d%2Be', [['a', 'b c d+e']]],
    ['metadata%5B0%5D=k', [['metadata[0]', 'k']]],
    ['a+b=%C3%A9', [['a b', 'é']]],
  ])('reads %j', (raw, pairs) => {
    expect(parseQuery(raw)).toEqual(pairs);
  });

  // What urllib.parse.parse_qsl of Python 3.11 makes of them.
  it.each([
    ['%', '%'],
    ['%zz', '%zz'],
    ['%4', '%4'],
    ['%C3', '\ufffd'],
    ['%C3a', '\ufffda'],
    ['%C3%28', '\ufffd('],
    ['%ED%A0%80', '\ufffd\ufffd\ufffd'],
    ['%F0%9F%98', '\ufffd'],
    ['%F0%9F%98%80%FF', '😀\ufffd'],
    ['é%FFé', 'é\ufffdé'],
    ['%25zz%zz', '%zz%zz'],
  ])('reads the broken escape %s as Python does', (value, expected) => {
    expect(parseQuery(`a=${value}`)).toEqual([['a', expected]]);
  });

  it('leaves out what comes after a thousand parameters', () => {
    const raw = Array.from({ length: 1500 }, (_, index) => `p${index}`).join('&');
    const pairs = parseQuery(raw);
    expect(pairs).toHaveLength(1000);
    expect(pairs.at(-1)).toEqual(['p999', '']);
  });

  it('gives back what URLSearchParams wrote', () => {
    const pairs = fc.array(fc.tuple(fc.string({ unit: codePoint, minLength: 1 }), fc.string({ unit: codePoint })));
    fc.assert(fc.property(pairs, (pairs) => expect(parseQuery(new URLSearchParams(pairs).toString())).toEqual(pairs)));
  });

  it('reads any text without throwing', () => {
    const text = fc.string({ unit: fc.constantFrom('%', '&', '=', '+', 'C', '3', 'f', 'z', 'é', '\ud800') });
    fc.assert(fc.property(text, (text) => expect(parseQuery(text).flat().join('')).not.toContain('&')));
  });
});
