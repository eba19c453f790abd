import { describe, expect, it } from '@jest/globals';
import { fc, grapheme } from '../../src/testing/properties.ts';
import type { TargetRequest } from './target.ts';
import {
  addUsualQuery,
  encodeQuery,
  expandPath,
  locateLink,
  locateRequest,
  parseBaseUrl,
  resolveLink,
  toRequestTarget,
  toWireText,
} from './url.ts';

describe('parseBaseUrl', () => {
  it.each([
    ['http://127.0.0.1:4010', 'http://127.0.0.1:4010', ''],
    ['http://127.0.0.1:4010/', 'http://127.0.0.1:4010', ''],
    ['https://Staging.Example:443/api/v2/', 'https://staging.example', '/api/v2'],
    ['http://[::1]:8080/a%20b', 'http://[::1]:8080', '/a%20b'],
  ])('takes %s apart', (text, origin, prefix) => {
    expect(parseBaseUrl(text)).toEqual({ origin, prefix });
  });

  it('turns a user and a password into Basic credentials', () => {
    const authorization = `Basic ${Buffer.from('me:p@ss').toString('base64')}`;
    expect(parseBaseUrl('https://me:p%40ss@staging.example')).toEqual({
      origin: 'https://staging.example',
      prefix: '',
      authorization,
    });
  });

  it.each(['', 'staging.example', '/api', 'ftp://host', 'localhost:3000'])('says what is wrong with %j', (text) => {
    expect(() => parseBaseUrl(text)).toThrow('must be an http:// or https:// URL');
  });

  it('refuses a query and a fragment without repeating the password', () => {
    expect(() => parseBaseUrl('https://me:hunter22@host/api?x=1')).toThrow(
      'Invalid base URL https://host/api: must not have a query or a fragment',
    );
    expect(() => parseBaseUrl('https://me:%zz@host')).toThrow('must be percent-encoded');
  });
});

describe('locate request', () => {
  const BASE = { origin: 'http://host', prefix: '/api' };
  const PARAMETERS = { siteId: 's-1', tenant: 't' };

  const locate = (request: TargetRequest): string | undefined => locateRequest(request, BASE, PARAMETERS)?.pathAndQuery;

  describe('locateRequest', () => {
    it('puts a path below the base URL and fills it in, its own parameters first', () => {
      expect(locate({ path: '/sites/{siteId}/{tenant}', pathParameters: { siteId: 's/2' } })).toBe(
        '/api/sites/s%2F2/t',
      );
    });

    it('adds a query to a path and to a URL', () => {
      expect(locate({ path: '/x', query: [['a b', '+']] })).toBe('/api/x?a%20b=%2B');
      expect(locate({ path: '/x', query: 'a=+&b=%zz' })).toBe('/api/x?a=+&b=%zz');
      expect(locate({ path: '/x', query: '' })).toBe('/api/x');
      expect(locate({ url: 'http://host/api/x?a=1', query: 'b=2' })).toBe('/api/x?a=1&b=2');
    });

    it('lets no query out of the request line', () => {
      expect(locate({ path: '/x', query: 'a=1 HTTP/1.1\r\nHost: evil' })).toBe(
        '/api/x?a=1%20HTTP/1.1%0D%0AHost:%20evil',
      );
    });

    it('keeps a URL at the origin', () => {
      expect(locateRequest({ url: 'http://backend/x' }, BASE, {})).toEqual({ pathAndQuery: '/api/x', rewritten: true });
    });
  });

  describe('locateLink', () => {
    it('finds nothing for what no client could follow', () => {
      expect(locateLink('mailto:x', BASE, '/')).toBeUndefined();
      expect(locateRequest({ url: 'mailto:x' }, BASE, {})).toBeUndefined();
    });
  });
});

