import { describe, expect, it } from '@jest/globals';
import type { Filter, Page } from '../contract/contract.ts';
import { codePoint, fc } from '../testing/properties.ts';
import { createParameterTest, encodeComponent, parseQuery, readValues } from './query.ts';
import { LIMIT } from './testing/sample-contract.ts';

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

describe('readValues', () => {
  it.each([
    ['b=1', 'first', 'value', []],
    ['a=1', 'first', 'value', ['1']],
    ['a=1&a=2', 'first', 'value', ['1']],
    ['a=1&a=2', 'last', 'value', ['2']],
    ['a=1&b=0&a=2', 'reject', 'value', ['1', '2']],
    ['a=', 'last', 'value', ['']],
    ['a=', 'last', 'ignore', []],
    ['a=', 'reject', 'ignore', []],
    ['a=1&a=', 'last', 'ignore', []],
    ['a=&a=1', 'last', 'ignore', ['1']],
  ] as const)('of %j counts (repeated: %s, empty: %s) %j', (raw, repeated, empty, values) => {
    expect(readValues(parseQuery(raw), 'a', { repeated, empty })).toEqual(values);
  });
});

describe('create parameter test', () => {
  const PAGE: Page = {
    style: 'keyset',
    limit: LIMIT,
    position: 'offset',
    token: { encoding: 'none', boundTo: new Set() },
    direction: { parameter: 'direction', forward: 'forward', backward: 'backward' },
  };

  function createFilter(parameter: string, serialization: Filter['serialization']): Filter {
    return { parameter, fields: [], operator: 'equals', ignoreCase: false, serialization };
  }

  describe('createParameterTest', () => {
    const isDeclared = createParameterTest({
      page: PAGE,
      parameters: [
        { name: 'state', in: 'query', required: false, schema: {} },
        { name: 'x-version', in: 'header', required: true, schema: {} },
      ],
      order: { by: [], parameter: { name: 'ordering', fields: new Map(), unknown: 'ignore' } },
      filters: [
        createFilter('created__gte', 'plain'),
        createFilter('metadata__*', 'captured'),
        createFilter('metadata', 'indexed'),
      ],
    });

    it.each([
      'state',
      'limit',
      'offset',
      'direction',
      'ordering',
      'created__gte',
      'metadata__order_id',
      'metadata[0]',
      'metadata[12]',
    ])('knows %s', (name) => {
      expect(isDeclared(name)).toBe(true);
    });

    it.each(['x-version', 'State', 'metadata__', 'metadata[]', 'metadata[0', 'created__gte[0]', 'utm_source', ''])(
      'does not know %j',
      (name) => {
        expect(isDeclared(name)).toBe(false);
      },
    );
  });
});

describe('encodeComponent', () => {
  it.each([
    ['AZaz09-._~', 'AZaz09-._~', 'AZaz09-._~'],
    ['a b', 'a%20b', 'a+b'],
    ['a+b', 'a%2Bb', 'a%2Bb'],
    ['eyJ2=', 'eyJ2%3D', 'eyJ2%3D'],
    ["!'()*", '%21%27%28%29%2A', '%21%27%28%29%2A'],
    ['é/😀', '%C3%A9%2F%F0%9F%98%80', '%C3%A9%2F%F0%9F%98%80'],
    ['a\ud800b', 'a%EF%BF%BDb', 'a%EF%BF%BDb'],
  ])('encodes %j as %s and in a form as %s', (text, percent, form) => {
    expect(encodeComponent(text, 'percent')).toBe(percent);
    expect(encodeComponent(text, 'form')).toBe(form);
  });

  it('is undone by reading the query', () => {
    const encoding = fc.constantFrom('percent', 'form');
    fc.assert(
      fc.property(fc.string({ unit: codePoint }), encoding, (text, encoding) => {
        expect(parseQuery(`a=${encodeComponent(text, encoding)}`)).toEqual([['a', text]]);
      }),
    );
  });
});
