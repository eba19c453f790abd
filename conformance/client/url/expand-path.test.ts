import { describe, expect, it } from '@jest/globals';
import { expandPath } from './expand-path.ts';

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

  it('names a parameter that has no value', () => {
    expect(() => expandPath('/x/{siteId}', {})).toThrow('path parameter "siteId" of /x/{siteId} has no value');
    expect(() => expandPath('/x/{toString}', {})).toThrow(TypeError);
  });
});
