import { describe, expect, it } from '@jest/globals';
import { fc } from '../../../src/testing/properties.ts';
import { resolveLink } from './resolve-link.ts';

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

  it.each(['mailto:me@example.com', 'javascript:alert(1)', 'ftp://host/x', 'http://[bad/x', 'http:///x', 'http:next'])(
    'cannot follow %s',
    (link) => {
      expect(resolve(link)).toBeUndefined();
    },
  );

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
