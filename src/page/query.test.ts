import { describe, expect, it } from '@jest/globals';
import type { Filter, Limit, LinkPolicy, Page, QuerySyntax } from '../contract/contract.ts';
import { codePoint, fc } from '../testing/properties.ts';
import { findBrokenRules, parseInteger, parseNumber, resolveLimit } from './limit.ts';
import { createLinkBuilder } from './links.ts';
import { createParameterTest, encodeComponent, parseQuery, readLimit, readValues } from './query.ts';
import { DECIMAL, JAVASCRIPT, LIMIT, PYTHON } from './testing/sample-contract.ts';

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
    links: { keep: 'all', parameterOrder: 'asSent', encoding: 'percent', firstPosition: 'stated' },
  };

  function createFilter(parameter: string, serialization: Filter['serialization']): Filter {
    return { parameter, fields: [], operator: 'equals', ignoreCase: false, serialization };
  }

  describe('createParameterTest', () => {
    const isDeclared = createParameterTest({
      page: PAGE,
      parameters: [
        { name: 'state', in: 'query', style: 'form', explode: true, required: false, schema: {} },
        { name: 'x-version', in: 'header', style: 'simple', explode: false, required: true, schema: {} },
      ],
      order: { by: [], parameter: { name: 'ordering', fields: new Map(), orders: new Map(), unknown: 'ignore' } },
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

describe('readLimit', () => {
  const { default: usual, minimum, maximum, parameter = '' } = LIMIT;
  const contract = { page: { limit: LIMIT } } as Parameters<typeof readLimit>[0];

  it.each([
    ['nothing', '', usual],
    ['a size within the bounds', String(minimum + 1), minimum + 1],
    ['the greatest size', String(maximum), maximum],
    ['a size above the maximum', String(maximum + 1), maximum],
    ['a size below the minimum', String(minimum - 1), usual],
    ['what is no number', 'many', usual],
  ])('reads %s', (_, text, size) => {
    expect(readLimit(contract, { query: text === '' ? '' : `${parameter}=${text}` })).toBe(size);
  });
});

describe('limit', () => {
  describe('resolve limit', () => {
    const BASE = { default: 20, minimum: 1, maximum: 100 };

    /** The limit, or the rules that are broken. */
    function resolve(raw: string, limit: Limit, syntax: QuerySyntax): number | readonly string[] {
      const reading = resolveLimit(parseQuery(raw), limit, syntax);
      return reading.ok ? reading.limit : reading.violations.map(({ parameter, rule }) => `${parameter} ${rule}`);
    }

    describe('resolveLimit', () => {
      // As NestJS 11 was recorded, with class-validator behind it.
      it.each([
        ['', 10],
        ['take=', ['take minimum']],
        ['take=0', ['take minimum']],
        ['take=-1', ['take minimum']],
        ['take=101', ['take maximum']],
        ['take=100', 100],
        ['take=abc', ['take maximum', 'take minimum', 'take type']],
        ['take=10&take=20', ['take maximum', 'take minimum', 'take type']],
        ['take=1e1', 10],
        ['take=%2010', 10],
        ['take=0x10', 16],
        ['take=1.5', ['take type']],
      ])('rejects like NestJS: %j gives %j', (raw, expected) => {
        const limit: Limit = {
          ...BASE,
          default: 10,
          parameter: 'take',
          above: 'reject',
          below: 'reject',
          malformed: 'reject',
        };
        expect(resolve(raw, limit, JAVASCRIPT)).toEqual(expected);
      });

      // As Django REST framework 3.16 was recorded.
      it.each([
        ['', 20],
        ['page_size=0', 20],
        ['page_size=-1', 20],
        ['page_size=abc', 20],
        ['page_size=', 20],
        ['page_size=1.5', 20],
        ['page_size=100', 100],
        ['page_size=101', 100],
        ['page_size=99999999999999999999', 100],
        ['page_size=5&page_size=7', 7],
      ])('corrects like Django REST framework: %j gives %j', (raw, expected) => {
        const limit: Limit = {
          ...BASE,
          parameter: 'page_size',
          above: 'clamp',
          below: 'default',
          malformed: 'default',
        };
        expect(resolve(raw, limit, PYTHON)).toEqual(expected);
      });

      it.each([
        ['limit=0', 1],
        ['limit=-7', 1],
        ['limit=1000', 100],
        ['limit=abc', 20],
        ['limit=1&limit=2', 20],
      ])('clamps what has a nearest bound: %j gives %j', (raw, expected) => {
        const limit: Limit = { ...BASE, parameter: 'limit', above: 'clamp', below: 'clamp', malformed: 'clamp' };
        expect(resolve(raw, limit, DECIMAL)).toEqual(expected);
      });

      it('clamps a fraction to an integer within bounds', () => {
        const limit: Limit = { ...BASE, parameter: 'limit', above: 'clamp', below: 'clamp', malformed: 'clamp' };
        expect(resolve('limit=1.5', limit, JAVASCRIPT)).toBe(1);
        expect(resolve('limit=0.5', limit, JAVASCRIPT)).toBe(1);
        expect(resolve('limit=-Infinity', limit, JAVASCRIPT)).toBe(1);
      });

      it('allows zero where the contract does', () => {
        const limit: Limit = {
          ...BASE,
          minimum: 0,
          parameter: 'limit',
          above: 'clamp',
          below: 'reject',
          malformed: 'reject',
        };
        expect(resolve('limit=0', limit, DECIMAL)).toBe(0);
        expect(resolve('limit=-1', limit, DECIMAL)).toEqual(['limit minimum']);
      });
    });
  });

  describe('parse integer', () => {
    const LARGEST = Number.MAX_SAFE_INTEGER;

    describe('parseInteger', () => {
      it.each([
        ['0', 0],
        ['007', 7],
        ['-12', -12],
        ['-0', 0],
        ['99999999999999999999', LARGEST],
        [`-${'9'.repeat(400)}`, -LARGEST],
        ['', undefined],
        ['+1', undefined],
        [' 1', undefined],
        ['1.0', undefined],
        ['1e1', undefined],
        ['0x10', undefined],
        ['1_0', undefined],
        ['١', undefined],
        ['-', undefined],
        ['NaN', undefined],
        ['Infinity', undefined],
      ])('reads %j as decimal', (text, value) => {
        expect(parseInteger(text, 'decimal')).toBe(value);
      });

      // What int() of Python 3.11 makes of them.
      it.each([
        ['02', 2],
        [' 2', 2],
        ['\t2\n', 2],
        ['\u20032\x85', 2],
        ['+2', 2],
        ['-2', -2],
        ['-0', 0],
        ['1_0', 10],
        ['1_000_000', 1_000_000],
        ['٣٤', 34],
        ['１２3', 123],
        ['𝟘𝟙𝟚', 12],
        ['𝟗𝟘𝟡', 909],
        ['9999999999999999999999', LARGEST],
        ['', undefined],
        [' ', undefined],
        ['\ufeff2', undefined],
        ['\x1c2', undefined],
        ['\u200b2', undefined],
        ['- 2', undefined],
        ['+-2', undefined],
        ['_1', undefined],
        ['1_', undefined],
        ['1__0', undefined],
        ['1 0', undefined],
        ['1.0', undefined],
        ['1e1', undefined],
        ['0x10', undefined],
        ['²', undefined],
        ['Ⅷ', undefined],
        ['inf', undefined],
      ])('reads %j as Python does', (text, value) => {
        expect(parseInteger(text, 'python')).toBe(value);
      });

      it.each([
        ['', 0],
        [' ', 0],
        [' 10', 10],
        ['1e1', 10],
        ['0x10', 16],
        ['1.0', 1],
        ['-0', 0],
        ['1e300', 1e300],
        ['1.5', undefined],
        ['abc', undefined],
        ['1_0', undefined],
        ['Infinity', undefined],
        ['NaN', undefined],
      ])('reads %j as JavaScript does', (text, value) => {
        expect(parseInteger(text, 'javascript')).toBe(value);
      });

      it('reads any text in any spelling as an integer or not at all', () => {
        const text = fc.string({ unit: fc.constantFrom(...'0129+-_.ex \t٣Ⅷ') });
        const spelling = fc.constantFrom('decimal', 'python', 'javascript');
        fc.assert(
          fc.property(text, spelling, (text, spelling) => {
            const value = parseInteger(text, spelling);
            expect(value === undefined || Number.isInteger(value)).toBe(true);
          }),
        );
      });

      it('takes no longer than it should over a long hostile text', () => {
        const text = `${' '.repeat(8000)}${'1_'.repeat(4000)}`;
        expect(parseInteger(text, 'python')).toBeUndefined();
      });
    });

    describe('parseNumber', () => {
      it('keeps what JavaScript knows beside integers', () => {
        expect(parseNumber('1.5', 'javascript')).toBe(1.5);
        expect(parseNumber('Infinity', 'javascript')).toBe(Number.POSITIVE_INFINITY);
      });

      it('is NaN for what is no number', () => {
        expect(parseNumber('abc', 'decimal')).toBeNaN();
        expect(parseNumber('1.5', 'python')).toBeNaN();
      });
    });
  });

  describe('findBrokenRules', () => {
    it.each([
      [1, []],
      [100, []],
      [0, ['minimum']],
      [101, ['maximum']],
      [1.5, ['type']],
      [-1.5, ['minimum', 'type']],
      [Number.NaN, ['maximum', 'minimum', 'type']],
      [Number.POSITIVE_INFINITY, ['maximum', 'type']],
    ])('finds that %d breaks %j', (value, broken) => {
      expect(findBrokenRules(value, { minimum: 1, maximum: 100 })).toEqual(broken);
    });

    it('knows no maximum where there is none', () => {
      expect(findBrokenRules(Number.NaN, { minimum: 0 })).toEqual(['minimum', 'type']);
      expect(findBrokenRules(1e300, { minimum: 0 })).toEqual([]);
    });
  });
});

describe('build link', () => {
  const AS_SENT: LinkPolicy = {
    keep: 'declared',
    parameterOrder: 'asSent',
    encoding: 'percent',
    firstPosition: 'stated',
  };
  const SORTED: LinkPolicy = { keep: 'all', parameterOrder: 'sorted', encoding: 'form', firstPosition: 'omitted' };
  const DECLARED = new Set(['limit', 'state', 'from']);

  function build(raw: string, value: string | undefined, policy: LinkPolicy): string {
    const url = { origin: 'https://api.example.com', path: '/v1/customers', query: parseQuery(raw) };
    return createLinkBuilder(url, policy, 'page', (name) => DECLARED.has(name))(value);
  }

  describe('createLinkBuilder', () => {
    it.each([
      ['', '?page=eyJ2%3D'],
      ['limit=2', '?limit=2&page=eyJ2%3D'],
      ['page=1&state=a+b&limit=2', '?state=a%20b&limit=2&page=eyJ2%3D'],
      ['state=b&state=a', '?state=b&state=a&page=eyJ2%3D'],
      ['page=1&page=2', '?page=eyJ2%3D'],
      ['utm=1&limit=2&&state', '?limit=2&state=&page=eyJ2%3D'],
      ['limit=%zz&from=%C3', '?limit=%25zz&from=%EF%BF%BD&page=eyJ2%3D'],
    ])('keeps declared parameters as they were sent: %j becomes %s', (raw, query) => {
      expect(build(raw, 'eyJ2=', AS_SENT)).toBe(`https://api.example.com/v1/customers${query}`);
    });

    // What replace_query_param and remove_query_param of Django REST framework 3.16 make of them.
    it.each([
      ['', '?page=2', ''],
      ['page=7', '?page=2', ''],
      ['z=1&a=2', '?a=2&page=2&z=1', '?a=2&z=1'],
      ['a=b%20c%2Bd&A=1&_=2', '?A=1&_=2&a=b+c%2Bd&page=2', '?A=1&_=2&a=b+c%2Bd'],
      ['b=2&a=1&b=1&a', '?a=1&a=&b=2&b=1&page=2', '?a=1&a=&b=2&b=1'],
      ['page_size=5&pag=1&pagf=1', '?pag=1&page=2&page_size=5&pagf=1', '?pag=1&page_size=5&pagf=1'],
      ['%F0%9F%98%80=1&%EF%BC%81=2', '?page=2&%EF%BC%81=2&%F0%9F%98%80=1', '?%EF%BC%81=2&%F0%9F%98%80=1'],
      ['a=%C3&b=%zz&c=~%2A', '?a=%EF%BF%BD&b=%25zz&c=~%2A&page=2', '?a=%EF%BF%BD&b=%25zz&c=~%2A'],
    ])('sorts like Django REST framework: %j becomes %s, and %s for the first page', (raw, query, first) => {
      expect(build(raw, '2', SORTED)).toBe(`https://api.example.com/v1/customers${query}`);
      expect(build(raw, undefined, SORTED)).toBe(`https://api.example.com/v1/customers${first}`);
    });
  });
});
