import { describe, expect, it } from '@jest/globals';
import type { LinkPolicy } from '../contract/contract.ts';
import { createLinkBuilder } from './links.ts';
import { parseQuery } from './query.ts';

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