describe('expandPath', () => {
  it('fills in what is in braces', () => {
    expect(expandPath('/v1/{org}/sites/{site}/things', { org: 'o-1', site: 's-2' })).toBe('/v1/o-1/sites/s-2/things');
  });

  it.each([
    ['a/b', '/x/a%2Fb'],
    ['a b?c#d', '/x/a%20b%3Fc%23d'],
    ['..', '/x/%2E%2E'],
    ['.', '/x/%2E'],
    ['…', '/x/%E2%80%A6'],
    ['{y}', '/x/%7By%7D'],
  ])('keeps the value %j within its segment', (value, path) => {
    expect(expandPath('/x/{y}', { y: value })).toBe(path);
  });

  it('encodes what the template has beyond ASCII', () => {
    expect(expandPath('/вещи/{имя}', { имя: 'я' })).toBe('/%D0%B2%D0%B5%D1%89%D0%B8/%D1%8F');
  });

  it('names a parameter that has no value', () => {
    expect(() => expandPath('/x/{siteId}', {})).toThrow('Missing path parameter siteId of /x/{siteId}');
    expect(() => expandPath('/x/{toString}', {})).toThrow(TypeError);
  });
});

describe('encodeQuery', () => {
  it('keeps the order of pairs and sends a name as often as it is given', () => {
    expect(
      encodeQuery([
        ['b', '1'],
        ['a', '2'],
        ['b', ''],
      ]),
    ).toBe('b=1&a=2&b=');
  });

  it.each([
    ['a b', 'a%20b'],
    ['a+b', 'a%2Bb'],
    ['50%', '50%25'],
    ['a&b=c#d', 'a%26b%3Dc%23d'],
    ['é😀', '%C3%A9%F0%9F%98%80'],
    ['\uD800', '%EF%BF%BD'],
  ])('encodes %j', (value, encoded) => {
    expect(encodeQuery([['q', value]])).toBe(`q=${encoded}`);
  });

  it.each(['', 'a=+&b=%3d&c=%zz', '&&=', 'metadata[0]=é'])('leaves the raw text %j alone', (raw) => {
    expect(encodeQuery(raw)).toBe(raw);
  });

  it('sends nothing when there is no query', () => {
    expect([encodeQuery(), encodeQuery([])]).toEqual(['', '']);
  });

  it('is read back by any form decoder', () => {
    const pairs = fc.array(fc.tuple(fc.string({ unit: grapheme }), fc.string({ unit: grapheme })));
    fc.assert(
      fc.property(pairs, (given) => {
        expect([...new URLSearchParams(encodeQuery(given))]).toEqual(given);
      }),
    );
  });
});

