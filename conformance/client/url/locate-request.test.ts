import { describe, expect, it } from '@jest/globals';
import type { TargetRequest } from '../target.ts';
import { locateLink, locateRequest } from './locate-request.ts';

const BASE = { origin: 'http://host', prefix: '/api' };
const PARAMETERS = { siteId: 's-1', tenant: 't' };

const locate = (request: TargetRequest): string | undefined => locateRequest(request, BASE, PARAMETERS)?.pathAndQuery;

describe('locateRequest', () => {
  it('puts a path below the base URL and fills it in, its own parameters first', () => {
    expect(locate({ path: '/sites/{siteId}/{tenant}', pathParameters: { siteId: 's/2' } })).toBe('/api/sites/s%2F2/t');
  });

  it('adds a query to a path and to a URL', () => {
    expect(locate({ path: '/x', query: [['a b', '+']] })).toBe('/api/x?a%20b=%2B');
    expect(locate({ path: '/x', query: 'a=+&b=%zz' })).toBe('/api/x?a=+&b=%zz');
    expect(locate({ path: '/x', query: '' })).toBe('/api/x');
    expect(locate({ url: 'http://host/api/x?a=1', query: 'b=2' })).toBe('/api/x?a=1&b=2');
  });

  it('lets no query out of the request line', () => {
    expect(locate({ path: '/x', query: 'a=1 HTTP/1.1\r\nHost: evil' })).toBe('/api/x?a=1%20HTTP/1.1%0D%0AHost:%20evil');
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
