import { describe, expect, it } from '@jest/globals';
import { listQuerySecrets } from './list-query-secrets.ts';

describe('listQuerySecrets', () => {
  it.each([
    ['access_token=abc', ['abc']],
    ['a=1&api-key=a%2Bb&APIKEY=x', ['a+b', 'x']],
    ['client_secret=s&password=p&token=t&sig=1', ['s', 'p', 't', '1']],
    ['token=', []],
    ['cursor=abc&offset=3&pageToken=x&next_token=y&keyword=z', []],
    ['', []],
  ])('of %p are %p', (query, secrets) => {
    expect(listQuerySecrets(query, () => false)).toEqual(secrets);
  });

  it('are not what the document has', () => {
    expect(listQuerySecrets('token=abc&key=d', (name) => name === 'token')).toEqual(['d']);
  });
});
