import { describe, expect, it } from '@jest/globals';
import {
  isCredentialHeader,
  isSuspiciousHeader,
  listCredentialHeaders,
  listPublicHeaders,
  listQuerySecrets,
  listSecrets,
} from './credentials.ts';
import { loadContracts } from './load-contracts.ts';

describe('listCredentialHeaders and listPublicHeaders', () => {
  it.each([
    ['pyng', ['authorization'], ['pyng-api-version']],
    ['piriod', ['authorization'], ['x-simple-workspace', 'x-piriod-test-mode']],
    ['wingback', ['wb-key'], []],
    ['devdraft', ['x-client-key', 'x-client-secret'], []],
  ])('tell the headers of %s apart', (id, credentials, others) => {
    const contract = loadContracts(id)[0];
    if (contract === undefined) throw new Error(`${id} has no list`);
    expect(listCredentialHeaders(contract)).toEqual(credentials);
    expect(listPublicHeaders(contract)).toEqual(others);
  });
});

describe('is credential header', () => {
  describe('isCredentialHeader', () => {
    it.each(['authorization', 'cookie', 'x-api-key', 'x-client-secret', 'wb-key', 'x-workspace', 'anything-else'])(
      'holds %s for a credential',
      (name) => {
        expect(isCredentialHeader(name, 'abc')).toBe(true);
      },
    );

    it.each(['accept', 'accept-language', 'user-agent', 'host', 'x-request-id', 'x-forwarded-proto', 'api-version'])(
      'holds %s for harmless',
      (name) => {
        expect(isCredentialHeader(name, 'abc')).toBe(false);
      },
    );

    it('holds a truth value for harmless, unless the name says otherwise', () => {
      expect(isCredentialHeader('x-test-mode', 'true')).toBe(false);
      expect(isCredentialHeader('x-test-mode', 'abc')).toBe(true);
      expect(isCredentialHeader('x-secret', 'true')).toBe(true);
    });
  });

  describe('isSuspiciousHeader', () => {
    it.each([
      ['set-cookie', true],
      ['x-auth-token', true],
      ['proxy-authorization', true],
      ['www-authenticate', false],
      ['content-type', false],
      ['etag', false],
      ['x-workspace', false],
    ])('%s: %s', (name, suspicious) => {
      expect(isSuspiciousHeader(name)).toBe(suspicious);
    });
  });
});

describe('listSecrets', () => {
  it.each([
    ['authorization', 'Bearer abc.def', ['abc.def']],
    ['authorization', 'Token  abc ', ['abc']],
    ['authorization', `Basic ${btoa('me:pa:ss')}`, [btoa('me:pa:ss'), 'me:pa:ss', 'pa:ss']],
    ['authorization', 'Basic ???', ['???']],
    ['x-api-key', 'abc', ['abc']],
    ['cookie', 'a=1234; session=abc=', ['1234', 'abc=']],
    ['set-cookie', 'session=abc; Path=/; HttpOnly', ['abc']],
  ])('%s: %s', (name, value, secrets) => {
    expect(listSecrets(name, value)).toEqual(secrets);
  });
});

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