describe('resolve link', () => {
  const BASE = { origin: 'https://staging.example', prefix: '/api' };
  const FROM = '/api/things/list?page=2';

  const resolve = (link: string): ReturnType<typeof resolveLink> => resolveLink(link, BASE, FROM);

  describe('resolveLink', () => {
    it.each([
      ['https://staging.example/api/things?c=a%3d%zz+b&d[0]=1', '/api/things?c=a%3d%zz+b&d[0]=1'],
      ['HTTPS://STAGING.example:443/api/things', '/api/things'],
      ['//staging.example/api/things', '/api/things'],
      ['/api/things?page=3', '/api/things?page=3'],
      ['/things', '/things'],
      ['?page=3', '/api/things/list?page=3'],
      ['more?page=3', '/api/things/more?page=3'],
      ['./more', '/api/things/more'],
      ['../other/.', '/api/other/'],
      ['../../../x', '/x'],
      ['', '/api/things/list?page=2'],
      ['#top', '/api/things/list?page=2'],
      ['https://staging.example', '/'],
      ['https://staging.example?a=1', '/?a=1'],
      ['https://user:pass@staging.example/api', '/api'],
      ['  /api/things  ', '/api/things'],
      ['/api/things?name=é', '/api/things?name=%C3%A9'],
      ['/api/a:b', '/api/a:b'],
    ])('follows %j within the origin, spelled as it is', (link, pathAndQuery) => {
      expect(resolve(link)).toEqual({ pathAndQuery, rewritten: false });
    });

    it.each([
      ['http://staging.example/api/things', '/api/things'],
      ['http://backend:8080/things?page=3', '/api/things?page=3'],
      ['http://backend:8080/api/things?page=3', '/api/things?page=3'],
      ['http://backend:8080/api', '/api'],
      ['http://backend:8080/apiary', '/api/apiary'],
      ['//evil.example/api/things', '/api/things'],
      ['http://backend\\@x', '/api/\\@x'],
      ['https://staging.example:8443', '/api/'],
      ['https://staging.example@evil.example/x', '/api/x'],
    ])('brings %s back to the origin', (link, pathAndQuery) => {
      expect(resolve(link)).toEqual({ pathAndQuery, rewritten: true });
    });

    it.each([
      'mailto:me@example.com',
      'javascript:alert(1)',
      'ftp://host/x',
      'http://[bad/x',
      'http:///x',
      'http:next',
    ])('cannot follow %s', (link) => {
      expect(resolve(link)).toBeUndefined();
    });

    it('agrees with the URL standard on where a relative link leads', () => {
      const segment = fc.constantFrom('.', '..', 'a', 'b%2F', '');
      const link = fc
        .tuple(fc.array(segment, { minLength: 1, maxLength: 5 }), fc.constantFrom('', '?x=1'))
        .map(([segments, query]) => segments.join('/') + query)
        .filter((text) => !text.startsWith('/') && text !== '');
      fc.assert(
        fc.property(link, (text) => {
          const expected = new URL(text, BASE.origin + FROM);
          expect(resolve(text)?.pathAndQuery).toBe(expected.pathname + expected.search);
        }),
      );
    });

    it('never leads out of the origin', () => {
      fc.assert(
        fc.property(fc.constantFrom('', 'http://', '//', 'https://staging.example'), fc.string(), (start, text) => {
          expect(resolve(start + text)?.pathAndQuery ?? '/').toMatch(/^\//);
        }),
      );
    });
  });
});

describe('toRequestTarget', () => {
  it.each(['/x?a=+&b=%3d&c=%zz&d=[0]', `/x/../y?'<>"\\^\`{}|`, '/é?ü=😀', '/%2e%2E//'])(
    'leaves %j as it is',
    (text) => {
      expect(toRequestTarget(text)).toBe(text);
    },
  );

  it.each([
    ['/a b', '/a%20b'],
    ['/a\r\nHost: evil', '/a%0D%0AHost:%20evil'],
    ['/a\u0000\t\u007f', '/a%00%09%7F'],
    ['/a#b', '/a%23b'],
    ['/a\uDC00', '/a\uFFFD'],
  ])('encodes what cannot stand in a request line: %j', (text, target) => {
    expect(toRequestTarget(text)).toBe(target);
  });
});

describe('toWireText', () => {
  it('has a character for every byte of the UTF-8 text', () => {
    expect(toWireText('/a?é=😀')).toBe('/a?\u00c3\u00a9=\u00f0\u009f\u0098\u0080');
  });
});

describe('addUsualQuery', () => {
  const add = (pathAndQuery: string, other?: Record<string, string | undefined>): string => {
    return addUsualQuery({ pathAndQuery, rewritten: false }, { key: 'a b' }, other).pathAndQuery;
  };

  it.each([
    ['/x', '/x?key=a%20b'],
    ['/x?', '/x?&key=a%20b'],
    ['/x?a=1&&=&', '/x?a=1&&=&&key=a%20b'],
    ['/x?key=other', '/x?key=other'],
  ])('makes of %s %s', (link, expected) => {
    expect(add(link)).toBe(expected);
  });

  it('leaves out or replaces what a check sends otherwise', () => {
    expect(add('/x?a=%zz&key=1&b', { key: undefined })).toBe('/x?a=%zz&b');
    expect(add('/x?key=1', { key: undefined })).toBe('/x');
    expect(add('/x?a=1&key=1', { key: '2' })).toBe('/x?a=1&key=2');
  });
});
